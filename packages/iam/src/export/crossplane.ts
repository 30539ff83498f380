import type { IdentitySpec, RolePlan, RoleSpec } from '../role.ts';
import { inlinePolicies, jsonText, ownManagedPolicies, type RoleExport } from './export-file.ts';
import { objectName } from './object-name.ts';
import { yamlText } from './yaml.ts';

/**
 * Namespaced objects for the AWS provider of Crossplane 2. Users get their policies by attachment, the provider has
 * none inside a user.
 *
 * @see https://marketplace.upbound.io/providers/upbound/provider-aws-iam
 */
export function exportCrossplane(plan: RolePlan): RoleExport {
  const objects = [
    ...plan.roles.flatMap((role) => [
      object(['iam', 'Role'], role.name, {
        assumeRolePolicy: jsonText(role.trust),
        description: role.description,
        maxSessionDuration: role.maxSessionDuration,
        ...identity(role),
        inlinePolicy: inline(role),
      }),
      ...policyObjects(role, { kind: 'Role', policies: ownManagedPolicies(role) }),
    ]),
    ...plan.users.flatMap((user) => [
      object(['iam', 'User'], user.name, identity(user)),
      ...policyObjects(user, {
        kind: 'User',
        policies: user.policies.map(({ name, document }) => ({ name: `${user.name}-${name}`, document })),
      }),
    ]),
    ...plan.roles.flatMap((role) => associations(role, plan)),
  ];
  return { files: [{ path: 'crossplane.yaml', text: yamlText(objects) }], diagnostics: [] };
}

type GroupKind = readonly [group: 'iam' | 'eks', kind: string];

function object([group, kind]: GroupKind, name: string, forProvider: unknown) {
  const annotations = NAMED.includes(kind) ? { 'crossplane.io/external-name': name } : undefined;
  const metadata = { name: objectName(name), annotations };
  return { apiVersion: `${group}.aws.m.upbound.io/v1beta1`, kind, metadata, spec: { forProvider } };
}

/** Kinds whose name in AWS is ours to choose. */
const NAMED = ['Role', 'User', 'Policy'];

function identity({ path, permissionsBoundary, tags }: IdentitySpec) {
  return { path, permissionsBoundary, tags };
}

function inline(role: RoleSpec) {
  const policies = inlinePolicies(role);
  return policies.length === 0
    ? undefined
    : policies.map(({ name, document }) => ({ name, policy: jsonText(document) }));
}

function policyObjects(
  spec: IdentitySpec,
  {
    kind,
    policies,
  }: {
    readonly kind: 'Role' | 'User';
    readonly policies: readonly { readonly name: string; readonly document: unknown }[];
  },
) {
  const holder = { [`${kind.toLowerCase()}Ref`]: { name: objectName(spec.name) } };
  const attach = (name: string, policy: unknown) =>
    object(['iam', `${kind}PolicyAttachment`], `${spec.name}-${name}`, { ...holder, ...Object(policy) });
  return [
    ...policies.flatMap(({ name, document }) => [
      object(['iam', 'Policy'], name, { path: spec.path, policy: jsonText(document), tags: spec.tags }),
      attach(name, { policyArnRef: { name: objectName(name) } }),
    ]),
    ...spec.managedPolicyArns.map((policyArn, index) => attach(`other-${index + 1}`, { policyArn })),
  ];
}

function associations(role: RoleSpec, { owner }: RolePlan) {
  const { clusterName, region } = owner;
  return role.associations.map(({ namespace, serviceAccount }) =>
    object(['eks', 'PodIdentityAssociation'], `${clusterName}-${namespace}-${serviceAccount}`, {
      region,
      clusterName,
      namespace,
      serviceAccount,
      roleArn: role.arn,
      tags: role.tags,
    }),
  );
}
