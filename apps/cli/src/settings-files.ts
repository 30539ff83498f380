import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { type Entry, parseOption, parseSettingsFile } from '@kfdist/config';
import type { Diagnostic, Source } from '@kfdist/diagnostics';
import { gitRoot, systemProblem } from '@kfdist/platform/node';
import { report } from './codes.ts';
import type { Context } from './context.ts';

/** What the settings files and options of a command line hold. */
export interface SettingsInput {
  readonly entries: readonly Entry[];
  /** The names of the files that were read. */
  readonly files: readonly string[];
  /** The texts of files and options. */
  readonly sources: readonly Source[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the settings files in order, then the options; later ones win. */
export function readSettings(
  context: Context,
  flags: { readonly file?: readonly string[]; readonly set?: readonly string[] },
): SettingsInput {
  const files = flags.file ?? defaultFiles(context.cwd);
  if (files.length === 0)
    return { entries: [], files, sources: [], diagnostics: [noSettingsFile(context.cwd)] };
  const read = files.map((file) => readSource(context, file));
  const sources = read.flatMap(({ source }) => source ?? []);
  const parsed = [...sources.map(parseSettingsFile), ...(flags.set ?? []).map(parseSet)];
  return {
    entries: parsed.flatMap(({ entries }) => entries),
    files,
    sources,
    diagnostics: [
      ...read.flatMap(({ diagnostics }) => diagnostics),
      ...parsed.flatMap(({ diagnostics }) => diagnostics),
    ],
  };
}

function parseSet(option: string): { entries: readonly Entry[]; diagnostics: readonly Diagnostic[] } {
  const { entry, diagnostics } = parseOption(option);
  return { entries: entry === undefined ? [] : [entry], diagnostics };
}

function defaultFiles(cwd: string): readonly string[] {
  return ['kfdist.yaml', 'setup.conf'].filter((name) => existsSync(join(cwd, name))).slice(0, 1);
}

/** In a folder of a working copy, the file at its root is probably meant. */
function noSettingsFile(cwd: string): Diagnostic {
  const root = gitRoot(cwd);
  const [file] = root === undefined ? [] : defaultFiles(root);
  const hint =
    root === undefined || file === undefined
      ? undefined
      : `Name it with -f ${relative(cwd, join(root, file))}.`;
  return report('NO_SETTINGS_FILE', { args: {}, hint });
}

/** Reads a file named on the command line, or standard input for `-`. */
export function readSource(
  context: Context,
  file: string,
): { source?: Source; diagnostics: readonly Diagnostic[] } {
  try {
    const text = file === '-' ? context.readStdin() : readFileSync(resolve(context.cwd, file), 'utf8');
    return { source: { path: file, text }, diagnostics: [] };
  } catch (error) {
    return { diagnostics: [report('UNREADABLE_FILE', { args: { file, problem: systemProblem(error) } })] };
  }
}
