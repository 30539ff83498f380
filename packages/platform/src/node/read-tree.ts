import { type Dirent, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { byPath, type TreeFile } from '../tree-file.ts';

/** A folder read into memory: links are kept as links, `.git` folders are left out. */
export interface ReadTree {
  readonly files: readonly TreeFile[];
  readonly folders: readonly string[];
}

/** How a folder is read. */
export interface ReadOptions {
  /** What stands before the paths when they are shown. */
  readonly shownAs?: string;
  /** Names of folders to leave out wherever they are. @default ['.git'] */
  readonly without?: readonly string[];
}

/**
 * Reads every file below a folder, in the order of their paths. A folder that is not there is an empty one.
 *
 * @throws what the file system says about a file that cannot be read
 */
export function readTree(folder: string, { shownAs, without = ['.git'] }: ReadOptions = {}): ReadTree {
  const files: TreeFile[] = [];
  const folders: string[] = [];
  const visit = (below: string) => {
    for (const entry of entriesOf(join(folder, below))) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) {
        if (without.includes(entry.name)) continue;
        folders.push(path);
        visit(path);
      } else if (entry.isFile() || entry.isSymbolicLink()) {
        files.push(readFile(join(folder, path), path, shownAs));
      }
    }
  };
  visit('');
  return { files: files.toSorted(byPath), folders: folders.toSorted() };
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function readFile(absolute: string, path: string, shownAs: string | undefined): TreeFile {
  const origin = shownAs === undefined ? {} : { origin: shownAs === '' ? path : `${shownAs}/${path}` };
  const stat = lstatSync(absolute);
  if (stat.isSymbolicLink())
    return { path, bytes: new Uint8Array(), symlink: readlinkSync(absolute), ...origin };
  return {
    path,
    bytes: readFileSync(absolute),
    ...((stat.mode & 0o100) === 0 ? {} : { executable: true }),
    ...origin,
  };
}

/** Whether an error of the file system says that something is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
