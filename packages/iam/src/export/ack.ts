import type { IdentitySpec, RolePlan, RoleSpec } from '../role.ts';
import { inlinePolicies, jsonText, ownManagedPolicies, type RoleExport } from './export-file.ts';
import { objectName } from './object-name.ts';
import { yamlText } from './yaml.ts';

/**
 * Objects for the IAM and EKS controllers of AWS Controllers for Kubernetes.
 *
 * @see https://aws-controllers-k8s.github.io/community/reference/iam/v1alpha1/role/
 */
export function exportAck(plan: RolePlan): RoleExport {
  const objects = [
    ...[...plan.roles, ...plan.users].flatMap(policyObjects),
    ...plan.roles.map((role) =>
      object(['iam', 'Role'], role, {
        assumeRolePolicyDocument: jsonText(role.trust),
        description: role.description,
        maxSessionDuration: role.maxSessionDuration,
        ...identity(role),
      }),
    ),
    ...plan.users.map((user) => object(['iam', 'User'], user, identity(user))),
    ...plan.roles.flatMap((role) => associations(role, plan)),
  ];
  return { files: [{ path: 'ack.yaml', text: yamlText(objects) }], diagnostics: [] };
}

type GroupKind = readonly [group: 'iam' | 'eks', kind: string];

function object([group, kind]: GroupKind, { name }: { readonly name: string }, spec: unknown) {
  const metadata = { name: objectName(name) };
  return { apiVersion: `${group}.services.k8s.aws/v1alpha1`, kind, metadata, spec };
}

const tagList = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([key, value]) => ({ key, value }));

function identity(spec: IdentitySpec) {
  const inline = inlinePolicies(spec);
  const own = ownManagedPolicies(spec);
  return {
    name: spec.name,
    path: spec.path,
    permissionsBoundary: spec.permissionsBoundary,
    inlinePolicies:
      inline.length === 0
        ? undefined
        : Object.fromEntries(inline.map(({ name, document }) => [name, jsonText(document)])),
    policies: spec.managedPolicyArns.length === 0 ? undefined : spec.managedPolicyArns,
    policyRefs: own.length === 0 ? undefined : own.map(({ name }) => ({ from: { name: objectName(name) } })),
    tags: tagList(spec.tags),
  };
}

function policyObjects(spec: IdentitySpec) {
  return ownManagedPolicies(spec).map(({ name, document }) =>
    object(
      ['iam', 'Policy'],
      { name },
      { name, path: spec.path, policyDocument: jsonText(document), tags: tagList(spec.tags) },
    ),
  );
}

function associations(role: RoleSpec, { owner }: RolePlan) {
  return role.associations.map(({ namespace, serviceAccount }) =>
    object(
      ['eks', 'PodIdentityAssociation'],
      { name: `${owner.clusterName}-${namespace}-${serviceAccount}` },
      {
        clusterName: owner.clusterName,
        namespace,
        serviceAccount,
        roleARN: role.arn,
        tags: role.tags,
      },
    ),
  );
}
