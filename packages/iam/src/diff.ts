import type { Diagnostic } from '@kfdist/diagnostics';
import type {
  IdentityKind,
  Observed,
  ObservedAssociation,
  ObservedIdentity,
  ObservedPolicy,
  RoleChange,
  Step,
} from './change.ts';
import { report } from './codes.ts';
import { associationName, diffAssociations, orphansOf, surplusOf } from './diff-associations.ts';
import { isObservedRole, updateOf } from './diff-identity.ts';
import { diffManagedPolicies, managedPoliciesOf } from './diff-policies.ts';
import { isOwned } from './owner.ts';
import { type IdentitySpec, OWNER_TAGS, type RolePlan } from './role.ts';

/** What may happen beside making roles as they should be. */
export interface DiffOptions {
  /** Names of roles, users and associations (`namespace/name`) that are taken over although they carry no tags of ours. */
  readonly adopt?: readonly string[];
  /** Keys of roles that a selected component uses; they are never deleted. */
  readonly inUse?: readonly string[];
}

/** What has to happen, and what must not. */
export interface RoleDiff {
  /** In the order in which they are to be made. */
  readonly changes: readonly RoleChange[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What has to happen so that an account has the roles of a plan, and no others of the same cluster.
 *
 * Roles without our tags are never changed or deleted. Documents are compared by what they mean.
 */
export function diffRoles(plan: RolePlan, observed: Observed, options: DiffOptions = {}): RoleDiff {
  const diagnostics: Diagnostic[] = [];
  const refuse: Refuse = (diagnostic) => diagnostics.push(diagnostic);
  const context = { plan, observed, options, refuse };
  const policies = diffManagedPolicies(managedPoliciesOf(plan), observed.policies, {
    owns: (policy: ObservedPolicy) => isOwned(plan.owner, policy.tags),
    refuse,
  });
  const changes = [
    ...policies.wanted,
    ...plan.roles.map((role) => diffWanted('role', role, context)),
    ...plan.users.map((user) => diffWanted('user', user, context)),
    ...diffSurplus('role', context),
    ...diffSurplus('user', context),
    ...diffOrphans(context),
    ...policies.surplus,
  ];
  return { changes, diagnostics };
}

type Refuse = (diagnostic: Diagnostic) => void;

interface DiffContext {
  readonly plan: RolePlan;
  readonly observed: Observed;
  readonly options: DiffOptions;
  readonly refuse: Refuse;
}

const KIND = { role: 'The role', user: 'The user', association: 'The association' } as const;

const observedOf = (kind: IdentityKind, observed: Observed): readonly ObservedIdentity[] =>
  kind === 'role' ? observed.roles : observed.users;

function diffWanted(kind: IdentityKind, spec: IdentitySpec, context: DiffContext): RoleChange {
  const { plan, observed, options, refuse } = context;
  const { name, path, arn } = spec;
  const found = observedOf(kind, observed).find((other) => other.name.toLowerCase() === name.toLowerCase());
  if (found === undefined) return withAssociations(creation(kind, spec, plan), spec, context);
  const refused: RoleChange = { kind, name, arn: found.arn, action: 'refused', differences: [], steps: [] };
  if (!isOwned(plan.owner, found.tags) && !options.adopt?.includes(name)) {
    refuse(report('ROLE_NOT_OWNED', { args: { kind: KIND[kind], name } }));
    return refused;
  }
  if (found.path !== path) {
    refuse(report('ROLE_ELSEWHERE', { args: { kind: KIND[kind], name, actual: found.path, path } }));
    return refused;
  }
  const { differences, steps } = updateOf(kind, spec, found);
  const action = steps.length === 0 ? 'unchanged' : 'update';
  return withAssociations({ kind, name, arn, action, differences, steps }, spec, context);
}

/** The change of a role together with that of its associations, which are nothing without it. */
function withAssociations(change: RoleChange, spec: IdentitySpec, context: DiffContext): RoleChange {
  const { plan, observed, options, refuse } = context;
  const role = change.kind === 'role' ? plan.roles.find(({ arn }) => arn === spec.arn) : undefined;
  if (role === undefined) return change;
  const adopt = options.adopt ?? [];
  const found = diffAssociations(role, { plan, observed: observed.associations, adopt });
  for (const name of found.foreign)
    refuse(report('ROLE_NOT_OWNED', { args: { kind: KIND.association, name } }));
  if (found.foreign.length > 0) return { ...change, action: 'refused', differences: [], steps: [] };
  const steps = [...found.before, ...change.steps, ...found.after];
  return {
    ...change,
    action: change.action === 'unchanged' && steps.length > 0 ? 'update' : change.action,
    differences: [...change.differences, ...found.differences],
    steps,
  };
}

function creation(kind: IdentityKind, spec: IdentitySpec, plan: RolePlan): RoleChange {
  const { key, name, arn } = spec;
  const role = kind === 'role' ? plan.roles.find((one) => one.key === key) : undefined;
  const { differences, steps } = updateOf(kind, spec, emptyOf(spec));
  return {
    kind,
    name,
    arn,
    action: 'create',
    differences: role ? [{ field: 'trust', after: role.trust }, ...differences] : differences,
    steps: [role ? { call: 'create-role', role } : { call: 'create-user', user: spec }, ...steps],
  };
}

/** What is there just after a role or user was made: everything but its policies. */
function emptyOf({ name, path, arn, tags, permissionsBoundary }: IdentitySpec): ObservedIdentity {
  return {
    name,
    path,
    arn,
    tags,
    inlinePolicies: {},
    managedPolicyArns: [],
    ...(permissionsBoundary === undefined ? {} : { permissionsBoundary }),
  };
}

/** Ours that are no longer wanted. */
function diffSurplus(kind: IdentityKind, context: DiffContext): readonly RoleChange[] {
  const { plan, observed, options, refuse } = context;
  const wanted = new Set((kind === 'role' ? plan.roles : plan.users).map(({ name }) => name.toLowerCase()));
  return observedOf(kind, observed)
    .filter(({ name, tags }) => !wanted.has(name.toLowerCase()) && isOwned(plan.owner, tags))
    .map((found) => {
      const { name, arn, tags } = found;
      const isInUse = options.inUse?.includes(tags[OWNER_TAGS.key] ?? '') === true;
      const hasKeys = kind === 'user' && 'hasAccessKeys' in found && found.hasAccessKeys === true;
      if (isInUse) refuse(report('ROLE_IN_USE', { args: { kind: KIND[kind], name } }));
      if (hasKeys) refuse(report('USER_HAS_KEYS', { args: { name } }));
      if (isInUse || hasKeys) return { kind, name, arn, action: 'refused', differences: [], steps: [] };
      const associations = surplusOf(arn, { plan, observed: observed.associations });
      const steps = [...associations.map(deleteAssociation), ...deletion(kind, found)];
      return { kind, name, arn, action: 'delete', differences: [], steps };
    });
}

const deleteAssociation = ({ id }: ObservedAssociation): Step => ({ call: 'delete-association', id });

/** Associations of ours whose role somebody deleted. */
function diffOrphans({ plan, observed, options, refuse }: DiffContext): readonly RoleChange[] {
  const roles = new Set([...plan.roles, ...observed.roles].map(({ arn }) => arn));
  return orphansOf(roles, { plan, observed: observed.associations }).map((found) => {
    const change = { kind: 'association', name: associationName(found), arn: found.arn } as const;
    if (options.inUse?.includes(found.tags[OWNER_TAGS.key] ?? '') === true) {
      refuse(report('ROLE_IN_USE', { args: { kind: KIND.association, name: change.name } }));
      return { ...change, action: 'refused', differences: [], steps: [] };
    }
    return { ...change, action: 'delete', differences: [], steps: [deleteAssociation(found)] };
  });
}

/** The order that IAM wants: a role goes when nothing is attached to it. */
function deletion(kind: IdentityKind, found: ObservedIdentity): RoleChange['steps'] {
  const { name, inlinePolicies, managedPolicyArns } = found;
  const target = { kind, name };
  const profiles = isObservedRole(found) ? found.instanceProfiles : [];
  return [
    ...profiles.map((profile) => ({ call: 'leave-instance-profile' as const, name, profile })),
    ...Object.keys(inlinePolicies).map((policy) => ({ call: 'delete-policy' as const, ...target, policy })),
    ...managedPolicyArns.map((arn) => ({ call: 'detach-policy' as const, ...target, arn })),
    { call: 'delete-identity', ...target },
  ];
}
