/**
 * The predecessor's script has a battery of 46 cases with what it made of each and what its users wanted. Here stands what
 * concerns the tool as a whole, with what they wanted; single lines and values are in the packages that read and write them.
 */
import { chmodSync, linkSync, lstatSync, mkdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { kfdist, kfdistJson, places } from './command.ts';
import { contents, emptyFolder, everything, texts, write } from './workplace.ts';

type Files = Readonly<Record<string, string | Uint8Array>>;

const TREE = { 'v.yaml': 'v: <<__a.b__>>\n' };

/** A tree and a setup.conf in a folder of their own. */
function place(conf: string | Uint8Array, tree: Files = TREE): string {
  const folder = emptyFolder();
  const below = Object.entries(tree).map(([path, text]) => [`tree/${path}`, text]);
  write(folder, { 'setup.conf': conf, ...(Object.fromEntries(below) as Files) });
  return folder;
}

async function rendered(conf: string | Uint8Array, tree: Files = TREE) {
  const folder = place(conf, tree);
  const before = everything(join(folder, 'tree'));
  const argv = ['render', 'tree', '-f', 'setup.conf', '--output-dir', 'out'];
  const { exitCode, result } = await kfdistJson(folder, argv);
  expect(everything(join(folder, 'tree'))).toEqual(before);
  const { '.kfdist.json': _, ...files } = contents(join(folder, 'out'));
  return { folder, exitCode, files, says: places(result) };
}

interface Row {
  readonly row: number;
  readonly case: string;
  readonly conf: string | Uint8Array;
  readonly tree?: Files;
  /** The rendered files; `undefined` where the command has to refuse. */
  readonly files?: Readonly<Record<string, string>>;
  readonly says?: readonly string[];
}

const TWO = { 'v.yaml': 'v: <<__a.b__>>\nc: <<__c__>>\n' };
const latin = (text: string) => Buffer.from(text, 'latin1');

const ROWS: readonly Row[] = [
  {
    row: 6,
    case: 'a value that ends in a backslash',
    conf: '<<__a.b__>>=abc\\\n<<__c__>>=zzz\n',
    tree: TWO,
    files: { 'v.yaml': 'v: abc\\\nc: zzz\n' },
  },
  { row: 9, case: 'blanks around the equals sign', conf: '<<__a.b__>> = x\n', files: { 'v.yaml': 'v: x\n' } },
  { row: 21, case: 'CRLF', conf: '<<__a.b__>>=hello\r\n', files: { 'v.yaml': 'v: hello\n' } },
  {
    row: 22,
    case: 'CRLF in the tree',
    conf: '<<__a.b__>>=x\n',
    tree: { 'v.yaml': 'v: <<__a.b__>>\r\nw: 1\r\n' },
    files: { 'v.yaml': 'v: x\r\nw: 1\r\n' },
  },
  {
    row: 23,
    case: 'no final newline',
    conf: '<<__a.b__>>=x\n<<__c__>>=last',
    tree: TWO,
    files: { 'v.yaml': 'v: x\nc: last\n' },
  },
  {
    row: 24,
    case: 'a key twice',
    conf: '<<__a.b__>>=x\n<<__a.b__>>=y\n',
    says: ['DUPLICATE_SETTING setup.conf:2:1'],
  },
  { row: 25, case: 'a blank line', conf: '\n<<__a.b__>>=x\n\n', files: { 'v.yaml': 'v: x\n' } },
  { row: 26, case: 'a line of blanks', conf: ' \t \n<<__a.b__>>=x\n', files: { 'v.yaml': 'v: x\n' } },
  {
    row: 27,
    case: 'a comment',
    conf: '# comment = z\n<<__a.b__>>=x\n',
    tree: { 'v.yaml': '# comment \nv: <<__a.b__>>\n' },
    files: { 'v.yaml': '# comment \nv: x\n' },
  },
  {
    row: 28,
    case: 'a setting in a comment',
    conf: '# <<__a.b__>>=old\n<<__a.b__>>=new\n',
    files: { 'v.yaml': 'v: new\n' },
  },
  {
    row: 31,
    case: 'a value that names a later setting',
    conf: '<<__a.b__>>=https://<<__c__>>/x\n<<__c__>>=host\n',
    files: { 'v.yaml': 'v: https://host/x\n' },
  },
  {
    row: 31,
    case: 'a value that names an earlier setting',
    conf: '<<__c__>>=host\n<<__a.b__>>=https://<<__c__>>/x\n',
    files: { 'v.yaml': 'v: https://host/x\n' },
  },
  {
    row: 32,
    case: 'a value that names itself',
    conf: '<<__a.b__>>=x<<__a.b__>>y\n',
    says: ['CYCLIC_SETTING setup.conf:1:13'],
  },
  {
    row: 34,
    case: 'a binary file',
    conf: '<<__a.b__>>=x\n',
    tree: { ...TREE, 'logo.png': latin('\x89PNG\r\n\x1a\n\0\0<<__a.b__>>\0\xff') },
    files: { 'logo.png': '\x89PNG\r\n\x1a\n\0\0<<__a.b__>>\0\xff', 'v.yaml': 'v: x\n' },
    says: ['BINARY_MANIFEST tree/logo.png:1:1'],
  },
  {
    row: 35,
    case: 'a file that is no UTF-8',
    conf: '<<__a.b__>>=x\n',
    tree: { 'notes.txt': latin('caf\xe9 <<__a.b__>> \xff\n') },
    files: { 'notes.txt': 'caf\xe9 x \xff\n' },
  },
  {
    row: 36,
    case: 'settings that are no UTF-8',
    conf: latin('<<__c__>>=caf\xe9\n<<__a.b__>>=x\n'),
    tree: TWO,
    says: ['BAD_ENCODING setup.conf:1:14'],
  },
  { row: 37, case: 'a byte order mark', conf: '\uFEFF<<__a.b__>>=x\n', files: { 'v.yaml': 'v: x\n' } },
  {
    row: 40,
    case: 'odd file names',
    conf: '<<__a.b__>>=x\n',
    tree: Object.fromEntries(
      ["it's.yaml", 'a @ b.yaml', '-n.yaml', '$(id).yaml', 'ü.yaml', 'a\nb.yaml'].map((name) => [
        name,
        'v: <<__a.b__>>\n',
      ]),
    ),
    files: Object.fromEntries(
      ["it's.yaml", 'a @ b.yaml', '-n.yaml', '$(id).yaml', 'ü.yaml', 'a\nb.yaml'].map((name) => [
        name,
        'v: x\n',
      ]),
    ),
  },
  {
    row: 41,
    case: 'dotfiles, at the top and below',
    conf: '<<__a.b__>>=x\n',
    tree: { '.env': 'v=<<__a.b__>>\n', 'd/.env': 'v=<<__a.b__>>\n' },
    files: { '.env': 'v=x\n', 'd/.env': 'v=x\n' },
  },
  {
    row: 42,
    case: 'a placeholder in a file name',
    conf: '<<__a.b__>>=x\n',
    tree: { '<<__a.b__>>.yaml': 'v: <<__a.b__>>\n' },
    files: { '<<__a.b__>>.yaml': 'v: x\n' },
  },
  {
    row: 44,
    case: 'a placeholder that nobody sets',
    conf: '<<__a.b__>>=x\n',
    tree: TWO,
    says: ['UNKNOWN_PLACEHOLDER tree/v.yaml:2:4'],
  },
  {
    row: 44,
    case: 'a setting that nobody reads',
    conf: '<<__a.b__>>=x\n<<__c__>>=y\n',
    files: { 'v.yaml': 'v: x\n' },
    says: ['UNUSED_SETTING setup.conf:2:1'],
  },
  {
    row: 45,
    case: 'an earlier line that fails',
    conf: '<<__c\n<<__a.b__>>=x\n',
    says: ['BAD_LINE setup.conf:1:1'],
  },
];

describe('the battery of the predecessor', () => {
  it.each(ROWS)('row $row: $case', async ({ conf, tree, files, says = [] }) => {
    const found = await rendered(conf, tree);
    expect(found.says).toEqual(says);
    expect(found.exitCode).toBe(files === undefined ? 1 : 0);
    expect(found.files).toEqual(files ?? {});
  });

  it.each([
    [1, 'a/b/c|d'],
    [2, 'a&b'],
    [3, 'a\\b'],
    [4, 'a\\\\nb'],
    [5, 'a\\\\1b'],
    [8, 'a  b\tc'],
    [10, 'abc # comment'],
    [11, 'YWJj=='],
    [13, 'git@github.com:org/repo.git'],
    [14, '$HOME `id` $(id) [a]^$.* *.x'],
    [15, '-e foo'],
    [16, 'a: b'],
  ])('row %i: %s is literal in a text and means itself in YAML', async (_, value) => {
    const tree = { 'v.txt': 'v: <<__a.b__>>\n', ...TREE };
    const { files, exitCode } = await rendered(`<<__a.b__>>=${value}\n`, tree);
    expect(exitCode).toBe(0);
    expect(files['v.txt']).toBe(`v: ${value}\n`);
    expect(parse(files['v.yaml'] ?? '')).toEqual({ v: value });
  });

  it.each([
    [17, 'a.b', ['aXb', 'a-b', 'a/b']],
    [18, 'x*y', ['xxy', 'xy']],
    [19, 'a/b', ['a.b']],
    [20, 'A.B', ['a.b']],
    [29, 'a', ['a.b', 'a_b']],
  ])('row %i: %s is not %j', async (_, key, others) => {
    const lines = [key, ...others].map((name, i) => `<<__${name}__>>=value${i}`);
    const tree = { 'v.txt': [key, ...others].map((name) => `<<__${name}__>>`).join(' ') };
    const { files } = await rendered(lines.toReversed().join('\n'), tree);
    expect(files['v.txt']).toBe([key, ...others].map((_name, i) => `value${i}`).join(' '));
  });

  it('row 7: quotes are syntax, and say that the value is a text', async () => {
    const tree = {
      'c.yaml': 'data:\n  port: <<__p__>>\nport: <<__p__>>\n',
      'c.json': '{ "Port": <<__p__>> }',
    };
    const quoted = await rendered('<<__p__>>="3306"\n', tree);
    const bare = await rendered('<<__p__>>=3306\n', tree);
    expect(quoted.files).toEqual({
      'c.yaml': 'data:\n  port: "3306"\nport: "3306"\n',
      'c.json': '{ "Port": "3306" }',
    });
    expect(bare.files['c.json']).toBe('{ "Port": 3306 }');
  });

  it('row 33: a changed value, rendered again, is a clean rendering with it', async () => {
    const { folder } = await rendered('<<__a.b__>>=1\n');
    write(folder, { 'setup.conf': '<<__a.b__>>=2\n' });
    expect((await kfdist(folder, ['render', 'tree', '--output-dir', 'out'])).exitCode).toBe(0);
    const clean = await rendered('<<__a.b__>>=2\n');
    expect(everything(join(folder, 'out'))).toEqual(everything(join(clean.folder, 'out')));
  });

  it('row 38: links are kept, and never followed out of the tree', async () => {
    const folder = place('<<__a.b__>>=x\n', { ...TREE, 'd/w.yaml': 'w: <<__a.b__>>\n' });
    for (const [to, path] of [
      ['d/w.yaml', 'top'],
      ['../v.yaml', 'd/nested'],
      ['d', 'folder'],
    ] as const)
      symlinkSync(to, join(folder, 'tree', path));
    expect((await kfdist(folder, ['render', 'tree', '--in-place'])).exitCode).toBe(0);
    const { 'v.yaml': file, 'd/w.yaml': other, ...links } = everything(join(folder, 'tree'));
    expect([file, other]).toEqual(['644 v: x\n', '644 w: x\n']);
    expect(links).toMatchObject({
      top: 'link to d/w.yaml',
      'd/nested': 'link to ../v.yaml',
      folder: 'link to d',
    });
    mkdirSync(join(folder, 'outside'));
    symlinkSync('../outside', join(folder, 'tree', 'leaves'));
    const { result } = await kfdistJson(folder, ['render', 'tree', '--in-place']);
    expect(places(result)).toContain('SYMLINK_LEAVES_TREE');
  });

  it('row 39: modes are kept, and another name of a file keeps the old text', async () => {
    const folder = place('<<__a.b__>>=x\n', {
      ...TREE,
      'run.sh': 'echo <<__a.b__>>\n',
      'fixed.sh': 'true\n',
    });
    const at = (path: string) => join(folder, 'tree', path);
    chmodSync(at('v.yaml'), 0o444);
    chmodSync(at('run.sh'), 0o755);
    chmodSync(at('fixed.sh'), 0o750);
    linkSync(at('v.yaml'), join(folder, 'other-name'));
    expect((await kfdist(folder, ['render', 'tree', '--in-place'])).exitCode).toBe(0);
    const modes = ['v.yaml', 'run.sh', 'fixed.sh'].map((path) => lstatSync(at(path)).mode & 0o777);
    expect(modes).toEqual([0o444, 0o755, 0o750]);
    expect(texts(join(folder, 'tree'))).toMatchObject({ 'v.yaml': 'v: x\n', 'run.sh': 'echo x\n' });
  });

  it.each([
    ['no tree', ['render'], 64],
    ['no such settings', ['render', 'tree', '-f', 'nowhere.conf', '--in-place'], 1],
    ['a folder as settings', ['render', 'tree', '-f', 'tree', '--in-place'], 1],
    ['no such tree', ['render', 'nowhere', '--in-place'], 1],
    ['settings with a blank in their name', ['render', 'tree', '-f', 'my setup.conf', '--in-place'], 0],
  ])('row 43: called with %s', async (_, argv, expected) => {
    const folder = place('<<__a.b__>>=x\n');
    renameSync(join(folder, 'setup.conf'), join(folder, 'my setup.conf'));
    const { exitCode, stderr } = await kfdist(folder, argv);
    expect(exitCode).toBe(expected);
    expect(stderr === '').toBe(expected === 0);
  });

  it('row 46: the order of settings does not matter', async () => {
    const lines = ['<<__a.b__>>=x<<__c__>>', '<<__c__>>=3306', '<<__d__>>=<<__a.b__>>'];
    const tree = { 'v.yaml': 'v: <<__a.b__>>\nc: <<__c__>>\nd: <<__d__>>\n' };
    const [first, last] = [
      await rendered(lines.join('\n'), tree),
      await rendered(lines.toReversed().join('\n'), tree),
    ];
    expect(first.files).toEqual({ 'v.yaml': 'v: x3306\nc: 3306\nd: x3306\n' });
    expect(last.files).toEqual(first.files);
  });
});

describe('the tests of all packages together', () => {
  const TESTS = [
    join(import.meta.dirname, 'battery.test.ts'),
    join(import.meta.dirname, '../../../packages/config/tests/battery.test.ts'),
  ];

  it('have every row', () => {
    const rows = TESTS.flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/\brow:? (\d+)|^ {4}\[(\d+), /gm)].map(([, a, b]) =>
        Number(a ?? b),
      ),
    );
    const all = Array.from({ length: 46 }, (_, i) => i + 1);
    expect([...new Set(rows)].toSorted((a, b) => a - b)).toEqual(all);
  });
});
