import { type PolicyDocument, policyDocument, type Statement } from '../policy.ts';
import { type ClusterScope, definePolicy } from '../policy-definition.ts';

/** The cluster and the two things that have to be there before Karpenter. */
export interface KarpenterScope extends ClusterScope {
  readonly nodeRoleArn: string;
  /** @default the name of the cluster */
  readonly interruptionQueue?: string;
}

/**
 * Lets Karpenter start, tag and stop the nodes of this cluster, in its region, with its node role.
 *
 * Upstream spreads the statements over six managed policies; here they are one document, which `planRoles` splits
 * where it has to. Keys of conditions hold the name of the cluster.
 *
 * @see https://github.com/aws/karpenter-provider-aws/blob/v1.14.0/website/content/en/v1.14/getting-started/getting-started-with-karpenter/cloudformation.yaml
 */
export function karpenterPolicy(scope: KarpenterScope): PolicyDocument {
  return policyDocument([
    ...nodes(scope),
    ...nodeTags(scope),
    ...instanceProfiles(scope),
    ...cluster(scope),
    ...discovery(scope),
  ]);
}

const ownedTag = ({ clusterName }: ClusterScope) => `kubernetes.io/cluster/${clusterName}`;

const owned = (scope: ClusterScope) => ({
  StringEquals: { [`aws:ResourceTag/${ownedTag(scope)}`]: 'owned' },
  StringLike: { 'aws:ResourceTag/karpenter.sh/nodepool': '*' },
});

const requested = (scope: ClusterScope) => ({
  StringEquals: {
    [`aws:RequestTag/${ownedTag(scope)}`]: 'owned',
    'aws:RequestTag/eks:eks-cluster-name': scope.clusterName,
  },
  StringLike: { 'aws:RequestTag/karpenter.sh/nodepool': '*' },
});

/** What a launch makes; it belongs to this account, unlike subnets and groups, which may be shared into it. */
function launched({ partition, region, accountId }: ClusterScope): readonly string[] {
  const kinds = [
    'fleet',
    'instance',
    'volume',
    'network-interface',
    'launch-template',
    'spot-instances-request',
  ];
  return kinds.map((kind) => `arn:${partition}:ec2:${region}:${accountId}:${kind}/*`);
}

function nodes(scope: ClusterScope): readonly Statement[] {
  const { partition, region, accountId } = scope;
  const ec2 = `arn:${partition}:ec2:${region}`;
  const launch = ['ec2:CreateFleet', 'ec2:RunInstances'];
  return [
    {
      Sid: 'LaunchFrom',
      Effect: 'Allow',
      Action: launch,
      Resource: [
        `${ec2}::image/*`,
        `${ec2}::snapshot/*`,
        ...['security-group', 'subnet', 'capacity-reservation', 'placement-group'].map(
          (kind) => `${ec2}:*:${kind}/*`,
        ),
      ],
    },
    {
      Sid: 'LaunchFromTemplates',
      Effect: 'Allow',
      Action: launch,
      Resource: `${ec2}:${accountId}:launch-template/*`,
      Condition: owned(scope),
    },
    {
      Sid: 'Launch',
      Effect: 'Allow',
      Action: [...launch, 'ec2:CreateLaunchTemplate'],
      Resource: launched(scope),
      Condition: requested(scope),
    },
    {
      Sid: 'Stop',
      Effect: 'Allow',
      Action: ['ec2:DeleteLaunchTemplate', 'ec2:TerminateInstances'],
      Resource: [`${ec2}:${accountId}:instance/*`, `${ec2}:${accountId}:launch-template/*`],
      Condition: owned(scope),
    },
  ];
}

function nodeTags(scope: ClusterScope): readonly Statement[] {
  const { partition, region, accountId, clusterName } = scope;
  const creating = ['CreateFleet', 'CreateLaunchTemplate', 'RunInstances'];
  return [
    {
      Sid: 'TagLaunched',
      Effect: 'Allow',
      Action: 'ec2:CreateTags',
      Resource: launched(scope),
      Condition: {
        ...requested(scope),
        StringEquals: { ...requested(scope).StringEquals, 'ec2:CreateAction': creating },
      },
    },
    {
      Sid: 'TagNodes',
      Effect: 'Allow',
      Action: 'ec2:CreateTags',
      Resource: `arn:${partition}:ec2:${region}:${accountId}:instance/*`,
      Condition: {
        ...owned(scope),
        StringEqualsIfExists: { 'aws:RequestTag/eks:eks-cluster-name': clusterName },
        'ForAllValues:StringEquals': {
          'aws:TagKeys': ['Name', 'eks:eks-cluster-name', 'karpenter.sh/nodeclaim'],
        },
      },
    },
  ];
}

const nodeClass = (key: 'RequestTag' | 'ResourceTag') => ({
  [`aws:${key}/karpenter.k8s.aws/ec2nodeclass`]: '*',
});

function instanceProfiles(scope: KarpenterScope): readonly Statement[] {
  const { partition, region, accountId, clusterName, nodeRoleArn } = scope;
  const profiles = `arn:${partition}:iam::${accountId}:instance-profile/*`;
  const tagsOf = (key: 'RequestTag' | 'ResourceTag') => ({
    [`aws:${key}/${ownedTag(scope)}`]: 'owned',
    [`aws:${key}/topology.kubernetes.io/region`]: region,
  });
  const request = { ...tagsOf('RequestTag'), 'aws:RequestTag/eks:eks-cluster-name': clusterName };
  return [
    {
      Sid: 'PassNodeRole',
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: nodeRoleArn,
      Condition: { StringEquals: { 'iam:PassedToService': ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'] } },
    },
    {
      Sid: 'CreateProfiles',
      Effect: 'Allow',
      Action: 'iam:CreateInstanceProfile',
      Resource: profiles,
      Condition: { StringEquals: request, StringLike: nodeClass('RequestTag') },
    },
    {
      Sid: 'TagProfiles',
      Effect: 'Allow',
      Action: 'iam:TagInstanceProfile',
      Resource: profiles,
      Condition: {
        StringEquals: { ...tagsOf('ResourceTag'), ...request },
        StringLike: { ...nodeClass('ResourceTag'), ...nodeClass('RequestTag') },
      },
    },
    {
      Sid: 'KeepProfiles',
      Effect: 'Allow',
      Action: [
        'iam:AddRoleToInstanceProfile',
        'iam:DeleteInstanceProfile',
        'iam:RemoveRoleFromInstanceProfile',
      ],
      Resource: profiles,
      Condition: { StringEquals: tagsOf('ResourceTag'), StringLike: nodeClass('ResourceTag') },
    },
    { Sid: 'ListProfiles', Effect: 'Allow', Action: 'iam:ListInstanceProfiles', Resource: '*' },
    { Sid: 'ReadProfiles', Effect: 'Allow', Action: 'iam:GetInstanceProfile', Resource: profiles },
  ];
}

function cluster(scope: KarpenterScope): readonly Statement[] {
  const { partition, region, accountId, clusterName, interruptionQueue = clusterName } = scope;
  const eks = `arn:${partition}:eks:${region}:${accountId}:cluster/${clusterName}`;
  return [
    { Sid: 'ReadCluster', Effect: 'Allow', Action: 'eks:DescribeCluster', Resource: eks },
    {
      Sid: 'ReadInterruptions',
      Effect: 'Allow',
      Action: ['sqs:DeleteMessage', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'],
      Resource: `arn:${partition}:sqs:${region}:${accountId}:${interruptionQueue}`,
    },
    {
      Sid: 'ReadZonalShift',
      Effect: 'Allow',
      Action: 'arc-zonal-shift:GetManagedResource',
      Resource: '*',
      Condition: { StringEquals: { 'arc-zonal-shift:ResourceIdentifier': eks } },
    },
  ];
}

function discovery({ partition, region }: ClusterScope): readonly Statement[] {
  return [
    {
      Sid: 'DescribeRegion',
      Effect: 'Allow',
      Action: DESCRIBE,
      Resource: '*',
      Condition: { StringEquals: { 'aws:RequestedRegion': region } },
    },
    {
      Sid: 'FindImages',
      Effect: 'Allow',
      Action: 'ssm:GetParameter',
      Resource: `arn:${partition}:ssm:${region}::parameter/aws/service/*`,
    },
    { Sid: 'ReadPrices', Effect: 'Allow', Action: 'pricing:GetProducts', Resource: '*' },
  ];
}

const DESCRIBE = [
  'ec2:DescribeCapacityReservations',
  'ec2:DescribeImages',
  'ec2:DescribeInstanceStatus',
  'ec2:DescribeInstanceTypeOfferings',
  'ec2:DescribeInstanceTypes',
  'ec2:DescribeInstances',
  'ec2:DescribeLaunchTemplates',
  'ec2:DescribePlacementGroups',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSpotPriceHistory',
  'ec2:DescribeSubnets',
];

const chosenByTag = 'Names are made by AWS; the tags of this cluster choose.';
const noResource = 'The action has no resource to name.';

/** `karpenter` of the table of policies. */
export const karpenter = definePolicy({
  summary: 'Starts and stops nodes of the cluster',
  source: 'aws/karpenter-provider-aws v1.14.0 getting-started-with-karpenter/cloudformation.yaml',
  needs: ['nodeRoleArn'],
  uses: ['interruptionQueue'],
  wildcards: {
    LaunchFrom: 'Images, subnets and groups are chosen by EC2NodeClass objects, and may be shared by others.',
    LaunchFromTemplates: chosenByTag,
    Launch: chosenByTag,
    Stop: chosenByTag,
    TagLaunched: chosenByTag,
    TagNodes: chosenByTag,
    CreateProfiles: chosenByTag,
    TagProfiles: chosenByTag,
    KeepProfiles: chosenByTag,
    ListProfiles: noResource,
    ReadProfiles: 'Profiles are read before their tags are known.',
    ReadZonalShift: 'The cluster is named in the condition.',
    DescribeRegion: noResource,
    FindImages: 'Public parameters of AWS.',
    ReadPrices: noResource,
  },
  document: karpenterPolicy,
});
