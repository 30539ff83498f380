/**
 * Gives every workspace package the same targets, so that no package repeats them.
 * `npx nx show project <name>` prints what one package gets.
 */
import { dirname } from 'node:path';

const inputs = (...own) => [...own, '{workspaceRoot}/tsconfig.base.json'];

const targets = (root) => ({
  build: {
    // dist is emptied first: tsc leaves the output of deleted sources behind, and they would be published
    command: 'rm -rf dist && tsc -b',
    options: { cwd: root },
    dependsOn: ['^build'],
    inputs: inputs('default', '^default', { externalDependencies: ['@typescript/native'] }),
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
  (files) =>
    files.map((file) => {
      const root = dirname(file);
      return [file, { projects: { [root]: { targets: targets(root) } } }];
    }),
];
