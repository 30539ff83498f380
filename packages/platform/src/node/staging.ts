import { existsSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isMissing } from './read-tree.ts';

/** The folder beside an output folder, on the same file system, in which a run prepares what it writes. */
export interface Staging {
  readonly root: string;
  /** New files, by their path below the output folder. */
  readonly fresh: string;
  /** What they replaced, kept until the end. */
  readonly old: string;
  /** The records of runs that did not finish: what they wrote is ours. */
  readonly records: string;
}

/** The name of the staging folder where it lies inside the output folder. */
export const INNER_STAGING = '.kfdist-staging';

/** The staging folder of an output folder: beside it, or inside if it is a file system of its own. */
export function stagingOf(folder: string): Staging {
  const root = isMountPoint(folder)
    ? join(folder, INNER_STAGING)
    : join(dirname(folder), `.${basename(folder)}${INNER_STAGING}`);
  return { root, fresh: join(root, 'new'), old: join(root, 'old'), records: join(root, 'records') };
}

function isMountPoint(folder: string): boolean {
  return existsSync(folder) && statSync(folder).dev !== statSync(dirname(folder)).dev;
}

/** Whether an earlier run left its staging folder behind. */
export function wasInterrupted({ root }: Staging): boolean {
  return existsSync(root);
}

/** Empties a staging folder but for the records of other runs, without which their files would look like a stranger's. */
export function clearStaging({ root, fresh, old, records }: Staging): void {
  for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true });
  for (const folder of [records, root]) removeIfEmpty(folder);
}

/** Removes a folder that holds nothing, and says whether it did. */
export function removeIfEmpty(folder: string): boolean {
  try {
    if (readdirSync(folder).length > 0) return false;
    rmdirSync(folder);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
