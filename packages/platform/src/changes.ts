import type { Diagnostic } from '@kfdist/diagnostics';
import { report } from './codes.ts';
import { isCredentialFile } from './credential-files.ts';
import { fingerprint, RECORD_PATH, type RecordOptions, recordFile, type WriteRecord } from './record.ts';
import { byPath, type TreeFile } from './tree-file.ts';

/** One step from what is on disk to what should be. */
export type FileChange =
  | { readonly type: 'create'; readonly path: string; readonly file: TreeFile }
  | { readonly type: 'update'; readonly path: string; readonly file: TreeFile; readonly before: TreeFile }
  | { readonly type: 'unchanged'; readonly path: string; readonly file: TreeFile }
  | { readonly type: 'delete'; readonly path: string; readonly before: TreeFile }
  /** Differs from what we wrote, and stays as it is. */
  | { readonly type: 'kept'; readonly path: string; readonly before: TreeFile; readonly file?: TreeFile };

/** A folder as it is on disk, with what earlier runs recorded about it. */
export interface ExistingTree {
  /** The folder as people know it. */
  readonly folder: string;
  readonly files: readonly TreeFile[];
  /** Paths of folders. */
  readonly folders: readonly string[];
  /** The records of finished runs and, after an interruption, of the run that did not finish. */
  readonly records: readonly WriteRecord[];
  /** Whether the last run was stopped before it had cleared up. */
  readonly isInterrupted?: boolean;
}

/** The changes in order of their paths; `record` is written after all of them. */
export interface ChangeSet {
  readonly changes: readonly FileChange[];
  readonly record: TreeFile;
  /** Whether there is something to do even without a change: the record says something else, or a run was interrupted. */
  readonly isUnfinished: boolean;
  /** Folders in which we wrote and will not any more, the inner ones first. */
  readonly obsoleteFolders: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** How a tree is compared. */
export interface ChangeOptions extends RecordOptions {
  /** Replace edited and foreign files too, and what another cluster has there. */
  readonly overwrite?: boolean;
}

/**
 * Compares what should be with what is. Only files that are recorded as ours are replaced or deleted;
 * edited ones are reported and kept, unless `overwrite`. What `kfdist credentials` writes stays as it is.
 *
 * @example
 * toChanges(plan.files, existing).changes.map(({ type, path }) => `${type} ${path}`);
 * //=> ['create applications/istio.yaml', ...]
 */
export function toChanges(
  files: readonly TreeFile[],
  existing: ExistingTree,
  { overwrite = false, cluster, digest }: ChangeOptions = {},
): ChangeSet {
  const onDisk = new Map(
    existing.files.filter(({ path }) => path !== RECORD_PATH).map((file) => [file.path, file]),
  );
  const planned = new Set(files.map(({ path }) => path));
  const known = hashesByPath(existing.records);
  // In a tree of ours, what is wanted in place of a SealedSecret comes from another backend
  const isReplaced = (file: TreeFile) => known.size > 0 && isCredentialFile(file);
  const isOurs = (file: TreeFile) =>
    overwrite || isReplaced(file) || known.get(file.path)?.has(fingerprint(file, digest)) === true;
  const wanted = files.map((file) => changeTo(file, onDisk.get(file.path), isOurs));
  const gone = [...onDisk.values()]
    .filter((file) => !planned.has(file.path) && known.has(file.path) && !isCredentialFile(file))
    .map((before): FileChange => ({ type: isOurs(before) ? 'delete' : 'kept', path: before.path, before }));
  const changes = [...wanted, ...gone].toSorted(byPath);
  const strangers = overwrite || known.size > 0 ? [] : foreign(files, existing);
  const record = recordFile(files.toSorted(byPath), { cluster, digest });
  const recorded = existing.files.find(({ path }) => path === RECORD_PATH);
  const isStale = recorded === undefined || !sameFile(recorded, record);
  return {
    changes,
    record,
    isUnfinished: isStale || existing.isInterrupted === true,
    obsoleteFolders: obsoleteFolders([...known.keys()], [...planned]),
    diagnostics: [
      ...(overwrite ? [] : otherClusters(existing, cluster)),
      ...strangers,
      ...blocked(files, existing, changes),
      // In a folder of somebody else, nothing of ours was edited
      ...(strangers.length > 0 ? [] : edited(changes, existing)),
    ],
  };
}

/** Whether anything on disk would change. */
export function isPending({ changes }: Pick<ChangeSet, 'changes'>): boolean {
  return changes.some(({ type }) => type === 'create' || type === 'update' || type === 'delete');
}

type Hashes = ReadonlyMap<string, ReadonlySet<string>>;

function hashesByPath(records: readonly WriteRecord[]): Hashes {
  const hashes = new Map<string, Set<string>>();
  for (const { files } of records)
    for (const [path, hash] of files) hashes.set(path, (hashes.get(path) ?? new Set()).add(hash));
  return hashes;
}

function changeTo(
  file: TreeFile,
  before: TreeFile | undefined,
  isOurs: (file: TreeFile) => boolean,
): FileChange {
  const { path } = file;
  if (before === undefined) return { type: 'create', path, file };
  if (sameFile(file, before)) return { type: 'unchanged', path, file };
  return isOurs(before) ? { type: 'update', path, file, before } : { type: 'kept', path, file, before };
}

/** Whether two files have the same content, mode and link target. */
export function sameFile(a: TreeFile, b: TreeFile): boolean {
  return (
    a.symlink === b.symlink &&
    (a.executable ?? false) === (b.executable ?? false) &&
    sameBytes(a.bytes, b.bytes)
  );
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  // Built objects are megabytes, so four bytes at once where they lie that way
  const words = a.byteOffset % 4 === 0 && b.byteOffset % 4 === 0 ? Math.floor(a.length / 4) : 0;
  return sameItems(wordsOf(a, words), wordsOf(b, words), 0) && sameItems(a, b, words * 4);
}

function wordsOf({ buffer, byteOffset }: Uint8Array, count: number): Int32Array {
  return new Int32Array(buffer, count === 0 ? 0 : byteOffset, count);
}

function sameItems(a: Uint8Array | Int32Array, b: Uint8Array | Int32Array, start: number): boolean {
  for (let i = start; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** A folder without a record is taken over only if all that it holds is what we would write. */
function foreign(files: readonly TreeFile[], existing: ExistingTree): Diagnostic[] {
  const planned = new Map(files.map((file) => [file.path, file]));
  const stranger = existing.files.find((file) => {
    const ours = planned.get(file.path);
    const isKnown = file.path === RECORD_PATH || (ours === undefined && isCredentialFile(file));
    return !isKnown && (ours === undefined || !sameFile(ours, file));
  });
  if (stranger === undefined) return [];
  return [report('OUTPUT_NOT_OURS', { args: { folder: existing.folder, file: stranger.path } })];
}

/** What was written for another cluster, which would get the settings of this one. */
function otherClusters({ folder, records }: ExistingTree, cluster: string | undefined): Diagnostic[] {
  if (cluster === undefined) return [];
  const others = new Set(records.flatMap((record) => record.cluster ?? []));
  others.delete(cluster);
  return [...others].map((other) => report('OUTPUT_OF_OTHER_CLUSTER', { args: { folder, cluster, other } }));
}

function obsoleteFolders(known: readonly string[], planned: readonly string[]): readonly string[] {
  const needed = new Set(planned.flatMap(parentsOf));
  const written = new Set(known.flatMap(parentsOf));
  return [...written].filter((folder) => !needed.has(folder)).toSorted((a, b) => b.length - a.length);
}

/** The folders that a path lies in, the outer ones first. */
function parentsOf(path: string): readonly string[] {
  return [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index));
}

function blocked(
  files: readonly TreeFile[],
  existing: ExistingTree,
  changes: readonly FileChange[],
): Diagnostic[] {
  const gone = new Set(changes.filter(({ type }) => type === 'delete').map(({ path }) => path));
  const isFile = new Set(existing.files.map(({ path }) => path).filter((path) => !gone.has(path)));
  const emptied = new Set([...gone].flatMap(parentsOf));
  for (const path of isFile) for (const parent of parentsOf(path)) emptied.delete(parent);
  const isFolder = new Set(existing.folders.filter((path) => !emptied.has(path)));
  return files.flatMap(({ path }) => {
    const blocker = isFolder.has(path) ? path : parentsOf(path).find((parent) => isFile.has(parent));
    return blocker === undefined
      ? []
      : [report('BLOCKED_PATH', { args: { file: path, blocker: `${existing.folder}/${blocker}` } })];
  });
}

function edited(changes: readonly FileChange[], existing: ExistingTree): Diagnostic[] {
  return changes
    .filter(({ type }) => type === 'kept')
    .map(({ path }) => report('HAND_EDITED', { args: { file: `${existing.folder}/${path}` } }));
}
