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
import { pathKind } from './path-kind.ts';
import { clearStaging, removeIfEmpty, type Staging, stagingOf } from './staging.ts';
import { systemProblemWithPath } from './system-error.ts';

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
  { changes, record, obsoleteFolders }: Pick<ChangeSet, 'changes' | 'record' | 'obsoleteFolders'>,
): void {
  const writes = changes.filter((change) => change.type === 'create' || change.type === 'update');
  const deletes = changes.filter((change) => change.type === 'delete').map(({ path }) => path);
  writeStaged(folder, { files: writes.map(({ file }) => file), deletes, obsoleteFolders, record });
}

/**
 * Creates, replaces and deletes files of a tree in place, in the order of the changes, all or none; no record is kept.
 *
 * @throws {WriteError} when the disk refuses; the folder is then as it was
 */
export function replaceFiles(folder: string, changes: readonly FileChange[]): void {
  const files = changes.flatMap((change) =>
    change.type === 'create' || change.type === 'update' ? [change.file] : [],
  );
  const deletes = changes.filter(({ type }) => type === 'delete').map(({ path }) => path);
  const obsoleteFolders = [...new Set(deletes.map(dirname))].filter((path) => path !== '.');
  if (files.length + deletes.length > 0) writeStaged(folder, { files, deletes, obsoleteFolders });
}

interface Writes {
  /** What to write, in order. */
  readonly files: readonly TreeFile[];
  readonly deletes: readonly string[];
  /** Folders to remove if nothing is left in them, the inner ones first. */
  readonly obsoleteFolders: readonly string[];
  /** What is written last. */
  readonly record?: TreeFile;
}

type Undo = () => void;

function writeStaged(folder: string, writes: Writes): void {
  const staging = stagingOf(folder);
  const undo: Undo[] = [];
  attempt(() => stageAll(staging, writes, undo), { undo, otherwise: 'Nothing was changed' });
  attempt(() => moveAll({ folder, staging, undo }, writes), {
    undo,
    otherwise: 'Everything was put back as it was',
  });
  // Without a record of its own, a run leaves those of others, whose files it did not complete
  if (writes.record === undefined) clearStaging(staging);
  else rmSync(staging.root, { recursive: true, force: true });
}

function attempt(step: () => void, { undo, otherwise }: { undo: readonly Undo[]; otherwise: string }): void {
  try {
    step();
  } catch (error) {
    for (const back of undo.toReversed()) back();
    throw new WriteError(`${otherwise}: ${systemProblemWithPath(error)}`, { cause: error });
  }
}

function stageAll(staging: Staging, { files, record }: Writes, undo: Undo[]): void {
  makeFolders(dirname(staging.root), undo);
  undo.push(() => clearStaging(staging));
  clearStaging(staging);
  makeFolders(staging.root, []);
  if (record !== undefined) keepRecord(staging, record, undo);
  for (const file of record === undefined ? files : [...files, record]) stage(staging.fresh, file);
}

/** Before anything moves, what will move is known to be ours. */
function keepRecord({ records }: Staging, { bytes }: TreeFile, undo: Undo[]): void {
  mkdirSync(records, { recursive: true });
  const path = join(records, `${readdirSync(records).length}.json`);
  undo.push(() => rmSync(path, { force: true }));
  writeFileSync(path, bytes);
}

function stage(root: string, file: TreeFile): void {
  const path = join(root, file.path);
  mkdirSync(dirname(path), { recursive: true });
  if (file.symlink !== undefined) return symlinkSync(file.symlink, path);
  writeFileSync(path, file.bytes, { flag: 'wx', mode: file.executable === true ? 0o777 : 0o666 });
}

interface Move {
  readonly folder: string;
  readonly staging: Staging;
  /** What puts everything back, in order of what was done. */
  readonly undo: Undo[];
}

function moveAll(move: Move, { files, deletes, obsoleteFolders, record }: Writes): void {
  for (const path of deletes) moveAway(move, path);
  for (const path of obsoleteFolders) removeFolder(move, path);
  for (const { path } of files) moveIntoPlace(move, path);
  if (record !== undefined) moveIntoPlace(move, record.path);
}

/** A hard link keeps the old file until the end, so that the rename replaces it in one step and can be undone. */
function moveIntoPlace({ folder, staging, undo }: Move, path: string): void {
  const target = join(folder, path);
  const fresh = join(staging.fresh, path);
  makeFolders(dirname(target), undo);
  const kept = keepOld(target, join(staging.old, path), fresh);
  renameSync(fresh, target);
  undo.push(() => (kept === undefined ? unlinkSync(target) : renameSync(kept, target)));
}

function moveAway({ folder, staging, undo }: Move, path: string): void {
  const target = join(folder, path);
  const kept = join(staging.old, path);
  mkdirSync(dirname(kept), { recursive: true });
  renameSync(target, kept);
  undo.push(() => renameSync(kept, target));
}

function removeFolder({ folder, undo }: Move, path: string): void {
  const target = join(folder, path);
  if (removeIfEmpty(target)) undo.push(() => mkdirSync(target));
}

function keepOld(target: string, kept: string, fresh: string): string | undefined {
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
  if (old.isFile()) chmodSync(fresh, modeAfter(old.mode, fresh));
  return kept;
}

function modeAfter(oldMode: number, path: string): number {
  const isExecutable = (lstatSync(path).mode & 0o100) !== 0;
  const bits = oldMode & 0o777;
  return isExecutable ? bits | 0o100 : bits & ~0o111;
}

/** One by one: Node's own recursion hides why a folder could not be made. */
function makeFolders(folder: string, undo: Undo[]): void {
  if (pathKind(folder) === 'folder') return;
  makeFolders(dirname(folder), undo);
  mkdirSync(folder);
  undo.push(() => rmdirSync(folder));
}
