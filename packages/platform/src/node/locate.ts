import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { TreeFile } from '../tree-file.ts';
import { pathKind } from './path-kind.ts';
import { readTree } from './read-tree.ts';

/** The root of the Git working copy that holds a folder, or `undefined` outside of one. */
export function gitRoot(from: string): string | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/** Where a distribution is, and why there. */
export interface DistributionLocation {
  readonly folder: string;
  readonly why: '--distribution' | 'the working copy' | 'the package @kfdist/distribution';
}

/** What decides where the distribution is. */
export interface DistributionSearch {
  /** The folder given on the command line. */
  readonly given?: string | undefined;
  readonly cwd: string;
  /** The folder of the package that the command brings. */
  readonly packaged?: string | undefined;
}

/** The folder given, else `distribution/` of the working copy, else the packaged one; `undefined` if that is none. */
export function locateDistribution({
  given,
  cwd,
  packaged,
}: DistributionSearch): DistributionLocation | undefined {
  if (given !== undefined) {
    const folder = resolve(cwd, given);
    return isDistribution(folder) ? { folder, why: '--distribution' } : undefined;
  }
  const own = [cwd, gitRoot(cwd) ?? cwd].map((folder) => join(folder, 'distribution')).find(isDistribution);
  if (own !== undefined) return { folder: own, why: 'the working copy' };
  if (packaged !== undefined && isDistribution(packaged))
    return { folder: packaged, why: 'the package @kfdist/distribution' };
  return undefined;
}

function isDistribution(folder: string): boolean {
  return existsSync(join(folder, 'settings.yaml'));
}

/** Reads a distribution and lays the user's own `components/` over it: the same path replaces, a new folder adds. */
export function readDistribution(folder: string, { cwd }: { readonly cwd: string }): readonly TreeFile[] {
  const without = ['.git', 'node_modules'];
  const base = readTree(folder, { shownAs: shown(folder, cwd), without }).files;
  const own = join(gitRoot(cwd) ?? cwd, 'components');
  const layer = pathKind(own) === 'folder' ? readTree(own, { shownAs: shown(own, cwd), without }).files : [];
  return [...new Map([...base, ...layer].map((file) => [file.path, file])).values()];
}

function shown(folder: string, cwd: string): string {
  const path = relative(cwd, folder);
  return path.startsWith('..') ? folder : path;
}
