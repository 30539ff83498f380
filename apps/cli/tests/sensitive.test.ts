/** No output of any command holds the value of a sensitive setting, whatever characters it has and wherever it is used. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kfdist } from './command.ts';
import { SETTINGS, workplace, write } from './workplace.ts';

/** Found in every spelling: quoting changes what is around it, not this. */
const CORE = 'Tr0ub4dor';
const OLD_CORE = 'C0rrectH0rse';
const SECRETS = new RegExp(`${CORE}|${OLD_CORE}`);

const DISTRIBUTION = {
  'components/vault/component.yaml': `name: vault
summary: Keeps secrets
category: secrets
namespace: { name: vault }
source: { manifests: {} }
needs: [namespaces]
settings:
  - { key: vault.seal, kind: string, summary: Seal, sensitive: true }
  - { key: vault.token, kind: integer, summary: Token, sensitive: true, default: 7 }
`,
  'components/vault/secret.yaml': `apiVersion: v1
kind: Secret
stringData:
  plain: <<__db.password__>>
  single: '<<__db.password__>>'
  double: "mysql://root:<<__db.password__>>@host"
  seal: <<__vault.seal__>>
  derived: <<__url__>>
  config.json: |
    { "password": "<<__db.password__>>" }
`,
  'components/vault/more.yaml.hbs': 'seal: {{setting "vault.seal"}}\npassword: {{settings.db.password}}\n',
  'tree/conf.txt': 'password=<<__db.password__>>\n',
  'tree/conf.json': '{ "password": "<<__db.password__>>" }\n',
};

const awkward = fc.string({
  unit: fc.constantFrom(
    'a',
    ' ',
    '"',
    "'",
    '\\',
    '#',
    ':',
    '&',
    '@',
    '$',
    '{',
    '}',
    '%',
    'é',
    '=',
    '\n',
    '\t',
  ),
  maxLength: 5,
});
const secret = fc.tuple(awkward, awkward).map(([before, after]) => `x${before}${CORE}${after}x`);

/** Without a distribution, a secret is known by its name alone. */
const named = (value: string, more = '') => `${SETTINGS}db.password: ${JSON.stringify(value)}\n${more}`;

const settings = (value: string, more = '') =>
  `${SETTINGS}db.password: ${JSON.stringify(value)}
vault.seal: ${JSON.stringify(value)}
url: "mysql://root:<<__db.password__>>@host/db"
${more}`;

const READING = [
  ['diff'],
  ['diff', '-o', 'json'],
  ['check'],
  ['check', '-o', 'json'],
  ['setup', '--dry-run'],
] as const;

const COMMANDS = [
  ...READING,
  ['setup', '-o', 'yaml'],
  ['setup'],
  ['apps', '--all', '-o', 'json'],
  ['explain'],
  ['explain', '-o', 'json'],
  ['explain', 'db.password'],
  ['explain', 'url'],
  ['explain', 'vault.seal', '-o', 'yaml'],
  ['explain', 'vault'],
  ['render', 'tree', '-f', 'tree.yaml'],
  ['render', 'tree', '-f', 'tree.yaml', '--output-dir', 'rendered', '-o', 'json'],
] as const;

/** Mistakes whose messages and frames come close to the secret. */
const MISTAKES = [
  'db.password: again\n',
  'vault.token: Tr0ub4dor\n',
  'db.password: [Tr0ub4dor\n',
  '\tdb.password: Tr0ub4dor\n',
  'db: { password: Tr0ub4dor, password: Tr0ub4dor }\n',
  'smtp_password: "Tr0ub4dor<<__nowhere__>>"\n',
  'smtp_password: "Tr0ub4dor<<__smtp_password__>>"\n',
  'domain: "x.<<__db.password__>>"\n',
  'cluster_name: <<__db.password__>>\n',
  'git_repo.url: https://ada:Tr0ub4dor@git.example.com/x.git\n',
];

/** Every line of output that holds a secret, behind its command. */
async function leaks(folder: string, commands: readonly (readonly string[])[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const argv of commands) {
    const { stdout, stderr } = await kfdist(folder, argv);
    const lines = `${stdout}${stderr}`.split('\n').filter((line) => SECRETS.test(line));
    found.push(...lines.map((line) => `${argv[0]}: ${line}`));
  }
  return found;
}

describe('sensitive values', { timeout: 120_000 }, () => {
  it('appear in no output of any command', async () => {
    await fc.assert(
      fc.asyncProperty(secret, async (value) => {
        const folder = workplace({
          ...DISTRIBUTION,
          'kfdist.yaml': settings(value),
          'tree.yaml': named(value),
        });
        expect(await leaks(folder, COMMANDS)).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  it('appear in no diff after they have changed, or their component is gone', async () => {
    const old = `it's "${OLD_CORE}" \\`;
    const folder = workplace({ ...DISTRIBUTION, 'kfdist.yaml': settings(old), 'tree.yaml': named(old) });
    await kfdist(folder, ['setup']);
    write(folder, { 'kfdist.yaml': settings(CORE) });
    expect(await leaks(folder, READING)).toEqual([]);
    const changed = await kfdist(folder, ['diff', '--set', 'db.password=another']);
    expect(changed.stdout).toContain('# not shown: it may hold sensitive values');
    write(folder, { 'kfdist.yaml': settings(CORE, 'components.vault: false\n') });
    expect(await leaks(folder, READING)).toEqual([]);
    expect((await kfdist(folder, ['diff'])).stdout).toContain('+++ /dev/null');
  });

  it.each(MISTAKES)('appear in no message about %j', async (mistake) => {
    const folder = workplace({
      ...DISTRIBUTION,
      'kfdist.yaml': settings(CORE, mistake),
      'tree.yaml': named(CORE, mistake),
    });
    expect(await leaks(folder, COMMANDS)).toEqual([]);
  });

  it.each(MISTAKES)('appear in no message without a distribution: %j', async (mistake) => {
    const folder = workplace({ 'kfdist.yaml': named(CORE, mistake) });
    const argv = ['check', '--distribution', 'nowhere'];
    expect(await leaks(folder, [argv, [...argv, '-o', 'json']])).toEqual([]);
  });

  it.each([`db.password=${CORE}`, `db.password${CORE}`, `vault.token=${CORE}`, `domain=${CORE}\n`])(
    'appear in no message about --set',
    async (option) => {
      const folder = workplace(DISTRIBUTION);
      const without = option.startsWith('domain') ? ['--set', `db.password=${CORE}`] : [];
      const argv = [
        'check',
        '--set',
        option.replace(`domain=${CORE}`, 'domain=<<__db.password__>>'),
        ...without,
      ];
      expect(await leaks(folder, [argv, [...argv, '-o', 'json']])).toEqual([]);
    },
  );
});
