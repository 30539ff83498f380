import type { Partition } from '../partition.ts';
import { type PolicyDocument, policyDocument } from '../policy.ts';
import { type ClusterScope, definePolicy } from '../policy-definition.ts';
import { POD_IDENTITY_SERVICE } from '../trust.ts';

/** The folder of IAM that is planned and applied. */
export interface OperatorScope {
  readonly partition: Partition;
  readonly accountId: string;
  /** Path of the roles, users and policies of the cluster. */
  readonly rolePath: string;
}

/**
 * What whoever plans, applies and destroys the roles needs, and only below the path of the cluster.
 *
 * It is as powerful as the strongest role of that path that it can write: give such a person a permission boundary.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
export function operatorPolicy({ partition, accountId, rolePath }: OperatorScope): PolicyDocument {
  const below = (kind: string) => `arn:${partition}:iam::${accountId}:${kind}${rolePath}*`;
  return policyDocument([
    { Sid: 'ReadAccount', Effect: 'Allow', Action: 'iam:GetAccountAuthorizationDetails', Resource: '*' },
    { Sid: 'KeepRoles', Effect: 'Allow', Action: ROLE_ACTIONS, Resource: below('role') },
    { Sid: 'KeepUsers', Effect: 'Allow', Action: USER_ACTIONS, Resource: below('user') },
    { Sid: 'KeepPolicies', Effect: 'Allow', Action: POLICY_ACTIONS, Resource: below('policy') },
  ]);
}

/** The associations of one cluster, and the roles that they give to pods. */
export interface PodIdentityOperatorScope extends ClusterScope, Pick<OperatorScope, 'rolePath'> {}

/**
 * What whoever applies the roles needs beside `operator` where pods get them by EKS Pod Identity.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html
 */
export function podIdentityOperatorPolicy(scope: PodIdentityOperatorScope): PolicyDocument {
  const { partition, region, accountId, clusterName, rolePath } = scope;
  const eks = `arn:${partition}:eks:${region}:${accountId}`;
  const roles = `arn:${partition}:iam::${accountId}:role${rolePath}*`;
  const service = { StringEquals: { 'iam:PassedToService': POD_IDENTITY_SERVICE } };
  return policyDocument([
    {
      Sid: 'FindAssociations',
      Effect: 'Allow',
      Action: CLUSTER_ACTIONS,
      Resource: `${eks}:cluster/${clusterName}`,
    },
    {
      Sid: 'KeepAssociations',
      Effect: 'Allow',
      Action: ASSOCIATION_ACTIONS,
      Resource: `${eks}:podidentityassociation/${clusterName}/*`,
    },
    { Sid: 'PassRoles', Effect: 'Allow', Action: 'iam:PassRole', Resource: roles, Condition: service },
  ]);
}

const CLUSTER_ACTIONS = ['eks:CreatePodIdentityAssociation', 'eks:ListPodIdentityAssociations'];

const ASSOCIATION_ACTIONS = [
  'eks:DeletePodIdentityAssociation',
  'eks:DescribePodIdentityAssociation',
  'eks:TagResource',
  'eks:UpdatePodIdentityAssociation',
];

const ROLE_ACTIONS = [
  'iam:AttachRolePolicy',
  'iam:CreateRole',
  'iam:DeleteRole',
  'iam:DeleteRolePermissionsBoundary',
  'iam:DeleteRolePolicy',
  'iam:DetachRolePolicy',
  'iam:GetRole',
  'iam:PutRolePermissionsBoundary',
  'iam:PutRolePolicy',
  'iam:TagRole',
  'iam:UntagRole',
  'iam:UpdateAssumeRolePolicy',
  'iam:UpdateRole',
];

const USER_ACTIONS = [
  'iam:AttachUserPolicy',
  'iam:CreateUser',
  'iam:DeleteUser',
  'iam:DeleteUserPermissionsBoundary',
  'iam:DeleteUserPolicy',
  'iam:DetachUserPolicy',
  'iam:GetUser',
  'iam:ListAccessKeys',
  'iam:PutUserPermissionsBoundary',
  'iam:PutUserPolicy',
  'iam:TagUser',
];

const POLICY_ACTIONS = [
  'iam:CreatePolicy',
  'iam:CreatePolicyVersion',
  'iam:DeletePolicy',
  'iam:DeletePolicyVersion',
  'iam:GetPolicy',
  'iam:TagPolicy',
];

const below = 'Everything below the path is of this cluster.';

/** `operator` of the table of policies. */
export const operator = definePolicy({
  summary: 'Plans, applies and destroys the roles of the cluster',
  source: 'the calls of @kfdist/iam/aws',
  needs: ['rolePath'],
  uses: [],
  wildcards: {
    ReadAccount: 'Reading all roles at once has no resource to name.',
    KeepRoles: below,
    KeepUsers: below,
    KeepPolicies: below,
  },
  document: operatorPolicy,
});

/** `operator-pod-identity` of the table of policies. */
export const operatorPodIdentity = definePolicy({
  summary: 'Keeps the Pod Identity associations of the cluster',
  source: 'the calls of @kfdist/iam/aws',
  needs: ['rolePath'],
  uses: [],
  wildcards: {
    KeepAssociations: 'All associations of the cluster; the name ends with a slash.',
    PassRoles: below,
  },
  document: podIdentityOperatorPolicy,
});
