import type { IdentitySpec, RolePlan, RoleSpec } from '../role.ts';
import {
  distinctNames,
  inlinePolicies,
  jsonText,
  ownManagedPolicies,
  type RoleExport,
} from './export-file.ts';

type Resource = readonly [id: string, body: { readonly Type: string; readonly Properties: unknown }];

/**
 * A CloudFormation template. It names its roles, so a stack of it needs `CAPABILITY_NAMED_IAM`.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html
 */
export function exportCloudFormation(plan: RolePlan): RoleExport {
  const { roles, users, owner } = plan;
  const roleIds = distinctNames(
    roles.map(({ key }) => key),
    (key) => `Role${pascal(key)}`,
  );
  const userIds = distinctNames(
    users.map(({ key }) => key),
    (key) => `User${pascal(key)}`,
  );
  const resources: readonly Resource[] = [
    ...roles.flatMap((role) => roleResources(roleIds.get(role.key) ?? role.key, role, plan)),
    ...users.flatMap((user) => {
      const id = userIds.get(user.key) ?? user.key;
      const body = { Type: 'AWS::IAM::User', Properties: { UserName: user.name, ...identity(id, user) } };
      return [[id, body] as const, ...policyResources(id, user)];
    }),
  ];
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `IAM roles of the cluster ${owner.clusterName}`,
    Resources: Object.fromEntries(resources),
  };
  return { files: [{ path: 'iam.template.json', text: jsonText(template) }], diagnostics: [] };
}

function pascal(key: string): string {
  return key
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}

function roleResources(id: string, role: RoleSpec, plan: RolePlan): readonly Resource[] {
  const Properties = {
    RoleName: role.name,
    Description: role.description,
    AssumeRolePolicyDocument: role.trust,
    MaxSessionDuration: role.maxSessionDuration,
    ...identity(id, role),
  };
  return [
    [id, { Type: 'AWS::IAM::Role', Properties }],
    ...policyResources(id, role),
    ...associations(id, role, plan),
  ];
}

function identity(id: string, spec: IdentitySpec) {
  const own = ownManagedPolicies(spec).map((_, index) => ({ Ref: `${id}Policy${index + 1}` }));
  const managed = [...own, ...spec.managedPolicyArns];
  const inline = inlinePolicies(spec);
  return {
    Path: spec.path,
    PermissionsBoundary: spec.permissionsBoundary,
    ManagedPolicyArns: managed.length === 0 ? undefined : managed,
    Policies:
      inline.length === 0
        ? undefined
        : inline.map(({ name, document }) => ({ PolicyName: name, PolicyDocument: document })),
    Tags: tagList(spec.tags),
  };
}

const tagList = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

function policyResources(id: string, spec: IdentitySpec): readonly Resource[] {
  return ownManagedPolicies(spec).map(({ name, document }, index) => [
    `${id}Policy${index + 1}`,
    {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { ManagedPolicyName: name, Path: spec.path, PolicyDocument: document },
    },
  ]);
}

function associations(id: string, role: RoleSpec, { owner }: RolePlan): readonly Resource[] {
  return role.associations.map(({ namespace, serviceAccount }, index) => [
    `${id}Association${index + 1}`,
    {
      Type: 'AWS::EKS::PodIdentityAssociation',
      Properties: {
        ClusterName: owner.clusterName,
        Namespace: namespace,
        ServiceAccount: serviceAccount,
        RoleArn: { 'Fn::GetAtt': [id, 'Arn'] },
        Tags: tagList(role.tags),
      },
    },
  ]);
}
