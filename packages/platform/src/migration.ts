import {
  type Entry,
  isSensitiveKey,
  resolveSettings,
  type Setting,
  type SettingDefinition,
} from '@kfdist/config';
import type { Distribution } from './distribution.ts';
import { definitionsOf } from './plan.ts';

/**
 * What becomes of a key of an older settings file:
 * `kept` and `renamed` go on, `own` is a placeholder that only the user's files know, `found` was read out of others, `default`
 * need not be said any more, `dropped` has no meaning now, `secret` does not belong in Git.
 */
export type Fate = 'kept' | 'renamed' | 'own' | 'found' | 'default' | 'dropped' | 'secret';

/** One key and what becomes of it. */
export interface MigratedKey {
  readonly key: string;
  readonly fate: Fate;
  /** Its new name, or why it ends. */
  readonly note?: string;
}

/** An older settings file as one of now. */
export interface Migration {
  /** In the order of the file. */
  readonly keys: readonly MigratedKey[];
  /** The settings that have to be said: the others follow from them. */
  readonly values: ReadonlyMap<string, string>;
}

/** Reads an older settings file, says what becomes of each key, and leaves out what defaults give as well. */
export function migrateSettings(entries: readonly Entry[], distribution: Distribution): Migration {
  const definitions = definitionsOf(distribution);
  const { compatibility } = distribution;
  const { settings } = resolveSettings(entries, { definitions, compatibility });
  const given = [...settings.values.values()].filter(
    ({ key, origin }) =>
      origin !== 'default' && !compatibility.renamed.has(key) && !compatibility.dropped.has(key),
  );
  const open = given.filter(({ key, definition }) => !isSensitiveKey(key, definition));
  const said = saidValues(open, { entries, definitions, distribution });
  const written = new Set(entries.map(({ key }) => key));
  const found = open.filter(({ key }) => !written.has(key) && !isRenamed(key, written, distribution));
  return {
    keys: [
      ...[...written].map((key) => fateOf(key, { settings: settings.values, said, distribution })),
      ...found.map(({ key }): MigratedKey => ({ key, fate: 'found', note: 'read out of the others' })),
    ],
    values: said,
  };
}

function isRenamed(key: string, written: ReadonlySet<string>, { compatibility }: Distribution): boolean {
  return [...compatibility.renamed].some(([old, { to }]) => to === key && written.has(old));
}

interface Known {
  readonly settings: ReadonlyMap<string, Setting>;
  readonly said: ReadonlyMap<string, string>;
  readonly distribution: Distribution;
}

function fateOf(key: string, { settings, said, distribution }: Known): MigratedKey {
  const { renamed, dropped } = distribution.compatibility;
  const reason = dropped.get(key);
  if (reason !== undefined) return { key, fate: 'dropped', note: reason };
  const now = renamed.get(key)?.to ?? key;
  const setting = settings.get(now);
  if (isSensitiveKey(now, setting?.definition))
    return { key, fate: 'secret', note: 'kfdist credentials makes it, or takes it from you' };
  if (!said.has(now))
    return {
      key,
      fate: 'default',
      note: now === key ? 'the default is the same' : `${now}, whose default is the same`,
    };
  if (now !== key) return { key, fate: 'renamed', note: now };
  return setting?.definition === undefined ? { key, fate: 'own' } : { key, fate: 'kept' };
}

interface Resolving {
  readonly entries: readonly Entry[];
  readonly definitions: readonly SettingDefinition[];
  readonly distribution: Distribution;
}

/**
 * The values that have to be said for all values to be as they are. One at a time, in the order of the definitions: a value that is
 * said may give others.
 */
function saidValues(given: readonly Setting[], resolving: Resolving): ReadonlyMap<string, string> {
  const { definitions, distribution } = resolving;
  const rank = new Map(definitions.map(({ key }, i) => [key, i]));
  const ordered = given.toSorted((a, b) => (rank.get(a.key) ?? 1e6) - (rank.get(b.key) ?? 1e6));
  const said = new Map(
    ordered.filter(({ definition }) => definition?.default === undefined).map(({ key, text }) => [key, text]),
  );
  for (;;) {
    const { settings } = resolveSettings(
      [...said].map(([key, text]) => entryOf(key, text)),
      { definitions, compatibility: { ...distribution.compatibility, inferred: new Map() } },
    );
    const different = ordered.find(
      ({ key, text }) => !said.has(key) && settings.values.get(key)?.text !== text,
    );
    if (different === undefined) return said;
    said.set(different.key, different.text);
  }
}

function entryOf(key: string, text: string): Entry {
  const span = { path: '', start: 0, end: 0 };
  return { key, text, type: 'string', span, valueSpan: span, origin: 'file' };
}
