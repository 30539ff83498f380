export {
  type ApplyOptions,
  type ApplyResult,
  type AwsOptions,
  applyRoles,
  destroyRoles,
  formatOutcomes,
  planChanges,
  type RoleOutcome,
  type StepFailure,
} from './apply-roles.ts';
export { type AwsAccess, type AwsApis, type AwsConfig, connectAws } from './aws-apis.ts';
export type { EksApi } from './eks-api.ts';
export { type AwsFailure, awsFailure } from './errors.ts';
export { connectIam, type IamApi } from './iam-api.ts';
export { readRoles } from './read-roles.ts';
