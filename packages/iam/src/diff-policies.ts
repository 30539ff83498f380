import type { Diagnostic } from '@kfdist/diagnostics';
import type { ManagedPolicySpec, ObservedPolicy, RoleChange } from './change.ts';
import { report } from './codes.ts';
import { decodePolicy, equalPolicies } from './compare-policies.ts';
import { LIMITS } from './policy.ts';
import { ownerTags, type RolePlan } from './role.ts';

/** The managed policies that the roles and users of a plan need. */
export function managedPoliciesOf({ roles, users, owner }: RolePlan): readonly ManagedPolicySpec[] {
  return [...roles, ...users].flatMap(({ policies, path, key }) =>
    policies.flatMap(({ name, arn, document }) =>
      arn === undefined ? [] : [{ name, path, arn, document, tags: ownerTags(owner, key) }],
    ),
  );
}

/** Changes before the roles that need the policies, and after those that did. */
interface PolicyChanges {
  readonly wanted: readonly RoleChange[];
  readonly surplus: readonly RoleChange[];
}

/** What has to happen to managed policies. */
export function diffManagedPolicies(
  specs: readonly ManagedPolicySpec[],
  observed: readonly ObservedPolicy[],
  {
    owns,
    refuse,
  }: { readonly owns: (policy: ObservedPolicy) => boolean; readonly refuse: (found: Diagnostic) => void },
): PolicyChanges {
  const arns = new Set(specs.map(({ arn }) => arn));
  return {
    wanted: specs.map((spec) => {
      const found = observed.find(({ arn }) => arn === spec.arn);
      if (found === undefined || owns(found)) return diffPolicy(spec, found);
      const { name, arn } = spec;
      refuse(report('ROLE_NOT_OWNED', { args: { kind: 'The policy', name } }));
      return { kind: 'policy', name, arn, action: 'refused', differences: [], steps: [] };
    }),
    surplus: observed
      .filter((policy) => !arns.has(policy.arn) && owns(policy))
      .map(({ name, arn, otherVersions }) => ({
        kind: 'policy',
        name,
        arn,
        action: 'delete',
        differences: [],
        steps: [{ call: 'delete-managed-policy', arn, versions: otherVersions }],
      })),
  };
}

function diffPolicy(spec: ManagedPolicySpec, found: ObservedPolicy | undefined): RoleChange {
  const { name, arn, document } = spec;
  const change = { kind: 'policy', name, arn } as const;
  if (found === undefined) {
    const differences = [{ field: 'document', after: document }];
    const step = { call: 'create-managed-policy', policy: spec } as const;
    return { ...change, action: 'create', differences, steps: [step] };
  }
  if (equalPolicies(found.document, document)) {
    return { ...change, action: 'unchanged', differences: [], steps: [] };
  }
  const room = LIMITS.managedPolicyVersions - 2;
  const surplus = found.otherVersions.slice(0, Math.max(0, found.otherVersions.length - room));
  return {
    ...change,
    action: 'update',
    differences: [{ field: 'document', before: decodePolicy(found.document), after: document }],
    steps: [{ call: 'update-managed-policy', policy: spec, surplus }],
  };
}
