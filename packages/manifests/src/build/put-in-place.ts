import { existsSync, renameSync } from 'node:fs';

/** Gives a folder that is whole its name. Another component, or another run, may have been first, and read its own by now. */
export function putInPlace(part: string, folder: string): void {
  try {
    renameSync(part, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}
