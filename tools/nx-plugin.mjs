/**
 * Gives every workspace package the same targets, so that no package repeats them.
 * `npx nx show project <name>` prints what one package gets.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isSlim } from './slim/is-slim.mjs';

const inputs = (...own) => [...own, '{workspaceRoot}/tsconfig.base.json'];

const targets = (root, manifest) => ({
  build: {
    // dist is emptied first: tsc leaves the output of deleted sources behind, and they would be published
    command: `rm -rf dist && tsc -b${isSlim(manifest) ? ' && node ../../tools/slim-package.mjs' : ''}`,
    options: { cwd: root },
    dependsOn: ['^build'],
    inputs: inputs(
      'default',
      '^default',
      '{workspaceRoot}/tools/slim-package.mjs',
      '{workspaceRoot}/tools/slim/*',
      {
        externalDependencies: ['@jridgewell/sourcemap-codec', '@typescript/native', 'esbuild', 'typescript'],
      },
    ),
    outputs: ['{projectRoot}/dist'],
    cache: true,
  },
  lint: {
    command: `biome ci --colors=off ${root} && oxlint --type-aware --deny-warnings ${root}`,
    inputs: inputs('default', '^default', '{workspaceRoot}/biome.json', '{workspaceRoot}/.oxlintrc.json', {
      externalDependencies: ['@biomejs/biome', 'oxlint', 'oxlint-tsgolint'],
    }),
    cache: true,
  },
  test: {
    command: `vitest run --dir ${root}`,
    inputs: inputs('default', '^default', '{workspaceRoot}/vitest.config.ts', {
      externalDependencies: ['vitest'],
    }),
    cache: true,
  },
});

export const createNodesV2 = [
  '{packages,apps}/*/tsconfig.json',
  (files, _options, { workspaceRoot }) =>
    files.map((file) => {
      const root = dirname(file);
      const manifest = JSON.parse(readFileSync(join(workspaceRoot, root, 'package.json'), 'utf8'));
      return [file, { projects: { [root]: { targets: targets(root, manifest) } } }];
    }),
];
