import { relative, resolve } from 'node:path';
import { redactedSource, resolveSettings, unusedSettings } from '@kfdist/config';
import { type Diagnostic, hasErrors } from '@kfdist/diagnostics';
import {
  type ChangeSet,
  type FileChange,
  renderTree,
  sameFile,
  type TreeFile,
  toChanges,
  treeSources,
} from '@kfdist/platform';
import { pathKind, readExisting, readTree, replaceFiles, sha256, writeChanges } from '@kfdist/platform/node';
import { report } from '../codes.ts';
import type { RenderFlags } from '../commands/render.ts';
import type { Context } from '../context.ts';
import { counted, printResult } from '../print.ts';
import { readSettings } from '../settings-files.ts';
import { shownPath } from '../shown-path.ts';
import { isWritten } from '../written.ts';
import { changeCounts, changeData } from './change-counts.ts';

const KIND = 'RenderResult';

/** Replaces placeholders in a tree, in a copy or in place. */
export function render(this: Context, flags: RenderFlags, tree: string): void {
  const folder = resolve(this.cwd, tree);
  const wrong = checkFolders(this, flags, folder);
  if (wrong.length > 0)
    return printResult(this, flags.output, { ...empty, diagnostics: wrong, sources: () => [] });
  const input = readSettings(this, flags);
  const { settings, diagnostics } = resolveSettings(input.entries, { definitions: [] });
  const before = readTree(folder, { shownAs: shownPath(this, folder) }).files;
  const rendered = renderTree(before, settings, input.entries);
  const target = targetOf(this, { flags, folder, before, after: rendered.files });
  const all = [
    ...input.diagnostics,
    ...diagnostics,
    ...rendered.diagnostics,
    ...(input.entries.length === 0 ? [] : unusedSettings(settings, rendered.uses)),
    ...target.diagnostics,
  ];
  if (!hasErrors(all) && !isWritten(this, target.shownAs, target.write)) return;
  const sources = () => [
    ...input.sources.map((source) => redactedSource(source, input.entries, [])),
    ...treeSources(before, all),
  ];
  const lines = () => [`${counted(before.length, 'file')}: ${changeCounts(target.changes)}${target.note}`];
  printResult(this, flags.output, {
    ...empty,
    data: { changes: changeData(target.changes) },
    lines,
    diagnostics: all,
    sources,
  });
}

const empty = { kind: KIND, data: {}, lines: () => [], isWriting: true } as const;

function checkFolders(context: Context, flags: RenderFlags, folder: string): readonly Diagnostic[] {
  if (pathKind(folder) !== 'folder')
    return [report('NOT_A_FOLDER', { args: { folder: shownPath(context, folder) } })];
  if (flags.outputDir === undefined) return [];
  if (flags.inPlace) return [report('OUTPUT_CHOICE', { args: {} })];
  const output = resolve(context.cwd, flags.outputDir);
  if (!isInside(output, folder) && !isInside(folder, output)) return [];
  return [
    report('OUTPUT_OVERLAPS', {
      args: { output: shownPath(context, output), folder: shownPath(context, folder) },
    }),
  ];
}

function isInside(inner: string, outer: string): boolean {
  return !relative(outer, inner).startsWith('..');
}

/** Where the rendered files go, and what changes there. */
interface Target {
  readonly changes: readonly FileChange[];
  readonly diagnostics: readonly Diagnostic[];
  readonly note: string;
  readonly shownAs: string;
  readonly write: () => void;
}

interface Rendered {
  readonly flags: RenderFlags;
  readonly folder: string;
  readonly before: readonly TreeFile[];
  readonly after: readonly TreeFile[];
}

function targetOf(context: Context, rendered: Rendered): Target {
  const { flags, folder } = rendered;
  if (flags.outputDir !== undefined)
    return copyTarget(context, resolve(context.cwd, flags.outputDir), rendered);
  const changes = inPlaceChanges(rendered);
  const shownAs = shownPath(context, folder);
  const note = flags.inPlace ? ` in ${shownAs}` : '. Nothing was written; use --output-dir or --in-place.';
  const write = flags.inPlace ? () => replaceFiles(folder, changes) : () => {};
  return { changes, diagnostics: [], note, shownAs, write };
}

function copyTarget(context: Context, folder: string, { flags, after }: Rendered): Target {
  const shownAs = shownPath(context, folder);
  const { existing, diagnostics } = readExisting(folder, shownAs);
  const set: ChangeSet = toChanges(after, existing, { overwrite: flags.overwrite, digest: sha256 });
  return {
    changes: set.changes,
    diagnostics: [...diagnostics, ...set.diagnostics],
    note: ` in ${shownAs}`,
    shownAs,
    write: () => writeChanges(folder, set),
  };
}

function inPlaceChanges({ before, after }: Rendered): readonly FileChange[] {
  const old = new Map(before.map((file) => [file.path, file]));
  return after.map((file): FileChange => {
    const known = old.get(file.path);
    if (known === undefined) return { type: 'create', path: file.path, file };
    return sameFile(file, known)
      ? { type: 'unchanged', path: file.path, file }
      : { type: 'update', path: file.path, file, before: known };
  });
}
