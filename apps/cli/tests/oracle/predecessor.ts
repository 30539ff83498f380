import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { emptyFolder } from '../workplace.ts';

/** A checkout of github.com/argoflow/argoflow-aws at dec0ddf, with its tags. */
export const seed = process.env.KFDIST_SEED;

const PARTS = ['distribution', 'examples', 'setup_repo.sh'] as const;

/** Releases of the predecessor that have an example of their settings. */
export const RELEASES = ['0.1.0', '0.1.1', '0.1.2', '0.1.3', '0.1.4', '0.1.5', '0.1.6', 'HEAD'] as const;
export type Release = (typeof RELEASES)[number];

/** The predecessor's tree, script and example, alone in a folder. */
export function predecessorAt(release: Release, checkout: string): string {
  const folder = emptyFolder();
  if (release === 'HEAD') {
    for (const part of PARTS) cpSync(join(checkout, part), join(folder, part), { recursive: true });
    return folder;
  }
  const archive = execFileSync('git', ['-C', checkout, 'archive', release, ...PARTS], {
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  execFileSync('tar', ['x', '-C', folder], { input: archive });
  return folder;
}

/** Runs the predecessor's own script on a copy of its tree; returns the folder of the result. */
export function runScript(folder: string): string {
  const work = emptyFolder();
  mkdirSync(work, { recursive: true });
  for (const part of PARTS) cpSync(join(folder, part), join(work, part), { recursive: true });
  const { status } = spawnSync('bash', ['setup_repo.sh', 'examples/setup.conf'], {
    cwd: work,
    stdio: 'ignore',
  });
  if (status !== 0) throw new Error(`setup_repo.sh ended with ${status}`);
  return join(work, 'distribution');
}
