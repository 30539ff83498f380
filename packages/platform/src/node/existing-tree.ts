import { dirname } from 'node:path';
import type { Diagnostic } from '@kfdist/diagnostics';
import type { ExistingTree } from '../changes.ts';
import { report } from '../codes.ts';
import { parseRecord, RECORD_PATH } from '../record.ts';
import { pathKind } from './path-kind.ts';
import { readTree } from './read-tree.ts';
import { INNER_STAGING, stagingOf, wasInterrupted } from './staging.ts';

/** An output folder as it is, with the records of earlier runs, also of one that was interrupted. */
export function readExisting(
  folder: string,
  shownAs: string,
): { existing: ExistingTree; diagnostics: readonly Diagnostic[] } {
  const blocker = fileOnTheWay(folder);
  if (blocker !== undefined) {
    const existing = { folder: shownAs, files: [], folders: [], records: [], isInterrupted: false };
    return { existing, diagnostics: [report('BLOCKED_PATH', { args: { file: shownAs, blocker } })] };
  }
  const { files, folders } = readTree(folder, { without: ['.git', INNER_STAGING] });
  const staging = stagingOf(folder);
  const finished = files
    .filter(({ path }) => path === RECORD_PATH)
    .map((file) => parseRecord({ ...file, origin: `${shownAs}/${RECORD_PATH}` }));
  // A record that was being written when its run was killed is no loss: nothing had moved yet
  const unfinished = readTree(staging.records)
    .files.map(parseRecord)
    .filter(({ diagnostics }) => diagnostics.length === 0);
  const records = [...finished, ...unfinished].map(({ record }) => record);
  return {
    existing: { folder: shownAs, files, folders, records, isInterrupted: wasInterrupted(staging) },
    diagnostics: finished.flatMap(({ diagnostics }) => diagnostics),
  };
}

/** What stands where the folder, or one that it lies in, must be. */
function fileOnTheWay(folder: string): string | undefined {
  for (let path = folder; ; path = dirname(path)) {
    const kind = pathKind(path);
    if (kind !== 'nothing') return kind === 'folder' ? undefined : path;
    if (path === dirname(path)) return undefined;
  }
}
