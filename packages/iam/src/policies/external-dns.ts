import type { Partition } from '../partition.ts';
import { type PolicyDocument, policyDocument } from '../policy.ts';
import { definePolicy } from '../policy-definition.ts';

/** The zones, and optionally the names in them, that external-dns keeps. */
export interface ExternalDnsScope {
  readonly partition: Partition;
  readonly hostedZoneIds: readonly string[];
  readonly domains?: readonly string[];
}

/**
 * Lets external-dns write address and ownership records of the given zones, and no other name where domains are given.
 *
 * A record is a domain itself, anything below it, or the TXT record beside it, whose name has a type in front
 * (`a-ml.example.com`).
 *
 * @see https://github.com/kubernetes-sigs/external-dns/blob/v0.22.0/docs/tutorials/aws.md
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html
 */
export function externalDnsPolicy({ partition, hostedZoneIds, domains }: ExternalDnsScope): PolicyDocument {
  const zones = hostedZoneIds.map((id) => `arn:${partition}:route53:::hostedzone/${id}`);
  const names = (domains ?? []).flatMap((domain) => [
    domain,
    `*.${domain}`,
    ...['a', 'aaaa', 'cname'].map((type) => `${type}-${domain}`),
  ]);
  return policyDocument([
    {
      Sid: 'ChangeRecords',
      Effect: 'Allow',
      Action: 'route53:ChangeResourceRecordSets',
      Resource: zones,
      Condition: {
        'ForAllValues:StringLike': {
          'route53:ChangeResourceRecordSetsRecordTypes': ['A', 'AAAA', 'CNAME', 'TXT'],
          ...(names.length === 0
            ? {}
            : { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': names.map(normalized) }),
        },
      },
    },
    {
      Sid: 'ReadZones',
      Effect: 'Allow',
      Action: ['route53:ListResourceRecordSets', 'route53:ListTagsForResources'],
      Resource: zones,
    },
    { Sid: 'FindZones', Effect: 'Allow', Action: 'route53:ListHostedZones', Resource: '*' },
  ]);
}

/** As Route 53 compares record names: small letters, no dot at the end. */
export function normalized(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

/** `external-dns` of the table of policies. */
export const externalDns = definePolicy({
  summary: 'Writes the records of the given Route 53 zones',
  source: 'kubernetes-sigs/external-dns v0.22.0 docs/tutorials/aws.md',
  needs: ['hostedZoneIds'],
  uses: ['domains'],
  wildcards: { FindZones: 'Listing the zones of an account has no resource to name.' },
  document: externalDnsPolicy,
});
