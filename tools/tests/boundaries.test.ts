import { describe, expect, it } from 'vitest';
import { violations } from '../boundaries.mjs';

const file = (path: string, text: string) => ({ path, text });
const run = (name: string, dependencies: string[], files: { path: string; text: string }[] = []) =>
  violations([{ name, dependencies, files }]);

describe('boundaries', () => {
  it.each<[string, string[]]>([
    ['platform', ['diagnostics', 'config', 'manifests', 'argocd']],
    ['config', ['diagnostics']],
    ['cli', ['platform', 'config']],
  ])('are green for %s', (name, dependencies) => {
    expect(
      run(name, dependencies, [
        file(`packages/${name}/src/a.ts`, "import { x } from '@kfdist/diagnostics';"),
      ]),
    ).toEqual([]);
  });

  it.each<[string, string[], string, string]>([
    ['config', ['manifests'], '', 'config may not depend on manifests'],
    ['diagnostics', ['config'], '', 'diagnostics may not depend on config'],
    ['stranger', [], '', 'stranger is not in the table of tools/boundaries.mjs'],
    [
      'config',
      [],
      "import { readFileSync } from 'node:fs';",
      'packages/config/src/a.ts imports node:fs outside an edge folder',
    ],
    [
      'config',
      [],
      "await import('node:os');",
      'packages/config/src/a.ts imports node:os outside an edge folder',
    ],
    [
      'iam',
      [],
      "import { IAMClient } from '@aws-sdk/client-iam';",
      'packages/iam/src/a.ts imports @aws-sdk/client-iam outside an edge folder',
    ],
    [
      'config',
      [],
      'const x = process.env.HOME;',
      'packages/config/src/a.ts uses process.env outside an edge folder',
    ],
    ['config', [], 'const t = Date.now();', 'packages/config/src/a.ts calls Date.now outside an edge folder'],
    [
      'config',
      [],
      'const t = new Date();',
      'packages/config/src/a.ts reads the clock outside an edge folder',
    ],
    ['config', [], "import { x } from '@kfdist/iam';", 'packages/config/src/a.ts may not import @kfdist/iam'],
  ])('are red for %s with %j %s', (name, dependencies, text, sentence) => {
    expect(run(name, dependencies, [file(`packages/${name}/src/a.ts`, text)])).toEqual([sentence]);
  });

  it('let the edge folders touch the machine, and only them', () => {
    const text = "import { readFileSync } from 'node:fs';";
    expect(run('platform', [], [file('packages/platform/src/node/read.ts', text)])).toEqual([]);
    expect(run('platform', [], [file('packages/platform/src/nodes.ts', text)])).toHaveLength(1);
  });
});
