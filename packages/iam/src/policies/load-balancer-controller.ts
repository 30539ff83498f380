import { type PolicyDocument, policyDocument, type Statement } from '../policy.ts';
import { type ClusterScope, definePolicy } from '../policy-definition.ts';

/** The cluster, and where known its network. */
export interface LoadBalancerControllerScope extends ClusterScope {
  /** Limits changes of security groups that carry no tag of the controller to one VPC. */
  readonly vpcId?: string;
}

/** The controller writes this tag, with the name of its cluster, on everything that it makes. */
const TAG = 'elbv2.k8s.aws/cluster';

/**
 * Lets the AWS Load Balancer Controller make load balancers, and change only what carries this cluster's tag where
 * the API can tell.
 *
 * It is the policy of the release with three things made narrower: the tag has to name this cluster instead of only
 * being there, ARNs name the region and the account, and security groups of nodes are those of the cluster (or VPC).
 *
 * @see https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/v3.5.0/docs/install/iam_policy.json
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/installation/
 */
export function loadBalancerControllerPolicy(scope: LoadBalancerControllerScope): PolicyDocument {
  return policyDocument([
    {
      Sid: 'ServiceLinkedRole',
      Effect: 'Allow',
      Action: 'iam:CreateServiceLinkedRole',
      Resource: '*',
      Condition: { StringEquals: { 'iam:AWSServiceName': 'elasticloadbalancing.amazonaws.com' } },
    },
    { Sid: 'Describe', Effect: 'Allow', Action: describing(scope), Resource: '*' },
    { Sid: 'Integrate', Effect: 'Allow', Action: INTEGRATIONS, Resource: '*' },
    ...securityGroups(scope),
    ...loadBalancers(scope),
    ...listeners(scope),
    ...tags(scope),
  ]);
}

/** The partitions without internet lack the calls that their load balancers do not have. */
function isIsolated({ partition }: ClusterScope): boolean {
  return partition.startsWith('aws-iso');
}

function describing(scope: ClusterScope): readonly string[] {
  return isIsolated(scope) ? DESCRIBE : [...DESCRIBE, ...DESCRIBE_CONNECTED];
}

const DESCRIBE = [
  'ec2:DescribeAccountAttributes',
  'ec2:DescribeAddresses',
  'ec2:DescribeAvailabilityZones',
  'ec2:DescribeCoipPools',
  'ec2:DescribeInstances',
  'ec2:DescribeInternetGateways',
  'ec2:DescribeIpamPools',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeRouteTables',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeTags',
  'ec2:DescribeVpcPeeringConnections',
  'ec2:DescribeVpcs',
  'ec2:GetCoipPoolUsage',
  'ec2:GetSecurityGroupsForVpc',
  'elasticloadbalancing:DescribeListenerCertificates',
  'elasticloadbalancing:DescribeListeners',
  'elasticloadbalancing:DescribeLoadBalancerAttributes',
  'elasticloadbalancing:DescribeLoadBalancers',
  'elasticloadbalancing:DescribeRules',
  'elasticloadbalancing:DescribeSSLPolicies',
  'elasticloadbalancing:DescribeTags',
  'elasticloadbalancing:DescribeTargetGroupAttributes',
  'elasticloadbalancing:DescribeTargetGroups',
  'elasticloadbalancing:DescribeTargetHealth',
];

const DESCRIBE_CONNECTED = [
  'elasticloadbalancing:DescribeCapacityReservation',
  'elasticloadbalancing:DescribeListenerAttributes',
  'elasticloadbalancing:DescribeTrustStores',
];

const INTEGRATIONS = [
  'acm:DescribeCertificate',
  'acm:ListCertificates',
  'cognito-idp:DescribeUserPoolClient',
  'iam:GetServerCertificate',
  'iam:ListServerCertificates',
  'shield:CreateProtection',
  'shield:DeleteProtection',
  'shield:DescribeProtection',
  'shield:GetSubscriptionState',
  'waf-regional:AssociateWebACL',
  'waf-regional:DisassociateWebACL',
  'waf-regional:GetWebACL',
  'waf-regional:GetWebACLForResource',
  'wafv2:AssociateWebACL',
  'wafv2:DisassociateWebACL',
  'wafv2:GetWebACL',
  'wafv2:GetWebACLForResource',
];

function arns(service: string, { partition, region, accountId }: ClusterScope) {
  return (resource: string) => `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
}

const owned = ({ clusterName }: ClusterScope) => ({
  StringEquals: { [`aws:ResourceTag/${TAG}`]: clusterName },
});
const tagged = ({ clusterName }: ClusterScope) => ({
  StringEquals: { [`aws:RequestTag/${TAG}`]: clusterName },
});
/** Changing tags of what is ours, except the tag that says so. */
const retagged = (scope: ClusterScope) => ({ ...owned(scope), Null: { [`aws:RequestTag/${TAG}`]: 'true' } });

function securityGroups(scope: LoadBalancerControllerScope): readonly Statement[] {
  const arn = arns('ec2', scope);
  const ingress = ['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress'];
  const nodes =
    scope.vpcId === undefined
      ? { Null: { [`aws:ResourceTag/kubernetes.io/cluster/${scope.clusterName}`]: 'false' } }
      : { ArnEquals: { 'ec2:Vpc': arn(`vpc/${scope.vpcId}`) } };
  const groups = arn('security-group/*');
  return [
    { Sid: 'OpenNodes', Effect: 'Allow', Action: ingress, Resource: groups, Condition: nodes },
    {
      Sid: 'CreateGroups',
      Effect: 'Allow',
      Action: 'ec2:CreateSecurityGroup',
      Resource: [groups, arn(`vpc/${scope.vpcId ?? '*'}`)],
    },
    {
      Sid: 'TagNewGroups',
      Effect: 'Allow',
      Action: 'ec2:CreateTags',
      Resource: groups,
      Condition: {
        StringEquals: { ...tagged(scope).StringEquals, 'ec2:CreateAction': 'CreateSecurityGroup' },
      },
    },
    {
      Sid: 'RetagGroups',
      Effect: 'Allow',
      Action: ['ec2:CreateTags', 'ec2:DeleteTags'],
      Resource: groups,
      Condition: retagged(scope),
    },
    {
      Sid: 'KeepGroups',
      Effect: 'Allow',
      Action: [...ingress, 'ec2:DeleteSecurityGroup'],
      Resource: groups,
      Condition: owned(scope),
    },
  ];
}

function loadBalancers(scope: ClusterScope): readonly Statement[] {
  const arn = arns('elasticloadbalancing', scope);
  return [
    {
      Sid: 'Create',
      Effect: 'Allow',
      Action: ['elasticloadbalancing:CreateLoadBalancer', 'elasticloadbalancing:CreateTargetGroup'],
      Resource: '*',
      Condition: tagged(scope),
    },
    {
      Sid: 'Keep',
      Effect: 'Allow',
      Action: isIsolated(scope) ? KEEP : [...KEEP, ...KEEP_CONNECTED],
      Resource: '*',
      Condition: owned(scope),
    },
    {
      Sid: 'RegisterTargets',
      Effect: 'Allow',
      Action: ['elasticloadbalancing:DeregisterTargets', 'elasticloadbalancing:RegisterTargets'],
      Resource: arn('targetgroup/*/*'),
    },
  ];
}

const KEEP = [
  'elasticloadbalancing:DeleteLoadBalancer',
  'elasticloadbalancing:DeleteTargetGroup',
  'elasticloadbalancing:ModifyIpPools',
  'elasticloadbalancing:ModifyLoadBalancerAttributes',
  'elasticloadbalancing:ModifyTargetGroup',
  'elasticloadbalancing:ModifyTargetGroupAttributes',
  'elasticloadbalancing:SetIpAddressType',
  'elasticloadbalancing:SetSecurityGroups',
  'elasticloadbalancing:SetSubnets',
];

const KEEP_CONNECTED = [
  'elasticloadbalancing:ModifyCapacityReservation',
  'elasticloadbalancing:ModifyListenerAttributes',
];

function listeners(scope: ClusterScope): readonly Statement[] {
  const arn = arns('elasticloadbalancing', scope);
  return [
    {
      Sid: 'KeepListeners',
      Effect: 'Allow',
      Action: [
        'elasticloadbalancing:AddListenerCertificates',
        'elasticloadbalancing:CreateListener',
        'elasticloadbalancing:CreateRule',
        'elasticloadbalancing:DeleteListener',
        'elasticloadbalancing:DeleteRule',
        'elasticloadbalancing:ModifyListener',
        'elasticloadbalancing:ModifyRule',
        'elasticloadbalancing:RemoveListenerCertificates',
        'elasticloadbalancing:SetRulePriorities',
        'elasticloadbalancing:SetWebAcl',
      ],
      Resource: ['loadbalancer/*', 'listener/*', 'listener-rule/*'].map(arn),
    },
  ];
}

function tags(scope: ClusterScope): readonly Statement[] {
  const arn = arns('elasticloadbalancing', scope);
  const taggable = ['targetgroup/*/*', 'loadbalancer/net/*/*', 'loadbalancer/app/*/*'].map(arn);
  const both = ['elasticloadbalancing:AddTags', 'elasticloadbalancing:RemoveTags'];
  return [
    {
      Sid: 'TagNew',
      Effect: 'Allow',
      Action: 'elasticloadbalancing:AddTags',
      Resource: taggable,
      Condition: {
        StringEquals: {
          ...tagged(scope).StringEquals,
          'elasticloadbalancing:CreateAction': ['CreateLoadBalancer', 'CreateTargetGroup'],
        },
      },
    },
    { Sid: 'Retag', Effect: 'Allow', Action: both, Resource: taggable, Condition: retagged(scope) },
    {
      Sid: 'TagListeners',
      Effect: 'Allow',
      Action: both,
      Resource: [
        'listener/net/*/*/*',
        'listener/app/*/*/*',
        'listener-rule/net/*/*/*',
        'listener-rule/app/*/*/*',
      ].map(arn),
    },
  ];
}

const untagged = 'Upstream has no tag condition here; region and account are named.';
const chosenByTag = 'Names are made by AWS; the tag of this cluster chooses.';

/** `aws-load-balancer-controller` of the table of policies. */
export const loadBalancerController = definePolicy({
  summary: 'Makes load balancers for Services and Ingresses of the cluster',
  source: 'kubernetes-sigs/aws-load-balancer-controller v3.5.0 docs/install/iam_policy.json',
  needs: [],
  uses: ['vpcId'],
  wildcards: {
    ServiceLinkedRole: 'The role is made by AWS; the service is named.',
    Describe: 'These Describe actions have no resource to name.',
    Integrate: 'Certificates, user pools and web ACLs are named by Ingresses, not by settings.',
    OpenNodes: chosenByTag,
    CreateGroups: 'A new security group has no name yet, and without vpcId any VPC may be meant.',
    TagNewGroups: chosenByTag,
    RetagGroups: chosenByTag,
    KeepGroups: chosenByTag,
    Create: chosenByTag,
    Keep: chosenByTag,
    RegisterTargets: `${untagged} A TargetGroupBinding may name a target group made elsewhere.`,
    KeepListeners: untagged,
    TagNew: chosenByTag,
    Retag: chosenByTag,
    TagListeners: untagged,
  },
  document: loadBalancerControllerPolicy,
});
