import { basename, dirname, join } from 'node:path';

/** The folder beside an output folder, on the same file system, in which a run prepares what it writes. */
export function stagingFolder(folder: string): string {
  return join(dirname(folder), `.${basename(folder)}.kfdist-staging`);
}
