import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { bundling } from '../bundle-cli.mjs';

const ROOT = join(import.meta.dirname, '..', '..');

const { metafile } = await build({
  ...bundling,
  absWorkingDir: ROOT,
  entryPoints: ['apps/cli/src/bin.ts'],
  outdir: 'unwritten',
  splitting: true,
  write: false,
  metafile: true,
});

/** The modules that a module loads before it runs, itself among them. */
function loaded(module: string): ReadonlySet<string> {
  const found = new Set([module]);
  for (const path of found)
    for (const { path: next, kind, external } of metafile.inputs[path]?.imports ?? [])
      if (kind !== 'dynamic-import' && external !== true) found.add(next);
  return found;
}

const PLANNING = ['setup', 'diff', 'check', 'verify/verify'];
const ACTIONS = [...PLANNING, 'render', 'iam/check'];

/** What is dear to load, and who uses it. */
const DEAR: readonly (readonly [name: string, module: RegExp, users: readonly string[]])[] = [
  ['templates', /node_modules\/handlebars\//, PLANNING],
  ['the list of AWS actions', /iam\/src\/data\/actions/, [...PLANNING, 'iam/check']],
  ['the schemas of Kubernetes', /verify\/src\/data\//, ['verify/verify']],
  ['AWS clients', /@aws-sdk\/|@smithy\//, []],
  ['source maps', /node_modules\/source-map\//, []],
];

describe('the bundle', () => {
  it.each(
    DEAR.flatMap(([name, module, users]) => ACTIONS.map((action) => ({ name, module, users, action }))),
  )('has $action load $name only if it uses it', ({ module, users, action }) => {
    const path = `apps/cli/src/actions/${action}.ts`;
    expect(metafile.inputs[path]).toBeDefined();
    const loads = [...loaded(path)].some((one) => module.test(one));
    expect(loads).toBe(users.includes(action));
  });

  it('starts with nothing of the packages but what a failing disk means', () => {
    const packages = [...loaded('apps/cli/src/bin.ts')].filter((path) => path.startsWith('packages/'));
    expect(packages).toEqual(['packages/platform/src/node/system-error.ts']);
  });
});
