import { type PolicyDocument, policyDocument } from '../policy.ts';
import { type ClusterScope, definePolicy } from '../policy-definition.ts';

/**
 * Lets Cluster Autoscaler look at every Auto Scaling group, and change the size of those that carry this cluster's
 * discovery tags, as EKS managed node groups do.
 *
 * @see https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-1.36.0/cluster-autoscaler/cloudprovider/aws/README.md
 */
export function clusterAutoscalerPolicy(scope: ClusterScope): PolicyDocument {
  const { partition, region, accountId, clusterName } = scope;
  const inRegion = (service: string, resource: string) =>
    `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
  return policyDocument([
    {
      Sid: 'Describe',
      Effect: 'Allow',
      Action: [
        'autoscaling:DescribeAutoScalingGroups',
        'autoscaling:DescribeAutoScalingInstances',
        'autoscaling:DescribeLaunchConfigurations',
        'autoscaling:DescribeScalingActivities',
        'autoscaling:DescribeTags',
        'ec2:DescribeImages',
        'ec2:DescribeInstanceTypes',
        'ec2:DescribeLaunchTemplateVersions',
        'ec2:GetInstanceTypesFromInstanceRequirements',
      ],
      Resource: '*',
    },
    {
      Sid: 'DescribeNodeGroups',
      Effect: 'Allow',
      Action: 'eks:DescribeNodegroup',
      Resource: inRegion('eks', `nodegroup/${clusterName}/*/*`),
    },
    {
      Sid: 'ScaleOwnGroups',
      Effect: 'Allow',
      Action: ['autoscaling:SetDesiredCapacity', 'autoscaling:TerminateInstanceInAutoScalingGroup'],
      Resource: inRegion('autoscaling', 'autoScalingGroup:*:autoScalingGroupName/*'),
      Condition: {
        StringEquals: {
          'aws:ResourceTag/k8s.io/cluster-autoscaler/enabled': 'true',
          [`aws:ResourceTag/k8s.io/cluster-autoscaler/${clusterName}`]: 'owned',
        },
      },
    },
  ]);
}

/** `cluster-autoscaler` of the table of policies. */
export const clusterAutoscaler = definePolicy({
  summary: 'Scales the Auto Scaling groups of the cluster',
  source: 'kubernetes/autoscaler 1.36 cluster-autoscaler/cloudprovider/aws/README.md',
  needs: [],
  uses: [],
  wildcards: {
    Describe: 'These Describe actions have no resource to name.',
    DescribeNodeGroups: 'Node groups come and go; all of this cluster are meant.',
    ScaleOwnGroups: 'The names of groups are made by EKS; the tags of this cluster choose them.',
  },
  document: clusterAutoscalerPolicy,
});
