import { parseSettingsFile } from '@kfdist/config';
import type { Diagnostic, Source } from '@kfdist/diagnostics';
import { type Distribution, type MigratedKey, type Migration, migrateSettings } from '@kfdist/platform';
import type { Context } from '../../context.ts';
import { table } from '../../print.ts';
import { readSource } from '../../settings-files.ts';

/** An older settings file as one of now, or what kept it from being read. */
export interface OldSettings {
  readonly migration?: Migration;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: readonly Source[];
}

/** Reads the older settings file that a command line names, if it names one. */
export function readOld(context: Context, file: string | undefined, distribution: Distribution): OldSettings {
  if (file === undefined) return { diagnostics: [], sources: [] };
  const { source, diagnostics } = readSource(context, file);
  if (source === undefined) return { diagnostics, sources: [] };
  const parsed = parseSettingsFile(source);
  const migration = migrateSettings(parsed.entries, distribution);
  return { migration, diagnostics: parsed.diagnostics, sources: [source] };
}

/** What became of each key, and how many of each. */
export function keyLines(keys: readonly MigratedKey[]): readonly string[] {
  if (keys.length === 0) return [];
  const fates = [...new Set(keys.map(({ fate }) => fate))];
  const counts = fates.map((fate) => `${keys.filter((one) => one.fate === fate).length} ${fate}`);
  return [
    ...table([['KEY', 'BECAME', ''], ...keys.map(({ key, fate, note = '' }) => [key, fate, note])]),
    '',
    counts.join(', '),
    '',
  ];
}
