import { exportRoles, type Subject } from '@kfdist/iam';
import { READS_SECRETS, type RoleUse } from './role-uses.ts';
import type { PlannedRoles } from './roles.ts';
import { type TreeFile, textFile } from './tree-file.ts';

/** The files below `iam/`: the documents of each planned role, and a table of who uses what. */
export function roleFiles(roles: PlannedRoles): readonly TreeFile[] {
  if (roles.uses.length + roles.users.length === 0) return [];
  const documents = exportRoles(roles, 'json').files.filter(({ path }) => path !== 'README.md');
  return [...documents, { path: 'README.md', text: tableOfRoles(roles) }].map(({ path, text }) =>
    textFile(`iam/${path}`, text),
  );
}

function tableOfRoles({ owner, uses, users, elsewhere, waiting }: PlannedRoles): string {
  const waits = new Map(waiting.map(({ key, settings }) => [key, settings]));
  const kept = (key: string) => {
    if (elsewhere.includes(key)) return 'by you: it lies outside the path of this cluster';
    const settings = waits.get(key);
    return settings === undefined ? 'by `kfdist iam apply`' : `not yet: it waits for ${list(settings)}`;
  };
  const rows = uses.map((use) => [
    `\`${use.key}\``,
    use.chainedFrom === undefined ? use.subjects.map(accountOf).join('<br>') : `by \`${use.chainedFrom}\``,
    list(use.components),
    policiesOf(use),
    use.arn === '' ? '' : `\`${use.arn}\``,
    kept(use.key),
  ]);
  return [
    `# IAM roles of ${owner.clusterName}`,
    '',
    'The trust and the policy of each role that is kept for this cluster lie beside this file.',
    '',
    '| role | ServiceAccounts | for | policy | ARN | made |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
    '',
    ...tableOfUsers(users),
  ].join('\n');
}

function tableOfUsers(users: PlannedRoles['users']): readonly string[] {
  if (users.length === 0) return [];
  return [
    'Users are for what cannot assume a role. Each is made with its policy, never with a key.',
    '',
    '| user | ARN |',
    '| --- | --- |',
    ...users.map(({ key, arn }) => `| \`${key}\` | \`${arn}\` |`),
    '',
  ];
}

const list = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');
const accountOf = ({ namespace, serviceAccount }: Subject) => `\`${namespace}/${serviceAccount}\``;

function policiesOf({ policies, namespace }: RoleUse): string {
  if (policies.length === 0) return 'none';
  return policies
    .map((name) =>
      name === READS_SECRETS && namespace !== undefined ? `\`${name}\` of \`${namespace}\`` : `\`${name}\``,
    )
    .join(', ');
}
