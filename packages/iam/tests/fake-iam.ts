import type { IamApi } from '../src/aws/index.ts';

/** A role or user as the fake keeps it. */
export interface StoredIdentity {
  kind: 'role' | 'user';
  name: string;
  path: string;
  tags: Record<string, string>;
  inline: Record<string, string>;
  attached: string[];
  boundary?: string;
  trust?: string;
  description?: string;
  session?: number;
  profiles: string[];
  keys: number;
}

interface StoredPolicy {
  name: string;
  path: string;
  tags: Record<string, string>;
  versions: { id: string; document: string }[];
  next: number;
}

/** An account in memory that answers as IAM does, for the calls that we make. */
export interface FakeIam extends IamApi {
  readonly identities: Map<string, StoredIdentity>;
  readonly policies: Map<string, StoredPolicy>;
  readonly calls: string[];
  /** Called before every call; what it throws is the answer. */
  fault: (call: string, number: number) => void;
  /** Like `fault`, but the call is made first, as when an answer gets lost. */
  lose: (call: string, number: number) => void;
}

/** An error as the SDK makes it. */
export function awsError(name: string, message = name): Error {
  return Object.assign(new Error(message), { name });
}

/** Everything that the calls are given; each call takes some of it. */
interface Input {
  readonly RoleName?: string;
  readonly UserName?: string;
  readonly Path?: string;
  readonly PermissionsBoundary?: string;
  readonly AssumeRolePolicyDocument?: string;
  readonly Description?: string;
  readonly PolicyName?: string;
  readonly PolicyDocument?: string;
  readonly PolicyArn?: string;
  readonly VersionId?: string;
  readonly InstanceProfileName?: string;
  readonly Marker?: string;
  readonly MaxSessionDuration?: number;
  readonly Tags?: readonly { Key: string; Value: string }[];
}
const ACCOUNT = 'arn:aws:iam::123456789012:';
const PAGE = 100;

export function fakeIam(): FakeIam {
  const identities = new Map<string, StoredIdentity>();
  const policies = new Map<string, StoredPolicy>();
  const operations = {
    ...identityCalls(identities, policies),
    ...policyCalls(policies, identities),
    ...readCalls(identities, policies),
  };
  const fake = {
    identities,
    policies,
    calls: [] as string[],
    fault: () => {},
    lose: () => {},
  } as unknown as FakeIam;
  const wrapped = Object.entries(operations).map(([name, act]) => [
    name,
    async (input: Input) => {
      const number = fake.calls.push(name);
      await Promise.resolve();
      fake.fault(name, number);
      const answer = act(input);
      fake.lose(name, number);
      return answer;
    },
  ]);
  return Object.assign(fake, Object.fromEntries(wrapped)) as FakeIam;
}

type Identities = Map<string, StoredIdentity>;
type Policies = Map<string, StoredPolicy>;

const idOf = (kind: string, name: string) => `${kind} ${name.toLowerCase()}`;
const tagsOf = (list: readonly { Key: string; Value: string }[] = []) =>
  Object.fromEntries(list.map(({ Key, Value }) => [Key, Value]));
const listOf = (tags: Record<string, string>) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

function findIn(identities: Identities, kind: 'role' | 'user', input: Input): StoredIdentity {
  const found = identities.get(idOf(kind, input[kind === 'role' ? 'RoleName' : 'UserName'] ?? ''));
  if (found === undefined) throw awsError('NoSuchEntityException');
  return found;
}

/** The calls that roles and users have in common. */
function commonCalls(kind: 'role' | 'user', identities: Identities, policies: Policies) {
  const find = (input: Input) => findIn(identities, kind, input);
  return {
    create: (input: Input) => {
      const name: string = input[kind === 'role' ? 'RoleName' : 'UserName'] ?? '';
      if (identities.has(idOf(kind, name))) throw awsError('EntityAlreadyExistsException');
      const stored: StoredIdentity = {
        kind,
        name,
        path: input.Path ?? '/',
        tags: tagsOf(input.Tags),
        inline: {},
        attached: [],
        profiles: [],
        keys: 0,
      };
      if (input.PermissionsBoundary !== undefined) stored.boundary = input.PermissionsBoundary;
      if (kind === 'role') {
        stored.trust = input.AssumeRolePolicyDocument ?? '';
        stored.description = input.Description ?? '';
        stored.session = input.MaxSessionDuration ?? 3600;
      }
      identities.set(idOf(kind, name), stored);
    },
    remove: (input: Input) => {
      const found = find(input);
      const isHeld =
        Object.keys(found.inline).length + found.attached.length + found.profiles.length + found.keys > 0;
      if (isHeld) throw awsError('DeleteConflictException');
      identities.delete(idOf(kind, found.name));
    },
    tag: (input: Input) => void Object.assign(find(input).tags, tagsOf(input.Tags)),
    putBoundary: (input: Input) => void Object.assign(find(input), { boundary: input.PermissionsBoundary }),
    deleteBoundary: (input: Input) => void delete find(input).boundary,
    putPolicy: (input: Input) =>
      void Object.assign(find(input).inline, { [input.PolicyName ?? '']: input.PolicyDocument }),
    deletePolicy: (input: Input) => {
      const { inline } = find(input);
      if (!Object.hasOwn(inline, input.PolicyName ?? '')) throw awsError('NoSuchEntityException');
      delete inline[input.PolicyName ?? ''];
    },
    attach: (input: Input) => {
      const arn: string = input.PolicyArn ?? '';
      if (arn.includes(':123456789012:') && !policies.has(arn)) throw awsError('NoSuchEntityException');
      const found = find(input);
      found.attached = [...new Set([...found.attached, arn])];
    },
    detach: (input: Input) => {
      const found = find(input);
      if (!found.attached.includes(input.PolicyArn ?? '')) throw awsError('NoSuchEntityException');
      found.attached = found.attached.filter((arn) => arn !== input.PolicyArn);
    },
  };
}

function identityCalls(identities: Identities, policies: Policies) {
  const find = (kind: 'role' | 'user', input: Input) => findIn(identities, kind, input);
  const role = commonCalls('role', identities, policies);
  const user = commonCalls('user', identities, policies);
  return {
    createRole: role.create,
    deleteRole: role.remove,
    tagRole: role.tag,
    putRolePermissionsBoundary: role.putBoundary,
    deleteRolePermissionsBoundary: role.deleteBoundary,
    putRolePolicy: role.putPolicy,
    deleteRolePolicy: role.deletePolicy,
    attachRolePolicy: role.attach,
    detachRolePolicy: role.detach,
    createUser: user.create,
    deleteUser: user.remove,
    tagUser: user.tag,
    putUserPermissionsBoundary: user.putBoundary,
    deleteUserPermissionsBoundary: user.deleteBoundary,
    putUserPolicy: user.putPolicy,
    deleteUserPolicy: user.deletePolicy,
    attachUserPolicy: user.attach,
    detachUserPolicy: user.detach,
    updateRole: (input: Input) =>
      void Object.assign(find('role', input), {
        description: input.Description,
        session: input.MaxSessionDuration,
      }),
    updateAssumeRolePolicy: (input: Input) =>
      void Object.assign(find('role', input), { trust: input.PolicyDocument }),
    removeRoleFromInstanceProfile: (input: Input) => {
      const found = find('role', input);
      found.profiles = found.profiles.filter((name) => name !== input.InstanceProfileName);
    },
    getRole: (input: Input) => {
      const { path, tags, description, session } = find('role', input);
      return {
        Role: { Path: path, Tags: listOf(tags), Description: description, MaxSessionDuration: session },
      };
    },
    getUser: (input: Input) => {
      const { path, tags } = find('user', input);
      return { User: { Path: path, Tags: listOf(tags) } };
    },
    listAccessKeys: (input: Input) => ({
      AccessKeyMetadata: Array.from({ length: find('user', input).keys }, () => ({})),
    }),
  };
}

function policyCalls(policies: Policies, identities: Identities) {
  const find = ({ PolicyArn }: Input) => {
    const found = policies.get(PolicyArn ?? '');
    if (found === undefined) throw awsError('NoSuchEntityException');
    return found;
  };
  return {
    createPolicy: (input: Input) => {
      const { PolicyName = '', Path = '/', PolicyDocument = '', Tags } = input;
      const arn = `${ACCOUNT}policy${Path}${PolicyName}`;
      if (policies.has(arn)) throw awsError('EntityAlreadyExistsException');
      const versions = [{ id: 'v1', document: PolicyDocument }];
      policies.set(arn, { name: PolicyName, path: Path, tags: tagsOf(Tags), versions, next: 2 });
    },
    createPolicyVersion: (input: Input) => {
      const found = find(input);
      if (found.versions.length >= 5) throw awsError('LimitExceededException');
      found.versions.unshift({ id: `v${found.next++}`, document: input.PolicyDocument ?? '' });
    },
    deletePolicyVersion: (input: Input) => {
      const found = find(input);
      found.versions = found.versions.filter(({ id }) => id !== input.VersionId);
    },
    deletePolicy: (input: Input) => {
      const isAttached = [...identities.values()].some(({ attached }) =>
        attached.includes(input.PolicyArn ?? ''),
      );
      if (find(input).versions.length > 1 || isAttached) throw awsError('DeleteConflictException');
      policies.delete(input.PolicyArn ?? '');
    },
    getPolicy: (input: Input) => ({ Policy: { Tags: listOf(find(input).tags) } }),
  };
}

function readCalls(identities: Identities, policies: Policies) {
  const details = () => [
    ...[...identities.values()].map((one) => ({ kind: one.kind, detail: detailOf(one) })),
    ...[...policies].map(([Arn, { name, path, versions }]) => ({
      kind: 'policy' as const,
      detail: {
        Arn,
        PolicyName: name,
        Path: path,
        PolicyVersionList: versions.map(({ id, document }, index) => ({
          VersionId: id,
          IsDefaultVersion: index === 0,
          Document: encodeURIComponent(document),
        })),
      },
    })),
  ];
  return {
    getAccountAuthorizationDetails: ({ Marker = '0' }: Input) => {
      const start = Number(Marker);
      const page = details().slice(start, start + PAGE);
      const of = (wanted: string) => page.flatMap(({ kind, detail }) => (kind === wanted ? [detail] : []));
      const isTruncated = start + PAGE < details().length;
      return {
        RoleDetailList: of('role'),
        UserDetailList: of('user'),
        Policies: of('policy'),
        IsTruncated: isTruncated,
        ...(isTruncated && { Marker: String(start + PAGE) }),
      };
    },
  };
}

function detailOf(one: StoredIdentity) {
  const { kind, name, path, tags, inline, attached, boundary, trust, profiles } = one;
  const documents = Object.entries(inline).map(([PolicyName, document]) => ({
    PolicyName,
    PolicyDocument: encodeURIComponent(document),
  }));
  return {
    [kind === 'role' ? 'RoleName' : 'UserName']: name,
    Path: path,
    Arn: `${ACCOUNT}${kind}${path}${name}`,
    Tags: listOf(tags),
    [kind === 'role' ? 'RolePolicyList' : 'UserPolicyList']: documents,
    AttachedManagedPolicies: attached.map((PolicyArn) => ({ PolicyArn })),
    ...(boundary && { PermissionsBoundary: { PermissionsBoundaryArn: boundary } }),
    ...(trust && { AssumeRolePolicyDocument: encodeURIComponent(trust) }),
    InstanceProfileList: profiles.map((InstanceProfileName) => ({ InstanceProfileName })),
  };
}
