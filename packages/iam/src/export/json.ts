import type { RolePlan, RoleSpec, UserSpec } from '../role.ts';
import { subjectOf } from '../trust.ts';
import { type ExportFile, jsonText, type RoleExport } from './export-file.ts';

/** The documents as files, `<key>.trust.json` and `<key>.policy.json`, and a table of who uses what. */
export function exportJson(plan: RolePlan): RoleExport {
  const files = [
    ...plan.roles.flatMap((role) => [
      { path: `${role.key}.trust.json`, text: jsonText(role.trust) },
      ...policyFiles(role.key, role),
    ]),
    ...plan.users.flatMap((user) => policyFiles(user.key, user)),
    { path: 'README.md', text: table(plan) },
  ];
  return { files, diagnostics: [] };
}

function policyFiles(key: string, { policies }: RoleSpec | UserSpec): readonly ExportFile[] {
  return policies.map(({ document }, index) => ({
    path: policies.length === 1 ? `${key}.policy.json` : `${key}.policy-${index + 1}.json`,
    text: jsonText(document),
  }));
}

function table({ roles, users, owner }: RolePlan): string {
  const rows = [
    ...roles.map((role) => [
      `\`${role.key}\``,
      role.subjects.map((one) => `\`${subjectOf(one)}\``).join('<br>'),
      `\`${role.arn}\``,
    ]),
    ...users.map((user) => [`\`${user.key}\``, 'IAM user', `\`${user.arn}\``]),
  ];
  return [
    `# IAM roles of ${owner.clusterName}`,
    '',
    '| key | who assumes it | ARN |',
    '| --- | --- | --- |',
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
    '',
  ].join('\n');
}
