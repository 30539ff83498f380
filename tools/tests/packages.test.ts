import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentProblems } from '../packages/contents.mjs';
import { weightProblems } from '../packages/weight.mjs';
import { closure, entriesOf, workspaces } from '../packages/workspaces.mjs';

const root = join(import.meta.dirname, '..', '..');
const manifest = {
  description: 'x',
  license: 'Apache-2.0',
  repository: { directory: 'packages/x' },
  type: 'module',
  engines: { node: '>=20' },
  publishConfig: { access: 'public', provenance: true },
  exports: {
    '.': { '@kfdist/source': './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' },
    './package.json': './package.json',
  },
};
const files = [
  'README.md',
  'LICENSE',
  'package.json',
  'dist/index.js',
  'dist/index.js.map',
  'dist/index.d.ts',
  'src/index.ts',
];

describe('the contents of a package', () => {
  it('are well as they are here', () => {
    expect(contentProblems({ files, manifest })).toEqual([]);
  });

  it.each<[string, string[], object]>([
    ['has no LICENSE', files.filter((file) => file !== 'LICENSE'), {}],
    ['dist/.tsbuildinfo is of the compiler alone', [...files, 'dist/.tsbuildinfo'], {}],
    ['tests/x.ts is not for users', [...files, 'tests/x.ts'], {}],
    [
      'dist/index.js is named in package.json and not there',
      files.filter((file) => !file.startsWith('dist/index.js')),
      {},
    ],
    ['dist/a/b.js has no source map', [...files, 'dist/a/b.js', 'dist/data/c.js'], {}],
    ['has source maps of sources that are not there', files.filter((file) => !file.startsWith('src/')), {}],
    ['is published without provenance', files, { publishConfig: { access: 'public' } }],
    ['does not say which Node it needs', files, { engines: undefined }],
  ])('%s', (sentence, changedFiles, changes) => {
    expect(contentProblems({ files: changedFiles, manifest: { ...manifest, ...changes } })).toEqual([
      sentence,
    ]);
  });
});

describe('the workspaces', () => {
  const packages = workspaces(root);

  it('have the licence of the repository', () => {
    const licence = readFileSync(join(root, 'LICENSE'), 'utf8');
    const others = packages.filter(
      ({ folder }) => readFileSync(join(root, folder, 'LICENSE'), 'utf8') !== licence,
    );
    expect(others).toEqual([]);
  });

  it('are installed with what they need, and only that', () => {
    expect(closure('@kfdist/iam', packages)).toEqual(['@kfdist/iam', '@kfdist/diagnostics']);
    expect(closure('@kfdist/cli', packages)).toEqual(['@kfdist/cli', '@kfdist/distribution']);
  });

  it('say what can be imported', () => {
    const iam = packages.find(({ name }) => name === '@kfdist/iam');
    expect(iam === undefined ? [] : entriesOf(iam)).toEqual(['@kfdist/iam', '@kfdist/iam/aws']);
  });
});

describe('the weight of a package', () => {
  const weighed = (contents: Readonly<Record<string, number>>, name = '@kfdist/iam') => {
    const folder = mkdtempSync(join(tmpdir(), 'kfdist-weight-'));
    for (const [file, bytes] of Object.entries(contents)) {
      const path = join(folder, 'node_modules', file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, 'x'.repeat(bytes));
    }
    const problems = weightProblems(name, folder);
    rmSync(folder, { recursive: true });
    return problems;
  };
  const iam = '@kfdist/iam/dist';

  it.each<[readonly string[], Readonly<Record<string, number>>]>([
    [[], { [`${iam}/index.js`]: 150_000, [`${iam}/data/actions.js`]: 600_000, [`${iam}/index.d.ts`]: 10 }],
    [['holds 150001 bytes of code; 150000 are promised'], { [`${iam}/index.js`]: 150_000, 'b/c.js': 1 }],
    [
      ['holds 260001 bytes of files; 260000 are promised'],
      {
        [`${iam}/api.d.ts`]: 260_000,
        [`${iam}/data/actions.js`]: 600_000,
        '.package-lock.json': 9,
        'b/LICENSE': 1,
      },
    ],
    [['brings yaml'], { [`${iam}/index.js`]: 1, 'yaml/package.json': 2 }],
    [['brings @aws-sdk'], { '@aws-sdk/client-iam/package.json': 2 }],
  ])('is %j', (problems, contents) => {
    expect(weighed(contents)).toEqual(problems);
  });

  it('is that of packages of which something is promised', () => {
    expect(weighed({ 'a/b.js': 1 }, '@kfdist/config')).toBeUndefined();
  });
});
