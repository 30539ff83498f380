import {
  chmodSync,
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { ChangeSet, FileChange } from '../changes.ts';
import type { TreeFile } from '../tree-file.ts';
import { isMissing } from './read-tree.ts';
import { stagingFolder } from './staging.ts';

/** What the disk refused, after everything was put back as it was. */
export class WriteError extends Error {
  override readonly name = 'WriteError';
}

/**
 * Brings changes to disk: all new files are staged in a sibling folder first (no space, no permission: ends there, nothing
 * changed), then renamed into place one by one; if a rename fails, those before it are undone. The record comes last.
 * A kill in between leaves whole old and whole new files, which the next run completes.
 *
 * @throws {WriteError} when the disk refuses; the folder is then as it was
 */
export function writeChanges(
  folder: string,
  { changes, record }: Pick<ChangeSet, 'changes' | 'record'>,
): void {
  const writes = changes.filter((change) => change.type === 'create' || change.type === 'update');
  const deletes = changes.filter((change) => change.type === 'delete');
  writeStaged(folder, {
    files: [...writes.map((change) => change.file), record],
    deletes: deletes.map(({ path }) => path),
  });
}

/**
 * Replaces the changed files of a tree in place, all or none; no record is kept.
 *
 * @throws {WriteError} when the disk refuses; the folder is then as it was
 */
export function replaceFiles(folder: string, changes: readonly FileChange[]): void {
  const files = changes.flatMap((change) =>
    change.type === 'create' || change.type === 'update' ? [change.file] : [],
  );
  if (files.length > 0) writeStaged(folder, { files, deletes: [] });
}

interface Writes {
  /** What to write, in order. */
  readonly files: readonly TreeFile[];
  readonly deletes: readonly string[];
}

function writeStaged(folder: string, { files, deletes }: Writes): void {
  const staging = stagingFolder(folder);
  try {
    rmSync(staging, { recursive: true, force: true });
    for (const file of files) stage(join(staging, 'new'), file);
  } catch (error) {
    discard(staging);
    throw new WriteError(`Nothing was changed: ${reason(error)}`, { cause: error });
  }
  const undo: (() => void)[] = [];
  try {
    for (const path of deletes) moveAway({ folder, staging, path, undo });
    for (const { path } of files) moveIntoPlace({ folder, staging, path, undo });
  } catch (error) {
    for (const step of undo.toReversed()) step();
    discard(staging);
    throw new WriteError(`Everything was put back as it was: ${reason(error)}`, { cause: error });
  }
  removeEmptyFolders(folder, deletes);
  rmSync(staging, { recursive: true, force: true });
}

/** Clears away what is half done; that it cannot be cleared is not the failure to report. */
function discard(staging: string): void {
  try {
    rmSync(staging, { recursive: true, force: true });
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function stage(root: string, file: TreeFile): void {
  const path = join(root, file.path);
  mkdirSync(dirname(path), { recursive: true });
  if (file.symlink !== undefined) return symlinkSync(file.symlink, path);
  writeFileSync(path, file.bytes, { flag: 'wx', mode: file.executable === true ? 0o777 : 0o666 });
}

interface Move {
  readonly folder: string;
  readonly staging: string;
  readonly path: string;
  /** What puts everything back, in order of what was done. */
  readonly undo: (() => void)[];
}

/** A hard link keeps the old file until the end, so that the rename replaces it in one step and can be undone. */
function moveIntoPlace({ folder, staging, path, undo }: Move): void {
  const target = join(folder, path);
  makeFolders(dirname(target), undo);
  const kept = keepOld({ folder, staging, path });
  renameSync(join(staging, 'new', path), target);
  undo.push(() => (kept === undefined ? unlinkSync(target) : renameSync(kept, target)));
}

function moveAway({ folder, staging, path, undo }: Move): void {
  const target = join(folder, path);
  const kept = join(staging, 'old', path);
  mkdirSync(dirname(kept), { recursive: true });
  renameSync(target, kept);
  undo.push(() => renameSync(kept, target));
}

function keepOld({ folder, staging, path }: Omit<Move, 'undo'>): string | undefined {
  const target = join(folder, path);
  const kept = join(staging, 'old', path);
  const old = lstatSync(target, { throwIfNoEntry: false });
  if (old === undefined) return undefined;
  mkdirSync(dirname(kept), { recursive: true });
  try {
    linkSync(target, kept);
  } catch {
    // Some file systems have no hard links
    copyFileSync(target, kept);
  }
  // A file that was written read-only or executable stays so
  if (old.isFile()) chmodSync(join(staging, 'new', path), modeAfter(old.mode, join(staging, 'new', path)));
  return kept;
}

function modeAfter(oldMode: number, path: string): number {
  const isExecutable = (lstatSync(path).mode & 0o100) !== 0;
  const bits = oldMode & 0o777;
  return isExecutable ? bits | 0o100 : bits & ~0o111;
}

function makeFolders(folder: string, undo: (() => void)[]): void {
  const first = mkdirSync(folder, { recursive: true });
  if (first !== undefined) undo.push(() => rmSync(first, { recursive: true, force: true }));
}

function removeEmptyFolders(root: string, deletes: readonly string[]): void {
  for (const path of deletes)
    for (let folder = dirname(join(root, path)); folder.length > root.length; folder = dirname(folder)) {
      try {
        if (readdirSync(folder).length > 0) break;
        rmdirSync(folder);
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    }
}
