import type { AssociationSpec, Difference, ObservedAssociation, Step } from './change.ts';
import { isOwned } from './owner.ts';
import type { RolePlan, RoleSpec } from './role.ts';
import type { Subject } from './trust.ts';

/** What has to happen to the associations of one role: some of it before the role itself changes, the rest after. */
export interface AssociationUpdate {
  readonly differences: readonly Difference[];
  readonly before: readonly Step[];
  readonly after: readonly Step[];
  /** Associations of others that stand where ours should. */
  readonly foreign: readonly string[];
}

/** How people name an association. */
export function associationName({ namespace, serviceAccount }: Subject): string {
  return `${namespace}/${serviceAccount}`;
}

/** What is wanted, what is there, and whose it is. */
export interface AssociationContext {
  readonly plan: RolePlan;
  readonly observed: readonly ObservedAssociation[];
  /** Names of associations that are taken over although they carry no tags of ours. */
  readonly adopt: readonly string[];
}

/** What makes the associations of a role as they should be: one for each of its ServiceAccounts, and no others of ours. */
export function diffAssociations(role: RoleSpec, context: AssociationContext): AssociationUpdate {
  const { plan, observed, adopt } = context;
  const wanted = role.associations.map((subject): AssociationSpec => {
    const { namespace, serviceAccount } = subject;
    return { namespace, serviceAccount, roleArn: role.arn, tags: role.tags };
  });
  const pairs = wanted.map((spec) => ({ spec, found: observed.find((one) => isSame(one, spec)) }));
  const foreign = pairs.flatMap(({ found }) =>
    found === undefined || isOwned(plan.owner, found.tags) || adopt.includes(associationName(found))
      ? []
      : [associationName(found)],
  );
  const updates = pairs.map(({ spec, found }) =>
    found === undefined ? creation(spec) : update(spec, found),
  );
  const surplus = surplusOf(role.arn, context);
  return {
    differences: [...surplus.map(removal), ...updates.flatMap(({ differences }) => differences)],
    before: surplus.map(({ id }) => ({ call: 'delete-association', id })),
    after: updates.flatMap(({ steps }) => steps),
    foreign,
  };
}

/** Ours that lead to a role and that no ServiceAccount of the plan wants. */
export function surplusOf(
  roleArn: string,
  { plan, observed }: Omit<AssociationContext, 'adopt'>,
): readonly ObservedAssociation[] {
  return observed.filter(
    (one) => one.roleArn === roleArn && isOwned(plan.owner, one.tags) && !isWanted(one, plan),
  );
}

/** Ours that no ServiceAccount of the plan wants, of roles that are not there. */
export function orphansOf(
  roleArns: ReadonlySet<string>,
  { plan, observed }: Omit<AssociationContext, 'adopt'>,
): readonly ObservedAssociation[] {
  return observed.filter(
    (one) => !roleArns.has(one.roleArn) && isOwned(plan.owner, one.tags) && !isWanted(one, plan),
  );
}

const isSame = (a: Subject, b: Subject) =>
  a.namespace === b.namespace && a.serviceAccount === b.serviceAccount;

const isWanted = (one: Subject, { roles }: RolePlan) =>
  roles.some(({ associations }) => associations.some((subject) => isSame(subject, one)));

const fieldOf = (subject: Subject) => `association ${associationName(subject)}`;

function removal(found: ObservedAssociation): Difference {
  return { field: fieldOf(found), before: found.roleArn };
}

interface Update {
  readonly differences: readonly Difference[];
  readonly steps: readonly Step[];
}

function creation(association: AssociationSpec): Update {
  return {
    differences: [{ field: fieldOf(association), after: association.roleArn }],
    steps: [{ call: 'create-association', association }],
  };
}

/** Another role is put in its place; what narrows or redirects the credentials goes only with the association. */
function update(spec: AssociationSpec, found: ObservedAssociation): Update {
  const { id, arn } = found;
  if (!found.isPlain) {
    const { differences, steps } = creation(spec);
    const before = `${found.roleArn} without session tags, or for another role`;
    return {
      differences: differences.map((difference) => ({ ...difference, before })),
      steps: [{ call: 'delete-association', id }, ...steps],
    };
  }
  const tags = Object.fromEntries(
    Object.entries(spec.tags).filter(([key, value]) => found.tags[key] !== value),
  );
  const isTagged = Object.keys(tags).length === 0;
  const isOfRole = found.roleArn === spec.roleArn;
  return {
    differences: [
      ...Object.entries(tags).map(([key, after]) => ({
        field: `${fieldOf(spec)} tag ${key}`,
        before: found.tags[key],
        after,
      })),
      ...(isOfRole ? [] : [{ field: fieldOf(spec), before: found.roleArn, after: spec.roleArn }]),
    ],
    steps: [
      ...(isTagged ? [] : [{ call: 'tag-association', arn, tags } as const]),
      ...(isOfRole ? [] : [{ call: 'update-association', id, roleArn: spec.roleArn } as const]),
    ],
  };
}
