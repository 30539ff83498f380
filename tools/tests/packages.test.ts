import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentProblems } from '../packages/contents.mjs';
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
const files = ['README.md', 'LICENSE', 'package.json', 'dist/index.js', 'dist/index.d.ts'];

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
      files.filter((file) => file !== 'dist/index.js'),
      {},
    ],
    ['has source maps of sources that are not there', [...files, 'dist/index.js.map'], {}],
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
