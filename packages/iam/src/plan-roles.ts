import { type Diagnostic, hasErrors } from '@kfdist/diagnostics';
import { checkInput, checkRequest, checkUser } from './check-input.ts';
import { checkPolicy } from './check-policy.ts';
import { checkTrust } from './check-trust.ts';
import { report } from './codes.ts';
import { readPolicy } from './parse-policy.ts';
import { findPolicy, policies } from './policies.ts';
import { LIMITS, type PolicyDocument, policyDocument, policySize, type Statement } from './policy.ts';
import type { PolicyScope } from './policy-definition.ts';
import {
  type Chain,
  type Identity,
  type IdentitySpec,
  isScopedPolicy,
  type Owner,
  ownerTags,
  type RolePlan,
  type RolePlanInput,
  type RoleRequest,
  type RoleSpec,
  type UserRequest,
  type UserSpec,
} from './role.ts';
import { roleName } from './role-name.ts';
import { attachPolicies } from './role-policies.ts';
import { chainedTrust, irsaTrust, podIdentityTrust, subjectOf } from './trust.ts';

/**
 * The roles and users of a cluster: names, trust, policies, tags; and everything that is wrong with the input.
 *
 * @example
 * const { roles } = planRoles({
 *   partition: 'aws', region: 'eu-central-1', accountId: '123456789012', clusterName: 'example',
 *   oidcIssuer: 'https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE',
 *   scope: { hostedZoneIds: ['Z0123456789ABCDEFGHIJ'] },
 *   roles: [{
 *     key: 'external_dns', policies: ['external-dns'],
 *     subjects: [{ namespace: 'external-dns', serviceAccount: 'external-dns' }],
 *   }],
 * });
 * roles[0]?.arn; //=> 'arn:aws:iam::123456789012:role/kfdist/example/example-external_dns'
 */
export function planRoles(input: RolePlanInput): RolePlan {
  const { partition, accountId, region, clusterName, identity = 'irsa', users: wanted = [] } = input;
  const path = input.path ?? `/kfdist/${clusterName}/`;
  const owner: Owner = { partition, accountId, region, clusterName, path };
  const planning: Planning = { input, owner, identity, diagnostics: [...checkInput(input)] };
  const roles = input.roles.map((request) => planRole(request, planning));
  const users = wanted.map((request) => planUser(request, planning));
  planning.diagnostics.push(...checkNames([...roles, ...users]), ...checkSubjects(roles));
  const { diagnostics } = planning;
  return { owner, identity, roles, users, diagnostics };
}

/** The part of a plan that has grown so far. */
interface Planning {
  readonly input: RolePlanInput;
  readonly owner: Owner;
  readonly identity: Identity;
  readonly diagnostics: Diagnostic[];
}

function planRole(request: RoleRequest, planning: Planning): RoleSpec {
  const { key, subjects, description = `${planning.owner.clusterName}: ${key}` } = request;
  planning.diagnostics.push(...checkRequest(request));
  const identity = request.identity ?? planning.identity;
  const trust = policyDocument(trustStatements({ ...request, identity }, planning));
  planning.diagnostics.push(...checkRoleTrust(key, trust));
  return {
    ...identityOf(request, planning, 'role'),
    description,
    subjects,
    associations: identity === 'irsa' ? [] : subjects,
    trust,
    maxSessionDuration: request.maxSessionDuration ?? LIMITS.minimumSession,
  };
}

function planUser(request: UserRequest, planning: Planning): UserSpec {
  planning.diagnostics.push(...checkUser(request));
  return identityOf(request, planning, 'user');
}

function identityOf(
  request: UserRequest & Pick<RoleRequest, 'folder' | 'managedPolicyArns'>,
  planning: Planning,
  kind: 'role' | 'user',
): IdentitySpec {
  const { owner, input } = planning;
  const { key, managedPolicyArns = [] } = request;
  const { name, path } = placeOf(request, planning);
  const account = `arn:${owner.partition}:iam::${owner.accountId}:`;
  const attached = attachPolicies(documentsOf(request, planning), {
    key,
    name,
    inlineLimit: kind === 'role' ? LIMITS.roleInlineSize : LIMITS.userInlineSize,
    policyArn: `${account}policy${path}`,
    otherPolicies: managedPolicyArns.length,
  });
  planning.diagnostics.push(...attached.diagnostics);
  return {
    key,
    name,
    path,
    arn: `${account}${kind}${path}${name}`,
    policies: attached.policies,
    managedPolicyArns,
    ...(input.permissionsBoundary === undefined ? {} : { permissionsBoundary: input.permissionsBoundary }),
    tags: { ...input.tags, ...ownerTags(owner, key) },
  };
}

/** The name and path of a role or user. */
function placeOf(
  { key, folder, name, path }: Pick<RoleRequest, 'key' | 'folder' | 'name' | 'path'>,
  { input, owner }: Pick<Planning, 'input' | 'owner'>,
) {
  const { namePrefix, clusterName } = input;
  return {
    name: name ?? roleName(namePrefix ?? clusterName, key),
    path: path ?? (folder === undefined ? owner.path : `${owner.path}${folder}/`),
  };
}

function documentsOf(request: UserRequest, planning: Planning): readonly PolicyDocument[] {
  const { input, owner } = planning;
  const { partition, region, accountId, clusterName } = input;
  const scope: PolicyScope = {
    ...input.scope,
    ...request.scope,
    partition,
    region,
    accountId,
    clusterName,
    rolePath: owner.path,
  };
  const wanted = { request, planning };
  return request.policies.flatMap((policy) => {
    if (typeof policy === 'string') return namedPolicy(policy, scope, wanted);
    if (isScopedPolicy(policy)) return namedPolicy(policy.name, { ...scope, ...policy.scope }, wanted);
    return givenPolicy(policy, wanted);
  });
}

interface Wanted {
  readonly request: UserRequest;
  readonly planning: Planning;
}

function namedPolicy(
  policy: string,
  scope: PolicyScope,
  { request, planning }: Wanted,
): readonly PolicyDocument[] {
  const { key } = request;
  const built = findPolicy(policy)?.build(scope);
  if (built !== undefined && 'document' in built) return [built.document];
  planning.diagnostics.push(
    built === undefined
      ? report('UNKNOWN_POLICY', { args: { key, policy, known: Object.keys(policies).join(', ') } })
      : report('MISSING_SCOPE', { args: { key, policy, names: built.missing.join(', ') } }),
  );
  return [];
}

/** A document from outside is read and checked; ours are checked by their tests. */
function givenPolicy(policy: PolicyDocument, { request, planning }: Wanted): readonly PolicyDocument[] {
  const { document, diagnostics } = readPolicy(policy);
  const checked = document === undefined ? [] : checkPolicy(document, { limit: Number.POSITIVE_INFINITY });
  const { key } = request;
  planning.diagnostics.push(
    ...[...diagnostics, ...checked].map((found) => ({ ...found, args: { ...found.args, key } })),
  );
  return document === undefined ? [] : [document];
}

function trustStatements(
  request: RoleRequest & { readonly identity: Identity },
  planning: Planning,
): readonly Statement[] {
  const { input } = planning;
  const { subjects, chainedFrom, identity } = request;
  const { oidcIssuer } = input;
  const own = subjects.length > 0;
  return [
    ...(own && identity !== 'pod-identity' && oidcIssuer !== undefined
      ? [irsaTrust({ ...input, oidcIssuer, subjects })]
      : []),
    ...(own && identity !== 'irsa' ? podIdentityTrust({ ...input, subjects }) : []),
    ...(chainedFrom === undefined ? [] : [chainStatement(chainedFrom, planning)]),
  ];
}

function chainStatement(
  { role, namespace, stores }: Chain,
  { input, owner, diagnostics }: Planning,
): Statement {
  const operator = input.roles.find(({ key }) => key === role);
  const { name, path } = placeOf(operator ?? { key: role }, { input, owner });
  const { partition, accountId } = owner;
  const operatorRoleArn = `arn:${partition}:iam::${accountId}:role${path}${name}`;
  if (operator === undefined) {
    diagnostics.push(
      report('BAD_INPUT', {
        args: { name: 'chainedFrom', value: role, expected: 'the key of a planned role' },
      }),
    );
  }
  if (stores !== 'platform') {
    diagnostics.push(report('TRUST_FORGEABLE_CHAIN', { args: { principal: operatorRoleArn } }));
  }
  return chainedTrust({ partition, accountId, operatorRoleArn, namespace });
}

function checkRoleTrust(key: string, trust: PolicyDocument): readonly Diagnostic[] {
  const size = policySize(trust);
  const args = (limit: number) => ({ args: { key, size: String(size), limit: String(limit) } });
  const found = trust.Statement.length === 0 ? [] : checkTrust(trust);
  if (size > LIMITS.trustSizeMaximum) {
    return [...found, report('TRUST_TOO_LONG', args(LIMITS.trustSizeMaximum))];
  }
  return size > LIMITS.trustSize ? [...found, report('TRUST_OVER_QUOTA', args(LIMITS.trustSize))] : found;
}

function checkNames(specs: readonly IdentitySpec[]): readonly Diagnostic[] {
  const seen = new Map<string, IdentitySpec>();
  return specs.flatMap((spec) => {
    const { key, name } = spec;
    const id = `${spec.arn.includes(':user/') ? 'user' : 'role'} ${name.toLowerCase()}`;
    const first = seen.get(id);
    seen.set(id, first ?? spec);
    if (first === undefined) return [];
    if (first.key === key) return [report('DUPLICATE_ROLE_KEY', { args: { key } })];
    return [report('ROLE_NAME_TAKEN', { args: { first: first.key, second: key, name } })];
  });
}

function checkSubjects(roles: readonly RoleSpec[]): readonly Diagnostic[] {
  const seen = new Map<string, string>();
  return roles.flatMap(({ key, subjects }) =>
    [...new Set(subjects.map(subjectOf))].flatMap((subject) => {
      const first = seen.get(subject) ?? key;
      seen.set(subject, first);
      return first === key ? [] : [report('SUBJECT_OF_TWO_ROLES', { args: { subject, first, second: key } })];
    }),
  );
}

/** Whether a plan may be exported or applied. */
export function isSound(plan: RolePlan): boolean {
  return !hasErrors(plan.diagnostics);
}
