import { type PolicyDocument, policyDocument, type Statement } from '../policy.ts';
import { type ClusterScope, definePolicy } from '../policy-definition.ts';

/** The cluster, and the keys that its volumes are encrypted with. */
export interface EbsCsiDriverScope extends ClusterScope {
  readonly kmsKeyArns?: readonly string[];
}

const TAG = 'ebs.csi.aws.com/cluster-name';

/**
 * Lets the EBS CSI driver keep the volumes and snapshots of this cluster.
 *
 * It is upstream's cluster-scoped policy with the cluster's name written out, so that it holds for IRSA too, where
 * sessions have no `eks-cluster-name` tag. The driver has to run with `--k8s-tag-cluster-id=<cluster>` (chart value
 * `controller.k8sTagClusterId`), else it does not tag what it makes.
 *
 * @see https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/v1.64.0/docs/AmazonEBSCSIDriverEKSClusterScopedPolicy.json
 */
export function ebsCsiDriverPolicy(scope: EbsCsiDriverScope): PolicyDocument {
  return policyDocument([
    { Sid: 'Describe', Effect: 'Allow', Action: DESCRIBE, Resource: '*' },
    ...volumes(scope),
    ...snapshots(scope),
    ...instances(scope),
    ...tags(scope),
    ...encryption(scope),
  ]);
}

const DESCRIBE = [
  'ec2:DescribeAvailabilityZones',
  'ec2:DescribeInstanceTypes',
  'ec2:DescribeInstances',
  'ec2:DescribeSnapshots',
  'ec2:DescribeVolumeStatus',
  'ec2:DescribeVolumes',
  'ec2:DescribeVolumesModifications',
];

const owned = ({ clusterName }: ClusterScope) => ({
  StringEquals: { [`ec2:ResourceTag/${TAG}`]: clusterName },
});
const requested = ({ clusterName }: ClusterScope) => ({
  StringEquals: { [`aws:RequestTag/${TAG}`]: clusterName },
});

function ec2({ partition, region, accountId }: ClusterScope) {
  return {
    volume: `arn:${partition}:ec2:${region}:${accountId}:volume/*`,
    /** Snapshot ARNs have no account. */
    snapshot: `arn:${partition}:ec2:${region}::snapshot/*`,
    instance: `arn:${partition}:ec2:${region}:${accountId}:instance/*`,
  };
}

function volumes(scope: ClusterScope): readonly Statement[] {
  const { volume } = ec2(scope);
  return [
    {
      Sid: 'CreateVolumes',
      Effect: 'Allow',
      Action: ['ec2:CopyVolumes', 'ec2:CreateVolume'],
      Resource: volume,
      Condition: requested(scope),
    },
    {
      Sid: 'KeepVolumes',
      Effect: 'Allow',
      Action: [
        'ec2:AttachVolume',
        'ec2:CopyVolumes',
        'ec2:CreateSnapshot',
        'ec2:DeleteVolume',
        'ec2:DetachVolume',
        'ec2:ModifyVolume',
      ],
      Resource: volume,
      Condition: owned(scope),
    },
  ];
}

function snapshots(scope: ClusterScope): readonly Statement[] {
  const { snapshot } = ec2(scope);
  return [
    {
      Sid: 'CreateSnapshots',
      Effect: 'Allow',
      Action: 'ec2:CreateSnapshot',
      Resource: snapshot,
      Condition: requested(scope),
    },
    {
      Sid: 'KeepSnapshots',
      Effect: 'Allow',
      Action: [
        'ec2:CreateVolume',
        'ec2:DeleteSnapshot',
        'ec2:EnableFastSnapshotRestores',
        'ec2:LockSnapshot',
      ],
      Resource: snapshot,
      Condition: owned(scope),
    },
  ];
}

/** Instances of managed node groups have EKS's tag, those of Karpenter and other groups the one of Kubernetes. */
function instances(scope: ClusterScope): readonly Statement[] {
  const { clusterName } = scope;
  const attach = (Sid: string, tag: string, value: string): Statement => ({
    Sid,
    Effect: 'Allow',
    Action: ['ec2:AttachVolume', 'ec2:DetachVolume'],
    Resource: ec2(scope).instance,
    Condition: { StringEquals: { [`ec2:ResourceTag/${tag}`]: value } },
  });
  return [
    attach('AttachToManagedNodes', 'eks:cluster-name', clusterName),
    attach('AttachToNodes', `kubernetes.io/cluster/${clusterName}`, 'owned'),
  ];
}

function tags(scope: ClusterScope): readonly Statement[] {
  const { volume, snapshot } = ec2(scope);
  return [
    {
      Sid: 'TagNew',
      Effect: 'Allow',
      Action: 'ec2:CreateTags',
      Resource: [volume, snapshot],
      Condition: {
        StringEquals: {
          ...requested(scope).StringEquals,
          'ec2:CreateAction': ['CopyVolumes', 'CreateSnapshot', 'CreateVolume'],
        },
      },
    },
    {
      Sid: 'RetagVolumes',
      Effect: 'Allow',
      Action: ['ec2:CreateTags', 'ec2:DeleteTags'],
      Resource: volume,
      Condition: {
        ...owned(scope),
        Null: { 'aws:TagKeys': 'false' },
        'ForAllValues:StringNotEquals': {
          'aws:TagKeys': ['ebs.csi.aws.com/cluster', TAG, 'kubernetes.io/created-for/pvc/name'],
        },
      },
    },
  ];
}

function encryption({ kmsKeyArns = [] }: EbsCsiDriverScope): readonly Statement[] {
  if (kmsKeyArns.length === 0) return [];
  return [
    {
      Sid: 'UseKeys',
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKeyWithoutPlaintext'],
      Resource: kmsKeyArns,
    },
    {
      Sid: 'GrantKeys',
      Effect: 'Allow',
      Action: 'kms:CreateGrant',
      Resource: kmsKeyArns,
      Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ];
}

const chosenByTag = 'Names are made by AWS; the tag of this cluster chooses.';

/** `ebs-csi-driver` of the table of policies. */
export const ebsCsiDriver = definePolicy({
  summary: 'Keeps EBS volumes and snapshots of the cluster',
  source: 'kubernetes-sigs/aws-ebs-csi-driver v1.64.0 docs/AmazonEBSCSIDriverEKSClusterScopedPolicy.json',
  needs: [],
  uses: ['kmsKeyArns'],
  wildcards: {
    Describe: 'These Describe actions have no resource to name.',
    CreateVolumes: chosenByTag,
    KeepVolumes: chosenByTag,
    CreateSnapshots: chosenByTag,
    KeepSnapshots: chosenByTag,
    AttachToManagedNodes: chosenByTag,
    AttachToNodes: chosenByTag,
    TagNew: chosenByTag,
    RetagVolumes: chosenByTag,
  },
  document: ebsCsiDriverPolicy,
});
