import type {
  GetAccountAuthorizationDetailsCommandOutput,
  ManagedPolicyDetail,
  PolicyDetail,
  RoleDetail,
  Tag,
  UserDetail,
} from '@aws-sdk/client-iam';
import type { Observed, ObservedIdentity, ObservedPolicy, ObservedRole, ObservedUser } from '../change.ts';
import { isOwned } from '../owner.ts';
import type { RolePlan } from '../role.ts';
import { POD_IDENTITY_SERVICE } from '../trust.ts';
import { readAssociations } from './associations.ts';
import type { AwsApis } from './aws-apis.ts';
import { unlessRefused } from './errors.ts';
import type { IamApi } from './iam-api.ts';

/** The highest that IAM takes; it may return fewer. */
const PAGE = 1000;

/**
 * What an account has of a plan: roles and users with its names or its tags, managed policies below its path, and the
 * associations of the cluster where a role uses Pod Identity or did so.
 *
 * Reads the whole account in pages, and one call more for each of our own.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export async function readRoles({ iam, eks }: AwsApis, plan: RolePlan): Promise<Observed> {
  const account = await readAccount(iam);
  const isOurs = ownership(plan);
  const roles = account.roles.map(roleOf).filter(isOurs(plan.roles));
  const users = account.users.map(userOf).filter(isOurs(plan.users));
  const arns = new Set(
    [...plan.roles, ...plan.users].flatMap(({ policies }) => policies.map(({ arn }) => arn)),
  );
  const policies = account.policies.filter(
    ({ Arn, Path }) => arns.has(Arn) || (Path ?? '/').startsWith(plan.owner.path),
  );
  const isAssociated =
    plan.roles.some(({ associations }) => associations.length > 0) ||
    roles.some(({ trust }) => String(trust).includes(POD_IDENTITY_SERVICE));
  return {
    roles: await inTurn(roles, (role) => completeRole(iam, role)),
    users: await inTurn(users, (user) => completeUser(iam, plan, user)),
    policies: await inTurn(policies, (policy) => completePolicy(iam, policy)),
    associations: isAssociated ? await readAssociations(await eks(), plan.owner.clusterName) : [],
  };
}

interface Account {
  readonly roles: readonly RoleDetail[];
  readonly users: readonly UserDetail[];
  readonly policies: readonly ManagedPolicyDetail[];
}

async function readAccount(iam: IamApi): Promise<Account> {
  const pages: GetAccountAuthorizationDetailsCommandOutput[] = [];
  for (let marker: string | undefined; ; ) {
    const page = await iam.getAccountAuthorizationDetails({
      Filter: ['Role', 'User', 'LocalManagedPolicy'],
      MaxItems: PAGE,
      ...(marker === undefined ? {} : { Marker: marker }),
    });
    pages.push(page);
    if (page.IsTruncated !== true || page.Marker === undefined) break;
    marker = page.Marker;
  }
  return {
    roles: pages.flatMap(({ RoleDetailList }) => RoleDetailList ?? []),
    users: pages.flatMap(({ UserDetailList }) => UserDetailList ?? []),
    policies: pages.flatMap(({ Policies }) => Policies ?? []),
  };
}

/** One after the other: IAM throttles whoever asks for much at once. */
async function inTurn<From, To>(
  items: readonly From[],
  act: (item: From) => Promise<To>,
): Promise<readonly To[]> {
  const done: To[] = [];
  for (const item of items) {
    // The account's details still list for some seconds what was deleted
    const one = await unlessRefused('NoSuchEntity', act(item));
    if (one !== undefined) done.push(one);
  }
  return done;
}

function ownership({ owner }: RolePlan) {
  return (wanted: readonly { readonly name: string }[]) => {
    const names = new Set(wanted.map(({ name }) => name.toLowerCase()));
    return ({ name, tags }: ObservedIdentity) => names.has(name.toLowerCase()) || isOwned(owner, tags);
  };
}

const tagsOf = (tags: readonly Tag[] | undefined) =>
  Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));

const documentsOf = (policies: readonly PolicyDetail[] | undefined) =>
  Object.fromEntries(
    (policies ?? []).map(({ PolicyName, PolicyDocument }) => [PolicyName ?? '', PolicyDocument]),
  );

function identityOf(
  detail: RoleDetail | UserDetail,
  name: string | undefined,
): Omit<ObservedIdentity, 'inlinePolicies'> {
  const boundary = detail.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    name: name ?? '',
    path: detail.Path ?? '/',
    arn: detail.Arn ?? '',
    tags: tagsOf(detail.Tags),
    managedPolicyArns: (detail.AttachedManagedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []),
    ...(boundary === undefined ? {} : { permissionsBoundary: boundary }),
  };
}

function roleOf(detail: RoleDetail): ObservedRole {
  return {
    ...identityOf(detail, detail.RoleName),
    inlinePolicies: documentsOf(detail.RolePolicyList),
    trust: detail.AssumeRolePolicyDocument,
    instanceProfiles: (detail.InstanceProfileList ?? []).flatMap(
      ({ InstanceProfileName }) => InstanceProfileName ?? [],
    ),
  };
}

function userOf(detail: UserDetail): ObservedUser {
  return {
    ...identityOf(detail, detail.UserName),
    inlinePolicies: documentsOf(detail.UserPolicyList),
    hasAccessKeys: false,
  };
}

/** The account's details lack the description and the longest session; they are asked for only where a role is ours or has the name of one. */
async function completeRole(iam: IamApi, role: ObservedRole): Promise<ObservedRole> {
  const { Role } = await iam.getRole({ RoleName: role.name });
  const description = Role?.Description ?? '';
  const { MaxSessionDuration } = Role ?? {};
  return { ...role, description, ...(MaxSessionDuration && { maxSessionDuration: MaxSessionDuration }) };
}

async function completeUser(iam: IamApi, { owner }: RolePlan, user: ObservedUser): Promise<ObservedUser> {
  if (!isOwned(owner, user.tags)) return user;
  const { AccessKeyMetadata = [] } = await iam.listAccessKeys({ UserName: user.name });
  return { ...user, hasAccessKeys: AccessKeyMetadata.length > 0 };
}

async function completePolicy(iam: IamApi, detail: ManagedPolicyDetail): Promise<ObservedPolicy> {
  const { Policy } = await iam.getPolicy({ PolicyArn: detail.Arn });
  const versions = detail.PolicyVersionList ?? [];
  const current = versions.find(({ IsDefaultVersion }) => IsDefaultVersion === true);
  return {
    name: detail.PolicyName ?? '',
    arn: detail.Arn ?? '',
    tags: tagsOf(Policy?.Tags),
    document: current?.Document,
    otherVersions: versions
      .filter((version) => version !== current)
      .flatMap(({ VersionId }) => VersionId ?? [])
      .toSorted((a, b) => Number(a.slice(1)) - Number(b.slice(1))),
  };
}
