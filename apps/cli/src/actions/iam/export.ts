import { resolve } from 'node:path';
import { hasErrors } from '@kfdist/diagnostics';
import { type ExportFile, exportRoles } from '@kfdist/iam';
import { textFile, toChanges } from '@kfdist/platform';
import { readExisting, sha256, writeChanges } from '@kfdist/platform/node';
import { report } from '../../codes.ts';
import type { ExportFlags } from '../../commands/iam/export.ts';
import type { Context } from '../../context.ts';
import { printResult, type Result } from '../../print.ts';
import { shownPath } from '../../shown-path.ts';
import { isWritten } from '../../written.ts';
import { changeCounts, changeData } from '../change-counts.ts';
import { loadRoles } from './roles.ts';

const KIND = 'IamExportResult';

/** Writes the roles as files for another tool. */
export function exportPlan(this: Context, flags: ExportFlags): void {
  const { roles, diagnostics, sources } = loadRoles(this, flags);
  const nothing = { kind: KIND, data: {}, lines: () => [], sources };
  if (roles === undefined || hasErrors(diagnostics))
    return printResult(this, flags.output, { ...nothing, diagnostics });
  const exported = exportRoles(roles, flags.format);
  const found = { ...nothing, diagnostics: [...diagnostics, ...exported.diagnostics] };
  if (flags.outputDir !== undefined) return writeFiles(this, flags, { found, files: exported.files });
  const [file, ...others] = exported.files;
  if (flags.output === 'table' && others.length > 0) {
    const several = report('EXPORT_NEEDS_FOLDER', { args: { format: flags.format } });
    return printResult(this, flags.output, { ...found, diagnostics: [...found.diagnostics, several] });
  }
  const data = { files: exported.files.map(({ path, text }) => ({ path, text })) };
  const lines = () => (file === undefined ? [] : [file.text.replace(/\n$/, '')]);
  printResult(this, flags.output, { ...found, data, lines });
}

interface Exported {
  readonly found: Result;
  readonly files: readonly ExportFile[];
}

function writeFiles(context: Context, flags: ExportFlags, { found, files }: Exported): void {
  const folder = resolve(context.cwd, flags.outputDir ?? '.');
  const shownAs = shownPath(context, folder);
  const { existing, diagnostics } = readExisting(folder, shownAs);
  const tree = files.map(({ path, text, isExecutable = false }) => ({
    ...textFile(path, text),
    ...(isExecutable ? { executable: true } : {}),
  }));
  const set = toChanges(tree, existing, { overwrite: flags.overwrite, digest: sha256 });
  const all = [...found.diagnostics, ...diagnostics, ...set.diagnostics];
  if (!hasErrors(all) && !isWritten(context, shownAs, () => writeChanges(folder, set))) return;
  printResult(context, flags.output, {
    ...found,
    data: { folder: shownAs, changes: changeData(set.changes) },
    lines: () => [`${shownAs}: ${changeCounts(set.changes)}`],
    isWriting: true,
    diagnostics: all,
  });
}
