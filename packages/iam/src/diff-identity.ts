import type { Difference, IdentityKind, ObservedIdentity, ObservedRole, Step } from './change.ts';
import { decodePolicy, equalPolicies } from './compare-policies.ts';
import type { IdentitySpec, RoleSpec } from './role.ts';

/** What is different, and the steps that make it equal. */
interface Update {
  readonly differences: readonly Difference[];
  readonly steps: readonly Step[];
}

/** A difference with its step and when to take it. */
interface Deviation {
  readonly stage: keyof typeof STAGES;
  readonly difference: Difference;
  readonly step: Step;
}

/** At no moment may a role do more than before or after: limits and removals come first, additions last. */
const STAGES = { own: 0, limit: 1, remove: 2, trust: 3, add: 4, describe: 5, unlimit: 6 } as const;

/** What makes a role or user that was found as it should be. Tags of others are left alone. */
export function updateOf(kind: IdentityKind, spec: IdentitySpec, found: ObservedIdentity): Update {
  const deviations = [
    ...diffTags(kind, spec, found),
    ...diffBoundary(kind, spec, found),
    ...diffInline(kind, spec, found),
    ...diffManaged(kind, spec, found),
    ...(isRoleSpec(spec) && isObservedRole(found) ? diffRole(spec, found) : []),
  ].toSorted((a, b) => STAGES[a.stage] - STAGES[b.stage]);
  return {
    differences: deviations.map(({ difference }) => difference),
    steps: [...new Set(deviations.map(({ step }) => step))],
  };
}

/** Whether what was found is a role. */
export function isObservedRole(found: ObservedIdentity): found is ObservedRole {
  return 'trust' in found;
}

const isRoleSpec = (spec: IdentitySpec): spec is RoleSpec => 'trust' in spec;

function diffTags(
  kind: IdentityKind,
  { name, tags }: IdentitySpec,
  found: ObservedIdentity,
): readonly Deviation[] {
  return Object.entries(tags)
    .filter(([key, value]) => found.tags[key] !== value)
    .map(([key, value]) => ({
      stage: 'own',
      difference: { field: `tag ${key}`, before: found.tags[key], after: value },
      step: { call: 'tag', kind, name, tags: { [key]: value } },
    }));
}

function diffBoundary(kind: IdentityKind, spec: IdentitySpec, found: ObservedIdentity): readonly Deviation[] {
  const { name, permissionsBoundary: after } = spec;
  const before = found.permissionsBoundary;
  if (before === after) return [];
  const difference = { field: 'permissions boundary', before, after };
  return after === undefined
    ? [{ stage: 'unlimit', difference, step: { call: 'delete-boundary', kind, name } }]
    : [{ stage: 'limit', difference, step: { call: 'put-boundary', kind, name, arn: after } }];
}

function diffInline(kind: IdentityKind, spec: IdentitySpec, found: ObservedIdentity): readonly Deviation[] {
  const target = { kind, name: spec.name };
  const wanted = spec.policies.filter(({ attach }) => attach === 'inline');
  const surplus = Object.entries(found.inlinePolicies).filter(
    ([policy]) => !wanted.some(({ name }) => name === policy),
  );
  return [
    ...surplus.map(
      ([policy, document]): Deviation => ({
        stage: 'remove',
        difference: { field: `policy ${policy}`, before: decodePolicy(document) },
        step: { call: 'delete-policy', ...target, policy },
      }),
    ),
    ...wanted
      .filter(({ name, document }) => !equalPolicies(found.inlinePolicies[name], document))
      .map(
        ({ name: policy, document }): Deviation => ({
          stage: 'add',
          difference: {
            field: `policy ${policy}`,
            before: decodePolicy(found.inlinePolicies[policy]),
            after: document,
          },
          step: { call: 'put-policy', ...target, policy, document },
        }),
      ),
  ];
}

function diffManaged(kind: IdentityKind, spec: IdentitySpec, found: ObservedIdentity): readonly Deviation[] {
  const target = { kind, name: spec.name };
  const own = spec.policies.flatMap(({ arn }) => arn ?? []);
  const wanted = [...new Set([...own, ...spec.managedPolicyArns])];
  return [
    ...found.managedPolicyArns
      .filter((arn) => !wanted.includes(arn))
      .map(
        (arn): Deviation => ({
          stage: 'remove',
          difference: { field: 'managed policy', before: arn },
          step: { call: 'detach-policy', ...target, arn },
        }),
      ),
    ...wanted
      .filter((arn) => !found.managedPolicyArns.includes(arn))
      .map(
        (arn): Deviation => ({
          stage: 'add',
          difference: { field: 'managed policy', after: arn },
          step: { call: 'attach-policy', ...target, arn },
        }),
      ),
  ];
}

function diffRole(spec: RoleSpec, found: ObservedRole): readonly Deviation[] {
  const { name, trust, description, maxSessionDuration } = spec;
  const step: Step = { call: 'update-role', name, description, maxSessionDuration };
  const fields = [
    { field: 'description', before: found.description, after: description },
    { field: 'maximum session', before: found.maxSessionDuration, after: maxSessionDuration },
  ].filter(({ before, after }) => before !== undefined && before !== after);
  const deviations = fields.map((difference): Deviation => ({ stage: 'describe', difference, step }));
  if (equalPolicies(found.trust, trust)) return deviations;
  const difference = { field: 'trust', before: decodePolicy(found.trust), after: trust };
  return [
    { stage: 'trust', difference, step: { call: 'update-trust', name, document: trust } },
    ...deviations,
  ];
}
