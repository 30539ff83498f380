import type {
  AttachRolePolicyCommandInput,
  AttachUserPolicyCommandInput,
  CreatePolicyCommandInput,
  CreatePolicyVersionCommandInput,
  CreateRoleCommandInput,
  CreateUserCommandInput,
  DeletePolicyCommandInput,
  DeletePolicyVersionCommandInput,
  DeleteRoleCommandInput,
  DeleteRolePolicyCommandInput,
  DeleteUserPolicyCommandInput,
  GetAccountAuthorizationDetailsCommandInput,
  GetAccountAuthorizationDetailsCommandOutput,
  GetPolicyCommandInput,
  GetPolicyCommandOutput,
  GetRoleCommandInput,
  GetRoleCommandOutput,
  GetUserCommandInput,
  GetUserCommandOutput,
  IAMClientConfig,
  ListAccessKeysCommandInput,
  ListAccessKeysCommandOutput,
  PutRolePermissionsBoundaryCommandInput,
  PutRolePolicyCommandInput,
  PutUserPermissionsBoundaryCommandInput,
  PutUserPolicyCommandInput,
  RemoveRoleFromInstanceProfileCommandInput,
  TagRoleCommandInput,
  TagUserCommandInput,
  UpdateAssumeRolePolicyCommandInput,
  UpdateRoleCommandInput,
} from '@aws-sdk/client-iam';

/** A call whose answer does not matter. */
type Act<Input> = (input: Input) => Promise<unknown>;
type UserName = { readonly UserName: string };

/**
 * The calls to IAM that reading and applying need. The client `IAM` of `@aws-sdk/client-iam` has them; tests give
 * their own.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html
 */
export interface IamApi {
  readonly getAccountAuthorizationDetails: (
    input: GetAccountAuthorizationDetailsCommandInput,
  ) => Promise<GetAccountAuthorizationDetailsCommandOutput>;
  readonly getRole: (input: GetRoleCommandInput) => Promise<GetRoleCommandOutput>;
  readonly getUser: (input: GetUserCommandInput) => Promise<GetUserCommandOutput>;
  readonly getPolicy: (input: GetPolicyCommandInput) => Promise<GetPolicyCommandOutput>;
  readonly listAccessKeys: (input: ListAccessKeysCommandInput) => Promise<ListAccessKeysCommandOutput>;
  readonly createRole: Act<CreateRoleCommandInput>;
  readonly updateRole: Act<UpdateRoleCommandInput>;
  readonly updateAssumeRolePolicy: Act<UpdateAssumeRolePolicyCommandInput>;
  readonly deleteRole: Act<DeleteRoleCommandInput>;
  readonly tagRole: Act<TagRoleCommandInput>;
  readonly putRolePermissionsBoundary: Act<PutRolePermissionsBoundaryCommandInput>;
  readonly deleteRolePermissionsBoundary: Act<DeleteRoleCommandInput>;
  readonly putRolePolicy: Act<PutRolePolicyCommandInput>;
  readonly deleteRolePolicy: Act<DeleteRolePolicyCommandInput>;
  readonly attachRolePolicy: Act<AttachRolePolicyCommandInput>;
  readonly detachRolePolicy: Act<AttachRolePolicyCommandInput>;
  readonly removeRoleFromInstanceProfile: Act<RemoveRoleFromInstanceProfileCommandInput>;
  readonly createUser: Act<CreateUserCommandInput>;
  readonly deleteUser: Act<UserName>;
  readonly tagUser: Act<TagUserCommandInput>;
  readonly putUserPermissionsBoundary: Act<PutUserPermissionsBoundaryCommandInput>;
  readonly deleteUserPermissionsBoundary: Act<UserName>;
  readonly putUserPolicy: Act<PutUserPolicyCommandInput>;
  readonly deleteUserPolicy: Act<DeleteUserPolicyCommandInput>;
  readonly attachUserPolicy: Act<AttachUserPolicyCommandInput>;
  readonly detachUserPolicy: Act<AttachUserPolicyCommandInput>;
  readonly createPolicy: Act<CreatePolicyCommandInput>;
  readonly createPolicyVersion: Act<CreatePolicyVersionCommandInput>;
  readonly deletePolicy: Act<DeletePolicyCommandInput>;
  readonly deletePolicyVersion: Act<DeletePolicyVersionCommandInput>;
}

/** How often the SDK itself tries a call that was throttled or failed inside AWS. */
export const ATTEMPTS = 6;

/**
 * A client that finds credentials, profile and endpoint as the AWS SDK does; the SDK is loaded only here.
 *
 * IAM has one endpoint for a partition, and the region only says which; give the region of the cluster.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
export async function connectIam(config: IAMClientConfig = {}): Promise<IamApi> {
  const { IAM } = await import('@aws-sdk/client-iam');
  return new IAM({ maxAttempts: ATTEMPTS, ...config });
}
