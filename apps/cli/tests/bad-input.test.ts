import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { kfdist, kfdistJson, type Outcome, places } from './command.ts';
import { emptyFolder, everything, SETTINGS, SETUP_CONF, workplace, write } from './workplace.ts';

interface BadInput {
  /** What is wrong in the folder. */
  readonly spoil: (folder: string) => unknown;
  readonly argv?: readonly string[];
  /** The diagnostics, with their places. */
  readonly says: readonly string[];
}

const settings = (text: string | Uint8Array) => (folder: string) => write(folder, { 'kfdist.yaml': text });
const conf = (text: string | Uint8Array) => (folder: string) => write(folder, { 'setup.conf': text });
const CONF = ['-f', 'setup.conf'];

/** Nine levels of nine aliases: some four hundred million values from twelve lines. */
const BOMB = `${Array.from('abcdefghi')
  .map(
    (name, i, all) =>
      `${name}: &${name} [${Array(9)
        .fill(i === 0 ? 'x' : `*${all[i - 1]}`)
        .join()}]`,
  )
  .join('\n')}\n`;

const BAD: Readonly<Record<string, BadInput>> = {
  'a settings file that is a folder': {
    spoil: () => {},
    argv: ['-f', 'distribution'],
    says: ['UNREADABLE_FILE'],
  },
  'a settings file that is not there': {
    spoil: () => {},
    argv: ['-f', 'nowhere.yaml', '-f', 'nowhere/else.conf'],
    says: ['UNREADABLE_FILE', 'UNREADABLE_FILE'],
  },
  'a settings file below a file': {
    spoil: () => {},
    argv: ['-f', 'kfdist.yaml/x.yaml'],
    says: ['UNREADABLE_FILE'],
  },
  'a settings file that is a link to itself': {
    spoil: (folder) => symlinkSync('loop.yaml', join(folder, 'loop.yaml')),
    argv: ['-f', 'loop.yaml'],
    says: ['UNREADABLE_FILE'],
  },
  'no settings file at all': {
    spoil: (folder) => rmSync(join(folder, 'kfdist.yaml')),
    says: ['NO_SETTINGS_FILE'],
  },
  'an empty settings file': { spoil: settings(''), says: ['EMPTY_FILE kfdist.yaml:1:1'] },
  'a blank setup.conf': { spoil: conf(' \r\n\t\n'), argv: CONF, says: ['EMPTY_FILE setup.conf:1:1'] },
  'a binary settings file': {
    spoil: settings(Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 255])),
    says: ['BINARY_FILE kfdist.yaml:1:5'],
  },
  'a merge conflict in one of two settings files': {
    spoil: (folder) =>
      write(folder, { 'kfdist.yaml': '<<<<<<< HEAD\na: 1\n=======\n>>>>>>> b\n', 'more.yaml': 'b: 1\n' }),
    argv: ['-f', 'kfdist.yaml', '-f', 'more.yaml'],
    says: ['MERGE_CONFLICT kfdist.yaml:1:1'],
  },
  'a settings file in UTF-16': {
    spoil: conf(Buffer.from('\uFEFF<<__domain__>>=a.example.com\n', 'utf16le')),
    argv: CONF,
    says: ['BINARY_FILE setup.conf:1:4'],
  },
  'a byte that is no UTF-8': {
    spoil: settings(Buffer.concat([Buffer.from(SETTINGS), Buffer.from('note: caf\xe9\n', 'latin1')])),
    says: ['BAD_ENCODING kfdist.yaml:7:10'],
  },
  'a tab in the indentation': {
    spoil: settings(`${SETTINGS}rds:\n\tport: 3306\n`),
    says: ['BAD_YAML kfdist.yaml:8:1'],
  },
  'aliases that explode': {
    spoil: settings(`${BOMB}${SETTINGS}`),
    says: ['YAML_TOO_MANY_ALIASES kfdist.yaml:1:18'],
  },
  'an alias inside its own anchor': {
    spoil: settings(`${SETTINGS}a: &a [*a]\n`),
    says: ['BAD_YAML kfdist.yaml:7:8'],
  },
  'a list where a map must be': {
    spoil: settings('- cluster_name: x\n'),
    says: ['NOT_A_MAP kfdist.yaml:1:1'],
  },
  'a newline in a value that cannot have one': {
    spoil: settings(SETTINGS.replace('ml.example.com', '"ml\\nexample.com"')),
    says: ['BAD_VALUE kfdist.yaml:4:9'],
  },
  'a control character in a value that cannot have one': {
    spoil: settings(SETTINGS.replace('ml.example.com', '"ml\\u001b[2J.example.com"')),
    says: ['BAD_VALUE kfdist.yaml:4:9'],
  },
  'a template that is not valid YAML': {
    spoil: (folder) => write(folder, { 'distribution/gateway/base/more.yaml': 'a: [1\nb: <<__domain__>>\n' }),
    says: ['INVALID_TEMPLATE distribution/gateway/base/more.yaml:2:1'],
  },
  'a manifest without a placeholder that is not valid YAML': {
    spoil: (folder) => write(folder, { 'components/web/more.yaml': 'a: [1\nb: 2\n' }),
    says: ['INVALID_YAML components/web/more.yaml:2:1'],
  },
  'a template that is not valid Handlebars': {
    spoil: (folder) => write(folder, { 'distribution/web/more.yaml.hbs': 'a: {{#if settings.domain}}\n' }),
    says: ['INVALID_TEMPLATE distribution/web/more.yaml.hbs:2:1'],
  },
  'a template whose output is not valid YAML': {
    spoil: (folder) => write(folder, { 'distribution/web/more.yaml.hbs': 'a: [ {{settings.domain}}\n' }),
    says: ['INVALID_TEMPLATE distribution/web/more.yaml.hbs:1:6'],
  },
  'a value that would not be escaped': {
    spoil: (folder) => write(folder, { 'distribution/web/more.yaml.hbs': 'a: {{{settings.domain}}}\n' }),
    says: ['RAW_EXPRESSION distribution/web/more.yaml.hbs:1:4'],
  },
  'a component.yaml that is not valid YAML': {
    spoil: (folder) => write(folder, { 'distribution/store/component.yaml': 'name: [x\n' }),
    says: ['INVALID_YAML distribution/store/component.yaml:2:1'],
  },
  'a settings.yaml that is not valid YAML': {
    spoil: (folder) => write(folder, { 'distribution/settings.yaml': 'settings: [x\n' }),
    says: ['INVALID_YAML distribution/settings.yaml:2:1'],
  },
  'Helm values that are a list': {
    spoil: (folder) => write(folder, { 'distribution/dns/values.yaml': '- x\n' }),
    says: ['INVALID_VALUES distribution/dns/component.yaml:6:79'],
  },
  'a link that leaves the tree': {
    spoil: (folder) => symlinkSync('../../../secret', join(folder, 'distribution/web/link.yaml')),
    says: ['SYMLINK_LEAVES_TREE'],
  },
  'a link to a folder outside': {
    spoil: (folder) => symlinkSync('/', join(folder, 'distribution/web/root')),
    says: ['SYMLINK_LEAVES_TREE'],
  },
  'a file where the folder of the clusters should be': {
    spoil: (folder) => write(folder, { clusters: 'mine' }),
    says: ['BLOCKED_PATH'],
  },
  'a file where the output folder should be': {
    spoil: (folder) => write(folder, { 'clusters/example': 'mine' }),
    says: ['BLOCKED_PATH'],
  },
  'a file where a folder of the output should be': {
    spoil: async (folder) => {
      await kfdist(folder, ['setup', '--set', 'components.web=false']);
      write(folder, { 'clusters/example/components/web': 'mine' });
    },
    says: ['BLOCKED_PATH'],
  },
  'a folder where a file of the output should be': {
    spoil: (folder) => mkdirSync(join(folder, 'clusters/example/kubeflow.yaml'), { recursive: true }),
    says: ['BLOCKED_PATH'],
  },
  'a link where a folder of the output should be': {
    spoil: async (folder) => {
      await kfdist(folder, ['setup', '--set', 'components.web=false']);
      mkdirSync(join(folder, 'mine'));
      symlinkSync('../../../mine', join(folder, 'clusters/example/components/web'));
    },
    says: ['BLOCKED_PATH'],
  },
  'an output folder that belongs to something else': {
    spoil: (folder) => write(folder, { 'clusters/example/main.tf': 'mine' }),
    says: ['OUTPUT_NOT_OURS'],
  },
  'an output folder of another cluster': {
    spoil: async (folder) => {
      await kfdist(folder, ['setup', '--set', 'aws_region=us-east-1']);
    },
    says: ['OUTPUT_OF_OTHER_CLUSTER'],
  },
  'a damaged record': {
    spoil: async (folder) => {
      await kfdist(folder, ['setup']);
      write(folder, { 'clusters/example/.kfdist.json': '{"version":1,' });
    },
    says: ['BAD_RECORD'],
  },
  'a record with merge conflicts': {
    spoil: async (folder) => {
      await kfdist(folder, ['setup', '--set', 'domain=other.example.com']);
      write(folder, { 'clusters/example/.kfdist.json': '{\n<<<<<<< HEAD\n}\n' });
    },
    says: ['BAD_RECORD'],
  },
  'an output folder outside the repository': {
    spoil: () => {},
    argv: ['--set', 'git_repo.path=../elsewhere'],
    says: ['BAD_VALUE --set'],
  },
  'a folder that is no distribution': {
    spoil: () => {},
    argv: ['--distribution', 'clusters'],
    says: ['NO_DISTRIBUTION'],
  },
};

const HELPED = /^ {2}= help: .+$/m;

function expectSentences({ stdout, stderr, exitCode }: Outcome): void {
  expect(exitCode).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^error: \S.*\S \[[A-Z_]+\]$/m);
  expect(stderr).toMatch(HELPED);
  expect(stderr).toMatch(/; nothing was written\n$/);
  expect(stderr).not.toMatch(/\n\s+at |Error:|undefined|\bE[A-Z]{4,}\b/);
}

describe('bad input is a sentence with a place and a next step, and changes nothing', () => {
  it.each(Object.entries(BAD))('%s', async (_, { spoil, argv = [], says }) => {
    const folder = workplace();
    await spoil(folder);
    const before = everything(folder);
    expectSentences(await kfdist(folder, ['setup', ...argv]));
    const { result, exitCode } = await kfdistJson(folder, ['setup', ...argv]);
    const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
    expect(places({ ...result, diagnostics: errors })).toEqual(says);
    expect(exitCode).toBe(1);
    expect(everything(folder)).toEqual(before);
  });

  it('reports consequences of a broken file no more than once', async () => {
    const folder = workplace({ 'kfdist.yaml': `${BOMB}${SETTINGS}` });
    const { result } = await kfdistJson(folder, ['setup']);
    expect(result.diagnostics.map(({ code }) => code)).toEqual(['YAML_TOO_MANY_ALIASES']);
  });
});

/** What a terminal obeys; lines end with a line feed. */
const UNPRINTABLE = /[^\P{Cc}\n]|\u2028/u;

describe('awkward input that means something', () => {
  const plain = async (text: string | Uint8Array, name = 'kfdist.yaml') => {
    const folder = workplace({ [name]: text });
    const outcome = await kfdist(folder, ['setup', '-f', name, '--output-dir', 'out']);
    const { 'out/.kfdist.json': _, ...files } = everything(folder);
    const written = Object.entries(files).filter(([path]) => path.startsWith('out/'));
    return { ...outcome, files: Object.fromEntries(written) };
  };

  it.each([
    ['CRLF', SETTINGS.replaceAll('\n', '\r\n'), 'kfdist.yaml'],
    ['a byte order mark', `\uFEFF${SETTINGS}`, 'kfdist.yaml'],
    ['no final newline', SETTINGS.trimEnd(), 'kfdist.yaml'],
    ['tabs between tokens', SETTINGS.replaceAll(': ', ':\t'), 'kfdist.yaml'],
    ['the flat form', `${SETUP_CONF}\n`, 'setup.conf'],
    ['the flat form with CRLF', SETUP_CONF.replaceAll('\n', '\r\n'), 'setup.conf'],
    ['the flat form with a byte order mark', `\uFEFF${SETUP_CONF}\n`, 'setup.conf'],
    ['the flat form without a final newline', SETUP_CONF, 'setup.conf'],
    ['JSON', JSON.stringify(parse(SETTINGS)), 'settings.json'],
  ])('%s gives the same tree', async (_, text, name) => {
    const usual = await plain(SETTINGS);
    const { exitCode, stderr, files } = await plain(text, name);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(files).toEqual(usual.files);
  });

  it('a folder below the working copy says where the settings file is', async () => {
    const folder = workplace();
    write(folder, { '.git/HEAD': 'ref: refs/heads/main\n', 'docs/team/README.md': '' });
    const { exitCode, stderr } = await kfdist(join(folder, 'docs/team'), ['check']);
    expect({ exitCode, hint: stderr.match(/help: (.*)/)?.[1] }).toEqual({
      exitCode: 1,
      hint: 'Name it with -f ../../kfdist.yaml.',
    });
  });

  it('__proto__ is a key like any other', async () => {
    const { exitCode, files } = await plain(
      `${SETTINGS}__proto__: { domain: evil }\nconstructor.name: evil\n`,
    );
    expect(exitCode).toBe(0);
    expect(files).toEqual((await plain(SETTINGS)).files);
    expect(({} as Record<string, unknown>).domain).toBeUndefined();
  });

  it.each([
    ['kfdist.yaml', `${SETTINGS}big: ${'x'.repeat(10_000_000)}\n`, 0],
    ['setup.conf', `${SETUP_CONF}\n<<__big__>>=${'x'.repeat(10_000_000)}\n`, 0],
    ['setup.conf', `${SETUP_CONF}\n${'x'.repeat(10_000_000)}\n`, 1],
    ['kfdist.yaml', `${SETTINGS}# ${'x'.repeat(10_000_000)}\n`, 0],
    ['kfdist.yaml', `${SETTINGS}${'x'.repeat(10_000_000)}\n`, 1],
    ['kfdist.yaml', `${SETTINGS}big: [${'x, '.repeat(3_000)}]\n`, 0],
  ])('a line of 10 MB takes seconds at most: %s', { timeout: 20_000 }, async (name, text, expected) => {
    const { exitCode, stderr } = await plain(text, name);
    expect(exitCode).toBe(expected);
    expect(stderr.split('\n').every((line) => line.length < 400)).toBe(true);
  });

  it.each(['\u0007', '\u001b[2J', '\u0085', '\u009b2J', '\u0000'])(
    'a value with %j is refused in a sentence without it',
    async (awkward) => {
      const folder = workplace({ 'kfdist.yaml': `${SETTINGS}note: ${JSON.stringify(`a${awkward}b`)}\n` });
      const { exitCode, stderr } = await kfdist(folder, ['setup']);
      const explained = await kfdist(folder, ['explain', 'note']);
      expect(exitCode).toBe(1);
      for (const shown of [stderr, explained.stdout, explained.stderr])
        expect(shown).not.toMatch(UNPRINTABLE);
    },
  );

  it.each(['\n', '\r\n', '\t', '\u2028', '\uFEFF', '"', "'", '\\', '%', '#'])(
    'a value with %j reads back as it is, and never reaches the terminal raw',
    async (awkward) => {
      const value = `a${awkward}b: ${awkward}`;
      const folder = workplace({
        'kfdist.yaml': `${SETTINGS}note: ${JSON.stringify(value)}\n`,
        'components/web/note.yaml':
          'data:\n  plain: <<__note__>>\n  quoted: "<<__note__>>"\n  single: \'<<__note__>>\'\n',
      });
      const { exitCode, stdout, stderr } = await kfdist(folder, ['setup']);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      const text = everything(folder)['clusters/example/components/web/note.yaml'] ?? '';
      const { data } = parse(Buffer.from(text.slice(4), 'latin1').toString()) as { data: unknown };
      expect(data).toEqual({ plain: value, quoted: value, single: value });
      const explained = await kfdist(folder, ['explain', 'note']);
      for (const shown of [stdout, explained.stdout, explained.stderr])
        expect(shown).not.toMatch(UNPRINTABLE);
    },
  );
});

describe('render', () => {
  it('never follows a link out of the tree', async () => {
    const folder = emptyFolder();
    write(folder, { 'setup.conf': '<<__a__>>=1\n', outside: '<<__a__>>', 'tree/x.yaml': 'a: <<__a__>>\n' });
    symlinkSync('../outside', join(folder, 'tree/link'));
    const before = everything(folder);
    const { result } = await kfdistJson(folder, ['render', 'tree', '-f', 'setup.conf', '--in-place']);
    expect(result.diagnostics.map(({ code }) => code)).toEqual(['SYMLINK_LEAVES_TREE']);
    expect(everything(folder)).toEqual(before);
  });

  it.each([
    ['nowhere', [], 'NOT_A_FOLDER'],
    ['setup.conf', [], 'NOT_A_FOLDER'],
    ['setup.conf/x', [], 'NOT_A_FOLDER'],
    ['tree', ['--output-dir', 'tree/below'], 'OUTPUT_OVERLAPS'],
    ['tree', ['--output-dir', '.'], 'OUTPUT_OVERLAPS'],
    ['tree', ['--output-dir', 'out', '--in-place'], 'OUTPUT_CHOICE'],
    ['tree', ['--output-dir', 'setup.conf'], 'BLOCKED_PATH'],
  ])('of %s with %j is refused', async (tree, options, code) => {
    const folder = emptyFolder();
    write(folder, { 'setup.conf': '<<__a__>>=1\n', 'tree/x.yaml': 'a: <<__a__>>\n' });
    const before = everything(folder);
    const { result, exitCode } = await kfdistJson(folder, ['render', tree, '-f', 'setup.conf', ...options]);
    expect(result.diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
    expect(exitCode).toBe(1);
    expect(everything(folder)).toEqual(before);
  });
});
