import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  findPolicy,
  type Partition,
  type PolicyDocument,
  type PolicyScope,
  policyDocument,
  readPolicy,
} from '../src/index.ts';
import { listOf } from '../src/one-or-more.ts';
import { type AccessRequest, evaluate } from './evaluate.ts';
import { cluster, everything } from './fixtures.ts';
import { upstream } from './upstream.ts';

interface Comparison {
  readonly policy: string;
  readonly repository: string;
  readonly path: string;
  readonly partition?: Partition;
  /** Actions of ours that upstream's document does not have, and the other way round, each for a reason. */
  readonly added?: readonly string[];
  readonly omitted?: readonly string[];
}

const controller = 'kubernetes-sigs/aws-load-balancer-controller';
const variants = [
  ['aws', ''],
  ['aws-cn', '_cn'],
  ['aws-us-gov', '_us-gov'],
  ['aws-eusc', '_eusc'],
  ['aws-iso', '_iso'],
  ['aws-iso-b', '_isob'],
  ['aws-iso-e', '_isoe'],
  ['aws-iso-f', '_isof'],
] as const;

const comparisons: readonly Comparison[] = [
  ...variants.map(([partition, suffix]) => ({
    policy: 'aws-load-balancer-controller',
    repository: controller,
    path: `docs/install/iam_policy${suffix}.json`,
    partition,
  })),
  {
    policy: 'ebs-csi-driver',
    repository: 'kubernetes-sigs/aws-ebs-csi-driver',
    path: 'docs/AmazonEBSCSIDriverEKSClusterScopedPolicy.json',
    added: ['kms:CreateGrant', 'kms:Decrypt', 'kms:GenerateDataKeyWithoutPlaintext'],
  },
  {
    policy: 'efs-csi-driver',
    repository: 'kubernetes-sigs/aws-efs-csi-driver',
    path: 'docs/iam-policy-example.json',
    // S3 Files is another kind of volume, which the platform does not have.
    omitted: [
      's3files:CreateAccessPoint',
      's3files:DeleteAccessPoint',
      's3files:ListAccessPoints',
      's3files:ListFileSystems',
      's3files:TagResource',
    ],
  },
  {
    policy: 'external-dns',
    repository: 'kubernetes-sigs/external-dns',
    path: 'docs/tutorials/aws.md',
  },
  {
    policy: 'cert-manager',
    repository: 'cert-manager/website',
    path: 'content/docs/configuration/acme/dns01/route53.md',
    // Needed only by issuers that do not name their zone.
    omitted: ['route53:ListHostedZonesByName'],
  },
  {
    policy: 'cluster-autoscaler',
    repository: 'kubernetes/autoscaler',
    path: 'cluster-autoscaler/cloudprovider/aws/README.md',
    // Read where groups are discovered by their tags.
    added: ['autoscaling:DescribeTags'],
  },
  {
    policy: 'karpenter',
    repository: 'aws/karpenter-provider-aws',
    path: 'website/content/en/v1.14/getting-started/getting-started-with-karpenter/cloudformation.yaml',
  },
];

const build = ({ policy, partition = 'aws' }: Comparison): PolicyDocument => {
  const scope: PolicyScope = { ...cluster, ...everything, partition };
  const built = findPolicy(policy)?.build(scope);
  if (built === undefined || 'missing' in built) throw new Error(policy);
  return built.document;
};

/** The first document of a page, or all documents of Karpenter's template as one. */
function documentIn(path: string, text: string): PolicyDocument {
  const blocks = path.endsWith('.yaml')
    ? [...text.matchAll(/PolicyDocument: !Sub \|\n((?: {8}.*\n)+)/g)].map(([, block = '']) => filled(block))
    : [path.endsWith('.json') ? text : (/```json\n([^`]*"Statement"[^`]*)```/.exec(text)?.[1] ?? '')];
  const Statement = blocks.flatMap((block) => readPolicy(JSON.parse(block)).document?.Statement ?? []);
  return { Version: '2012-10-17', Statement };
}

const VALUES: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': cluster.region,
  'AWS::AccountId': cluster.accountId,
  ClusterName: cluster.clusterName,
  'KarpenterNodeRole.Arn': everything.nodeRoleArn,
  'KarpenterInterruptionQueue.Arn': `arn:aws:sqs:${cluster.region}:${cluster.accountId}:${cluster.clusterName}`,
};

function filled(template: string): string {
  return template.replaceAll(/\$\{([\w:.]+)\}/g, (whole, name: string) => VALUES[name] ?? whole);
}

const actionsOf = ({ Statement }: PolicyDocument) =>
  [...new Set(Statement.flatMap(({ Action }) => listOf(Action)))].toSorted();

const casesOf = (policy: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, `cases/policies/${policy}.json`), 'utf8')) as {
    readonly allowed: readonly AccessRequest[];
  };

describe.each(comparisons)('$policy against $path', (comparison) => {
  const { policy, repository, path, partition = 'aws', added = [], omitted = [] } = comparison;
  const text = upstream(repository, path, `comparing ${policy} with upstream`);
  const theirs = text === undefined ? policyDocument([]) : documentIn(path, text);

  it.skipIf(text === undefined)('has the same actions, but for those with a reason', () => {
    const wanted = [...actionsOf(theirs), ...added].filter((action) => !omitted.includes(action));
    expect(new Set(actionsOf(build(comparison)))).toEqual(new Set(wanted));
  });

  // The cases are of one partition; upstream's policy for EBS takes the name of the cluster from session tags.
  if (partition !== 'aws' || policy === 'ebs-csi-driver') return;

  it.skipIf(text === undefined)('allows nothing that upstream does not', () => {
    const more = casesOf(policy).allowed.filter(({ action }) => !added.includes(action));
    for (const request of more) expect([request, evaluate(theirs, request)]).toEqual([request, 'allow']);
  });
});
