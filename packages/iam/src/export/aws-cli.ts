import type { IdentitySpec, RolePlan, RoleSpec } from '../role.ts';
import { inlinePolicies, ownManagedPolicies, type RoleExport } from './export-file.ts';

/**
 * A shell script of AWS CLI calls. It can be run again: what exists and carries our tags is brought up to date, what
 * exists without them ends it.
 *
 * @see https://docs.aws.amazon.com/cli/latest/reference/iam/
 */
export function exportAwsCli(plan: RolePlan): RoleExport {
  const associated = plan.roles.flatMap((role) => associationCalls(role, plan));
  const text = [
    ...preamble(plan),
    ...plan.roles.flatMap((role) => ['', `# ${role.key}`, ...roleCalls(role), ...policyCalls('role', role)]),
    ...plan.users.flatMap((user) => [
      '',
      `# ${user.key}`,
      ...ensure('user', user, createCall('user', user, [])),
      ...policyCalls('user', user),
    ]),
    ...(associated.length === 0 ? [] : ['', ...associated]),
    '',
  ].join('\n');
  return { files: [{ path: 'iam.sh', text, isExecutable: true }], diagnostics: [] };
}

function preamble({ owner }: RolePlan): readonly string[] {
  return [
    '#!/bin/sh',
    `# IAM roles of the cluster ${owner.clusterName}`,
    'set -eu',
    // The region says which partition's IAM is meant; the two generations of the CLI read different variables.
    `export AWS_REGION=${owner.region} AWS_DEFAULT_REGION=${owner.region}`,
    '',
    'owned() { # kind name: whether it carries our tags',
    `  [ "$(aws iam "list-$1-tags" "--$1-name" "$2" --query "Tags[?Key=='kfdist:cluster'].Value" --output text)" = ${quote(owner.clusterName)} ] &&`,
    `  [ "$(aws iam "list-$1-tags" "--$1-name" "$2" --query "Tags[?Key=='kfdist:region'].Value" --output text)" = ${quote(owner.region)} ]`,
    '}',
  ];
}

/** One word for the shell, whatever is in it. */
function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function call(words: readonly string[]): string {
  return ['aws', ...words].map(quote).join(' ');
}

const tagWords = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([Key, Value]) => JSON.stringify({ Key, Value }));

function createCall(kind: 'role' | 'user', spec: IdentitySpec, words: readonly string[]): string {
  const { name, path, tags, permissionsBoundary } = spec;
  const boundary = permissionsBoundary === undefined ? [] : ['--permissions-boundary', permissionsBoundary];
  const all = ['--path', path, ...words, ...boundary, '--tags', ...tagWords(tags)];
  return call(['iam', `create-${kind}`, `--${kind}-name`, name, ...all]);
}

function ensure(kind: 'role' | 'user', { name }: IdentitySpec, create: string): readonly string[] {
  const get = call(['iam', `get-${kind}`, `--${kind}-name`, name]);
  return [
    `if ${get} >/dev/null 2>&1; then`,
    `  owned ${kind} ${quote(name)} || { echo ${quote(`${kind} ${name} does not belong to this cluster`)} >&2; exit 1; }`,
    'else',
    `  ${create} >/dev/null`,
    'fi',
  ];
}

function roleCalls(role: RoleSpec): readonly string[] {
  const { name, description, maxSessionDuration } = role;
  const trust = JSON.stringify(role.trust);
  const words = ['--description', description, '--max-session-duration', String(maxSessionDuration)];
  const target = ['--role-name', name];
  return [
    ...ensure('role', role, createCall('role', role, ['--assume-role-policy-document', trust, ...words])),
    call(['iam', 'update-assume-role-policy', ...target, '--policy-document', trust]),
    call(['iam', 'update-role', ...target, ...words]),
  ];
}

function policyCalls(kind: 'role' | 'user', spec: IdentitySpec): readonly string[] {
  const target = [`--${kind}-name`, spec.name];
  const attach = (arn: string) => call(['iam', `attach-${kind}-policy`, ...target, '--policy-arn', arn]);
  return [
    ...inlinePolicies(spec).map(({ name, document }) =>
      call([
        'iam',
        `put-${kind}-policy`,
        ...target,
        '--policy-name',
        name,
        '--policy-document',
        JSON.stringify(document),
      ]),
    ),
    ...ownManagedPolicies(spec).flatMap(({ name, arn, document }) => {
      const text = ['--policy-document', JSON.stringify(document)];
      const create = ['--policy-name', name, '--path', spec.path, ...text, '--tags', ...tagWords(spec.tags)];
      return [
        `if ${call(['iam', 'get-policy', '--policy-arn', arn])} >/dev/null 2>&1; then`,
        `  ${dropVersions(arn)}`,
        `  ${call(['iam', 'create-policy-version', '--policy-arn', arn, ...text, '--set-as-default'])} >/dev/null`,
        'else',
        `  ${call(['iam', 'create-policy', ...create])} >/dev/null`,
        'fi',
        attach(arn),
      ];
    }),
    ...spec.managedPolicyArns.map(attach),
  ];
}

/** A policy has at most five versions; those before the present one are not needed. */
function dropVersions(arn: string): string {
  const target = ['--policy-arn', arn];
  const query = ['--query', 'Versions[?!IsDefaultVersion].VersionId', '--output', 'text'];
  const list = call(['iam', 'list-policy-versions', ...target, ...query]);
  const drop = `${call(['iam', 'delete-policy-version', ...target])} --version-id "$version"`;
  return `for version in $(${list}); do ${drop}; done`;
}

function associationCalls(role: RoleSpec, { owner }: RolePlan): readonly string[] {
  const { clusterName, region } = owner;
  const common = ['--region', region, '--cluster-name', clusterName];
  const own = ['--role-arn', role.arn, '--tags', JSON.stringify(role.tags)];
  return role.associations.map(({ namespace, serviceAccount }) => {
    const pair = ['--namespace', namespace, '--service-account', serviceAccount];
    const list = [...common, ...pair, '--query', 'associations[].associationId', '--output', 'text'];
    const create = [...common, ...pair, ...own];
    return `[ -n "$(${call(['eks', 'list-pod-identity-associations', ...list])})" ] || ${call(['eks', 'create-pod-identity-association', ...create])} >/dev/null`;
  });
}
