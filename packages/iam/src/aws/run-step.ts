import type { Tag } from '@aws-sdk/client-iam';
import type { ManagedPolicySpec, Step } from '../change.ts';
import { isOwned } from '../owner.ts';
import type { IdentitySpec, Owner, RoleSpec } from '../role.ts';
import { isAssociationStep, runAssociationStep } from './associations.ts';
import type { AwsApis } from './aws-apis.ts';
import { errorCode, NotOwnedError } from './errors.ts';
import type { IamApi } from './iam-api.ts';

/**
 * Makes the call of a step. What is already there as wanted, or already gone, is no error: the run before may have
 * been stopped in the middle, or its answer lost.
 */
export async function runStep({ iam, eks }: AwsApis, owner: Owner, step: Step): Promise<void> {
  if (isAssociationStep(step)) return runAssociationStep(await eks(), owner, step);
  if ('kind' in step) return step.kind === 'role' ? runRoleStep(iam, step) : runUserStep(iam, step);
  switch (step.call) {
    case 'create-role':
      return createRole(iam, owner, step.role);
    case 'create-user':
      return createUser(iam, owner, step.user);
    case 'create-managed-policy':
      return createPolicy(iam, owner, step.policy);
    case 'update-managed-policy':
      return updatePolicy(iam, step.policy, step.surplus);
    case 'delete-managed-policy':
      return deletePolicy(iam, step.arn, step.versions);
    case 'update-trust': {
      const { name, document } = step;
      await iam.updateAssumeRolePolicy({ RoleName: name, PolicyDocument: JSON.stringify(document) });
      return;
    }
    case 'update-role': {
      const { name, description, maxSessionDuration } = step;
      await iam.updateRole({
        RoleName: name,
        Description: description,
        MaxSessionDuration: maxSessionDuration,
      });
      return;
    }
    case 'leave-instance-profile': {
      const { name, profile } = step;
      return unlessGone(iam.removeRoleFromInstanceProfile({ RoleName: name, InstanceProfileName: profile }));
    }
  }
}

/** The steps that roles and users have in common. */
type IdentityStep = Extract<Step, { readonly kind: unknown }>;

const tagList = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

async function runRoleStep(iam: IamApi, step: IdentityStep): Promise<void> {
  const target = { RoleName: step.name };
  switch (step.call) {
    case 'tag':
      await iam.tagRole({ ...target, Tags: tagList(step.tags) });
      return;
    case 'put-boundary':
      await iam.putRolePermissionsBoundary({ ...target, PermissionsBoundary: step.arn });
      return;
    case 'delete-boundary':
      return unlessGone(iam.deleteRolePermissionsBoundary(target));
    case 'put-policy': {
      const PolicyDocument = JSON.stringify(step.document);
      await iam.putRolePolicy({ ...target, PolicyName: step.policy, PolicyDocument });
      return;
    }
    case 'delete-policy':
      return unlessGone(iam.deleteRolePolicy({ ...target, PolicyName: step.policy }));
    case 'attach-policy':
      await iam.attachRolePolicy({ ...target, PolicyArn: step.arn });
      return;
    case 'detach-policy':
      return unlessGone(iam.detachRolePolicy({ ...target, PolicyArn: step.arn }));
    case 'delete-identity':
      return unlessGone(iam.deleteRole(target));
  }
}

async function runUserStep(iam: IamApi, step: IdentityStep): Promise<void> {
  const target = { UserName: step.name };
  switch (step.call) {
    case 'tag':
      await iam.tagUser({ ...target, Tags: tagList(step.tags) });
      return;
    case 'put-boundary':
      await iam.putUserPermissionsBoundary({ ...target, PermissionsBoundary: step.arn });
      return;
    case 'delete-boundary':
      return unlessGone(iam.deleteUserPermissionsBoundary(target));
    case 'put-policy': {
      const PolicyDocument = JSON.stringify(step.document);
      await iam.putUserPolicy({ ...target, PolicyName: step.policy, PolicyDocument });
      return;
    }
    case 'delete-policy':
      return unlessGone(iam.deleteUserPolicy({ ...target, PolicyName: step.policy }));
    case 'attach-policy':
      await iam.attachUserPolicy({ ...target, PolicyArn: step.arn });
      return;
    case 'detach-policy':
      return unlessGone(iam.detachUserPolicy({ ...target, PolicyArn: step.arn }));
    case 'delete-identity':
      return unlessGone(iam.deleteUser(target));
  }
}

async function unlessGone(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (errorCode(error) !== 'NoSuchEntity') throw error;
  }
}

/** Creates, or goes on with what exists already if it is ours. */
async function createOr(create: () => Promise<unknown>, adopt: () => Promise<void>): Promise<void> {
  try {
    await create();
  } catch (error) {
    if (errorCode(error) !== 'EntityAlreadyExists') throw error;
    await adopt();
  }
}

/** The tags are part of the creation, so that no role is ever there without an owner. */
async function createRole(iam: IamApi, owner: Owner, role: RoleSpec): Promise<void> {
  const { name, description, maxSessionDuration, trust } = role;
  const AssumeRolePolicyDocument = JSON.stringify(trust);
  const session = { Description: description, MaxSessionDuration: maxSessionDuration };
  await createOr(
    () => iam.createRole({ RoleName: name, ...common(role), AssumeRolePolicyDocument, ...session }),
    async () => {
      const { Role } = await iam.getRole({ RoleName: name });
      assertOurs(`The role ${name}`, owner, { tags: Role?.Tags, isInPlace: Role?.Path === role.path });
      await iam.updateAssumeRolePolicy({ RoleName: name, PolicyDocument: AssumeRolePolicyDocument });
    },
  );
}

async function createUser(iam: IamApi, owner: Owner, user: IdentitySpec): Promise<void> {
  const { name } = user;
  await createOr(
    () => iam.createUser({ UserName: name, ...common(user) }),
    async () => {
      const { User } = await iam.getUser({ UserName: name });
      assertOurs(`The user ${name}`, owner, { tags: User?.Tags, isInPlace: User?.Path === user.path });
    },
  );
}

function common({ path, tags, permissionsBoundary }: IdentitySpec) {
  return {
    Path: path,
    Tags: tagList(tags),
    ...(permissionsBoundary === undefined ? {} : { PermissionsBoundary: permissionsBoundary }),
  };
}

async function createPolicy(iam: IamApi, owner: Owner, policy: ManagedPolicySpec): Promise<void> {
  const { name, arn, path, document, tags } = policy;
  const PolicyDocument = JSON.stringify(document);
  await createOr(
    () => iam.createPolicy({ PolicyName: name, Path: path, PolicyDocument, Tags: tagList(tags) }),
    async () => {
      const { Policy } = await iam.getPolicy({ PolicyArn: arn });
      assertOurs(`The policy ${name}`, owner, { tags: Policy?.Tags, isInPlace: true });
    },
  );
}

function assertOurs(
  what: string,
  owner: Owner,
  { tags = [], isInPlace }: { readonly tags: readonly Tag[] | undefined; readonly isInPlace: boolean },
): void {
  const record = Object.fromEntries(tags.map(({ Key, Value }) => [Key ?? '', Value ?? '']));
  if (isInPlace && isOwned(owner, record)) return;
  throw new NotOwnedError(`${what} exists and does not belong to this cluster`);
}

async function updatePolicy(
  iam: IamApi,
  policy: ManagedPolicySpec,
  surplus: readonly string[],
): Promise<void> {
  const target = { PolicyArn: policy.arn };
  for (const VersionId of surplus) await unlessGone(iam.deletePolicyVersion({ ...target, VersionId }));
  const PolicyDocument = JSON.stringify(policy.document);
  await iam.createPolicyVersion({ ...target, PolicyDocument, SetAsDefault: true });
}

async function deletePolicy(iam: IamApi, arn: string, versions: readonly string[]): Promise<void> {
  for (const VersionId of versions) await unlessGone(iam.deletePolicyVersion({ PolicyArn: arn, VersionId }));
  await unlessGone(iam.deletePolicy({ PolicyArn: arn }));
}
