import type { Diagnostic } from '@kfdist/diagnostics';
import { report } from '../codes.ts';
import { mergePolicies } from '../merge-policies.ts';
import type { RolePlan, RoleSpec } from '../role.ts';
import type { RoleExport } from './export-file.ts';
import { yamlText } from './yaml.ts';

/**
 * A ClusterConfig for `eksctl create iamserviceaccount` or `eksctl create podidentityassociation`. eksctl makes the
 * trust itself, one role for one ServiceAccount, at the path `/`.
 *
 * @see https://eksctl.io/usage/schema/
 */
export function exportEksctl(plan: RolePlan): RoleExport {
  const { owner, roles, users, identity } = plan;
  const fitting = roles.filter(({ subjects }) => subjects.length === 1);
  const isAssociated = ({ associations }: RoleSpec) => identity === 'pod-identity' && associations.length > 0;
  const annotated = fitting.filter((role) => !isAssociated(role));
  const associated = fitting.filter(isAssociated);
  const config = {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: owner.clusterName, region: owner.region },
    iam: {
      ...(annotated.length === 0
        ? {}
        : { withOIDC: true, serviceAccounts: annotated.flatMap(serviceAccount) }),
      ...(associated.length === 0 ? {} : { podIdentityAssociations: associated.flatMap(association) }),
    },
  };
  const leftOut = [
    ...roles
      .filter((role) => !fitting.includes(role))
      .map(({ key }) => [key, 'it has not exactly one ServiceAccount']),
    ...users.map(({ key }) => [key, 'it is a user']),
  ];
  return {
    files: [{ path: 'eksctl.yaml', text: yamlText([config]) }],
    diagnostics: [
      ...(annotated.length === 0 ? [] : pathNote(plan)),
      ...leftOut.map(([key = '', reason = '']) => leavesOut(key, reason)),
    ],
  };
}

function leavesOut(key: string, reason: string): Diagnostic {
  return report('EXPORT_LEAVES_OUT', { args: { format: 'eksctl', what: key, reason } });
}

function pathNote({ owner }: RolePlan): readonly Diagnostic[] {
  if (owner.path === '/') return [];
  return [
    leavesOut(
      `the path ${owner.path}`,
      'its roles lie at /; with the path / (iam.role_path) annotations say so too',
    ),
  ];
}

function attached({ policies, managedPolicyArns }: RoleSpec) {
  const document = mergePolicies(policies.map((policy) => policy.document));
  return {
    document: policies.length === 0 ? undefined : document,
    arns: managedPolicyArns.length === 0 ? undefined : managedPolicyArns,
  };
}

function serviceAccount(role: RoleSpec) {
  const { document, arns } = attached(role);
  return role.subjects.map((subject) => ({
    metadata: { name: subject.serviceAccount, namespace: subject.namespace },
    roleName: role.name,
    roleOnly: true,
    attachPolicy: document,
    attachPolicyARNs: arns,
    permissionsBoundary: role.permissionsBoundary,
    tags: role.tags,
  }));
}

function association(role: RoleSpec) {
  const { document, arns } = attached(role);
  return role.subjects.map((subject) => ({
    namespace: subject.namespace,
    serviceAccountName: subject.serviceAccount,
    roleName: role.name,
    permissionPolicy: document,
    permissionPolicyARNs: arns,
    permissionsBoundaryARN: role.permissionsBoundary,
    tags: role.tags,
  }));
}
