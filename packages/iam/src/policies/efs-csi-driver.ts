import { type PolicyDocument, policyDocument } from '../policy.ts';
import { type ClusterScope, definePolicy } from '../policy-definition.ts';

/** The cluster, and where known its file systems. */
export interface EfsCsiDriverScope extends ClusterScope {
  /** @default every file system of the region */
  readonly fileSystemIds?: readonly string[];
}

/**
 * Lets the EFS CSI driver make and remove access points on the given file systems. S3 Files is not included.
 *
 * The driver's own tag says `true` and not which cluster, so file systems are what keeps clusters apart.
 *
 * @see https://github.com/kubernetes-sigs/aws-efs-csi-driver/blob/v3.4.1/docs/iam-policy-example.json
 */
export function efsCsiDriverPolicy(scope: EfsCsiDriverScope): PolicyDocument {
  const { partition, region, accountId, fileSystemIds = ['*'] } = scope;
  const efs = (resource: string) => `arn:${partition}:elasticfilesystem:${region}:${accountId}:${resource}`;
  const fileSystems = fileSystemIds.map((id) => efs(`file-system/${id}`));
  const accessPoints = efs('access-point/*');
  return policyDocument([
    {
      Sid: 'Describe',
      Effect: 'Allow',
      Action: [
        'ec2:DescribeAvailabilityZones',
        'elasticfilesystem:DescribeAccessPoints',
        'elasticfilesystem:DescribeFileSystems',
        'elasticfilesystem:DescribeMountTargets',
      ],
      Resource: '*',
    },
    {
      Sid: 'CreateAccessPoints',
      Effect: 'Allow',
      Action: 'elasticfilesystem:CreateAccessPoint',
      Resource: fileSystems,
      Condition: { StringEquals: { 'aws:RequestTag/efs.csi.aws.com/cluster': 'true' } },
    },
    {
      Sid: 'KeepAccessPoints',
      Effect: 'Allow',
      Action: ['elasticfilesystem:DeleteAccessPoint', 'elasticfilesystem:TagResource'],
      Resource: accessPoints,
      Condition: { StringEquals: { 'aws:ResourceTag/efs.csi.aws.com/cluster': 'true' } },
    },
  ]);
}

/** `efs-csi-driver` of the table of policies. */
export const efsCsiDriver = definePolicy({
  summary: 'Keeps access points on EFS file systems',
  source: 'kubernetes-sigs/aws-efs-csi-driver v3.4.1 docs/iam-policy-example.json',
  needs: [],
  uses: ['fileSystemIds'],
  wildcards: {
    Describe: 'The driver looks file systems and access points up before it knows their names.',
    CreateAccessPoints: 'Without fileSystemIds every file system of the region is meant.',
    KeepAccessPoints: 'Names are made by AWS; the tag of the driver chooses.',
  },
  document: efsCsiDriverPolicy,
});
