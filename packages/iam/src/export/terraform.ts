import { isRecord } from '../parse-policy.ts';
import type { IdentitySpec, RolePlan, RoleSpec } from '../role.ts';
import {
  distinctNames,
  inlinePolicies,
  jsonText,
  ownManagedPolicies,
  type RoleExport,
} from './export-file.ts';

type Resources = Record<string, Record<string, unknown>>;

/**
 * A Terraform configuration in JSON. Policies are resources of their own, because `inline_policy` and
 * `managed_policy_arns` of a role remove whatever others attach.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role
 */
export function exportTerraform(plan: RolePlan): RoleExport {
  const resource: Resources = {};
  const add = (type: string, name: string, body: unknown) => {
    resource[type] = { ...resource[type], [name]: body };
  };
  const roleNames = resourceNames('role', plan.roles);
  for (const role of plan.roles) {
    const name = roleNames.get(role.key) ?? role.key;
    add('aws_iam_role', name, roleBody(role));
    addPolicies('role', name, { spec: role, add });
    addAssociations(name, { role, plan, add });
  }
  const userNames = resourceNames('user', plan.users);
  for (const user of plan.users) {
    const name = userNames.get(user.key) ?? user.key;
    const { path, tags, permissionsBoundary } = user;
    add('aws_iam_user', name, { name: user.name, path, permissions_boundary: permissionsBoundary, tags });
    addPolicies('user', name, { spec: user, add });
  }
  return { files: [{ path: 'iam.tf.json', text: jsonText(escapeTemplates({ resource })) }], diagnostics: [] };
}

function resourceNames(kind: 'role' | 'user', specs: readonly IdentitySpec[]): ReadonlyMap<string, string> {
  const keys = specs.map(({ key }) => key);
  return distinctNames(
    keys,
    (key) => `${/^[A-Za-z]/.test(key) ? '' : `${kind}_`}${key.replaceAll(/\W/g, '_')}`,
  );
}

type Add = (type: string, name: string, body: unknown) => void;

function roleBody({
  name,
  path,
  description,
  trust,
  maxSessionDuration,
  permissionsBoundary,
  tags,
}: RoleSpec) {
  return {
    name,
    path,
    description,
    assume_role_policy: JSON.stringify(trust),
    max_session_duration: maxSessionDuration,
    permissions_boundary: permissionsBoundary,
    tags,
  };
}

function addPolicies(
  kind: 'role' | 'user',
  name: string,
  { spec, add }: { readonly spec: IdentitySpec; readonly add: Add },
): void {
  const holder = reference(`aws_iam_${kind}.${name}.name`);
  for (const policy of inlinePolicies(spec)) {
    const body = { name: policy.name, [kind]: holder, policy: JSON.stringify(policy.document) };
    add(`aws_iam_${kind}_policy`, name, body);
  }
  ownManagedPolicies(spec).forEach((policy, index) => {
    const own = `${name}_${index + 1}`;
    const { path, tags } = spec;
    add('aws_iam_policy', own, { name: policy.name, path, policy: JSON.stringify(policy.document), tags });
    const policy_arn = reference(`aws_iam_policy.${own}.arn`);
    add(`aws_iam_${kind}_policy_attachment`, own, { [kind]: holder, policy_arn });
  });
  spec.managedPolicyArns.forEach((arn, index) => {
    add(`aws_iam_${kind}_policy_attachment`, `${name}_other_${index + 1}`, {
      [kind]: holder,
      policy_arn: arn,
    });
  });
}

function addAssociations(
  name: string,
  { role, plan, add }: { readonly role: RoleSpec; readonly plan: RolePlan; readonly add: Add },
): void {
  role.associations.forEach(({ namespace, serviceAccount }, index) => {
    add('aws_eks_pod_identity_association', role.associations.length === 1 ? name : `${name}_${index + 1}`, {
      cluster_name: plan.owner.clusterName,
      namespace,
      service_account: serviceAccount,
      role_arn: reference(`aws_iam_role.${name}.arn`),
      tags: role.tags,
    });
  });
}

/** An expression of Terraform, told from texts that only look like one. */
interface Reference {
  readonly expression: string;
}

const reference = (expression: string): Reference => ({ expression });

const isReference = (value: unknown): value is Reference =>
  isRecord(value) && Object.keys(value).join() === 'expression';

/** In JSON configurations every text is a template: what policies write as `${...}` needs a second dollar sign. */
function escapeTemplates(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(/[$%](?=\{)/g, '$&$&');
  if (isReference(value)) return `\${${value.expression}}`;
  if (Array.isArray(value)) return value.map(escapeTemplates);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, escapeTemplates(item)]));
}
