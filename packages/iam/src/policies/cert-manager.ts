import type { Partition } from '../partition.ts';
import { type PolicyDocument, policyDocument } from '../policy.ts';
import { definePolicy } from '../policy-definition.ts';
import { normalized } from './external-dns.ts';

/** The zones, and optionally the domains in them, that certificates are asked for. */
export interface CertManagerScope {
  readonly partition: Partition;
  readonly hostedZoneIds: readonly string[];
  readonly domains?: readonly string[];
}

/**
 * Lets cert-manager answer DNS-01 challenges: TXT records named `_acme-challenge`, in the given zones.
 *
 * The issuer has to name `hostedZoneID`; finding zones by name is not allowed.
 *
 * @see https://cert-manager.io/docs/configuration/acme/dns01/route53/
 */
export function certManagerPolicy({
  partition,
  hostedZoneIds,
  domains = [],
}: CertManagerScope): PolicyDocument {
  const zones = hostedZoneIds.map((id) => `arn:${partition}:route53:::hostedzone/${id}`);
  const below = domains.flatMap((domain) => [`_acme-challenge.${domain}`, `_acme-challenge.*.${domain}`]);
  return policyDocument([
    {
      Sid: 'AwaitChanges',
      Effect: 'Allow',
      Action: 'route53:GetChange',
      Resource: `arn:${partition}:route53:::change/*`,
    },
    {
      Sid: 'AnswerChallenges',
      Effect: 'Allow',
      Action: 'route53:ChangeResourceRecordSets',
      Resource: zones,
      Condition: {
        'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': ['TXT'] },
        'ForAllValues:StringLike': {
          'route53:ChangeResourceRecordSetsNormalizedRecordNames':
            below.length === 0 ? ['_acme-challenge.*'] : below.map(normalized),
        },
      },
    },
    { Sid: 'ReadZones', Effect: 'Allow', Action: 'route53:ListResourceRecordSets', Resource: zones },
  ]);
}

/** `cert-manager` of the table of policies. */
export const certManager = definePolicy({
  summary: 'Answers DNS-01 challenges in the given Route 53 zones',
  source: 'cert-manager v1.21 docs/configuration/acme/dns01/route53.md',
  needs: ['hostedZoneIds'],
  uses: ['domains'],
  wildcards: { AwaitChanges: 'The id of a change is known only after it was made.' },
  document: certManagerPolicy,
});
