export {
  type ActionDetails,
  actionDetails,
  actionsOf,
  matchingActions,
} from './action-list.ts';
export { type Arn, isAccountId, parseArn } from './arn.ts';
export {
  type AssociationSpec,
  type Difference,
  hasChanges,
  type IdentityKind,
  type ManagedPolicySpec,
  type Observed,
  type ObservedAssociation,
  type ObservedIdentity,
  type ObservedPolicy,
  type ObservedRole,
  type ObservedUser,
  type RoleChange,
  type Step,
  type StepTarget,
} from './change.ts';
export { checkPolicy, checkPolicyText, type PolicyCheckOptions } from './check-policy.ts';
export { checkTrust } from './check-trust.ts';
export { canonicalPolicy, decodePolicy, equalPolicies } from './compare-policies.ts';
export { ACTIONS_VERSION } from './data/actions.ts';
export { IAM_DIAGNOSTICS } from './diagnostics.ts';
export { type DiffOptions, diffRoles, type RoleDiff } from './diff.ts';
export type { ExportFile, RoleExport } from './export/export-file.ts';
export { type ExportFormat, exportFormats, exportRoles, isExportFormat } from './export-roles.ts';
export { countChanges, formatChanges } from './format-changes.ts';
export type { JsonPath, Locate } from './json-source.ts';
export { mergePolicies } from './merge-policies.ts';
export { isOwned } from './owner.ts';
export { type ParsedPolicy, parsePolicy, readPolicy } from './parse-policy.ts';
export { dnsSuffix, isKnownRegion, isPartition, type Partition, partitionOfRegion } from './partition.ts';
export { isSound, planRoles } from './plan-roles.ts';
export { type CertManagerScope, certManagerPolicy } from './policies/cert-manager.ts';
export { clusterAutoscalerPolicy } from './policies/cluster-autoscaler.ts';
export { type EbsCsiDriverScope, ebsCsiDriverPolicy } from './policies/ebs-csi-driver.ts';
export { type EfsCsiDriverScope, efsCsiDriverPolicy } from './policies/efs-csi-driver.ts';
export { type ExternalDnsScope, externalDnsPolicy } from './policies/external-dns.ts';
export {
  type AssumeSecretRolesScope,
  type ExternalSecretsScope,
  externalSecretsAssumeRolePolicy,
  externalSecretsParametersPolicy,
  externalSecretsPolicy,
  pushSecretsPolicy,
} from './policies/external-secrets.ts';
export { type KarpenterScope, karpenterPolicy } from './policies/karpenter.ts';
export {
  type LoadBalancerControllerScope,
  loadBalancerControllerPolicy,
} from './policies/load-balancer-controller.ts';
export {
  type OperatorScope,
  operatorPolicy,
  type PodIdentityOperatorScope,
  podIdentityOperatorPolicy,
} from './policies/operator.ts';
export { type ProfileControllerScope, profileControllerPolicy } from './policies/profile-controller.ts';
export {
  type BucketScope,
  kserveS3Policy,
  lokiS3Policy,
  mlflowS3Policy,
  type ProfileBucketScope,
  pipelinesS3Policy,
  pipelinesS3ReadPolicy,
  profileS3Policy,
} from './policies/s3.ts';
export { findPolicy, type PolicyName, policies } from './policies.ts';
export {
  type Condition,
  LIMITS,
  type PolicyDocument,
  type Principal,
  policyDocument,
  policySize,
  type Statement,
} from './policy.ts';
export type {
  BuiltPolicy,
  ClusterScope,
  NamedScope,
  PolicyDefinition,
  PolicyScope,
  ScopeName,
} from './policy-definition.ts';
export {
  type AttachedPolicy,
  type Chain,
  type Identity,
  type IdentitySpec,
  isIdentity,
  OWNER_TAGS,
  type Owner,
  ownerTags,
  type RolePlan,
  type RolePlanInput,
  type RoleRequest,
  type RoleSpec,
  type ScopedPolicy,
  type UserRequest,
  type UserSpec,
} from './role.ts';
export { limitedName, roleName } from './role-name.ts';
export { type SecretAccess, type SecretRolesInput, secretRoles } from './secret-roles.ts';
export {
  AUDIENCE,
  type ChainedTrust,
  chainedTrust,
  type IrsaTrust,
  irsaTrust,
  podIdentityTrust,
  type Subject,
  subjectOf,
} from './trust.ts';
