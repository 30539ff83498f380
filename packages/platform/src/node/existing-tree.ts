import type { Diagnostic } from '@kfdist/diagnostics';
import type { ExistingTree } from '../changes.ts';
import { parseRecord, RECORD_PATH } from '../record.ts';
import { readTree } from './read-tree.ts';
import { stagingFolder } from './staging.ts';

/** An output folder as it is, with the records of earlier runs, also of one that was interrupted. */
export function readExisting(
  folder: string,
  shownAs: string,
): { existing: ExistingTree; diagnostics: readonly Diagnostic[] } {
  const { files, folders } = readTree(folder);
  const interrupted = readTree(stagingFolder(folder)).files.find(({ path }) => path === `new/${RECORD_PATH}`);
  const recorded = [files.find(({ path }) => path === RECORD_PATH), interrupted];
  const records = recorded.flatMap((file) =>
    file === undefined ? [] : [parseRecord({ ...file, origin: `${shownAs}/${RECORD_PATH}` })],
  );
  return {
    existing: { folder: shownAs, files, folders, records: records.map(({ record }) => record) },
    diagnostics: records.flatMap(({ diagnostics }) => diagnostics),
  };
}
