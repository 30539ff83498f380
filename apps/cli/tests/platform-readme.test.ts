import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { bundling } from '../../../tools/bundle-cli.mjs';
import { fencedBlocks } from '../../../tools/docs/markdown.mjs';
import { canBuild, mirroredWorkplace } from './mirrored-workplace.ts';

const repository = join(import.meta.dirname, '..', '..', '..');

it.skipIf(!canBuild)('does what the README shows', { timeout: 180_000 }, async () => {
  const folder = mirroredWorkplace();
  const readme = readFileSync(join(repository, 'packages', 'platform', 'README.md'), 'utf8');
  const [example] = fencedBlocks(readme).filter(({ language }) => language === 'ts');
  cpSync(join(folder, 'distribution'), join(folder, 'node_modules/@kfdist/distribution'), {
    recursive: true,
  });
  await build({
    ...bundling,
    stdin: { contents: example?.text ?? '', resolveDir: import.meta.dirname, loader: 'ts' },
    outfile: join(folder, 'program.mjs'),
  });
  const run = () =>
    execFileSync(process.execPath, ['program.mjs'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, KFDIST_TOOLS: join(repository, '.tools', 'bin') },
    });
  const said = run();
  const [settings, ...findings] = said.trim().split('\n');
  expect(settings).toBe('[]');
  // The small distribution brings no Argo CD
  expect(findings.slice(1, -1).filter((line) => !/ (?:Application|AppProject) argocd\//.test(line))).toEqual(
    [],
  );
  expect(existsSync(join(folder, 'clusters/example/kubeflow.yaml'))).toBe(true);
  expect(run()).toBe(said);
});
