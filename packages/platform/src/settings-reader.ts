import { missingSetting, type Settings } from '@kfdist/config';
import type { Diagnostic, Related, Span } from '@kfdist/diagnostics';
import { findPlaceholders, type Lookup, renderText } from '@kfdist/manifests';
import { report } from './codes.ts';
import type { Locate } from './yaml-document.ts';

/** Reads settings for rendering, and remembers who read what, so that only what is used must be set. */
export interface SettingsReader {
  readonly settings: Settings;
  readonly lookup: Lookup;
  /** Notes that something at `span` reads `key`. */
  readonly note: (key: string, user: string, span: Span | undefined) => void;
  /** Every key that was noted, with the places that read it. */
  readonly uses: ReadonlyMap<string, readonly Related[]>;
}

/** A reader over resolved settings. An unset setting reads as empty; `missingSettings` reports it once. */
export function settingsReader(settings: Settings): SettingsReader {
  const uses = new Map<string, Related[]>();
  return {
    settings,
    uses,
    lookup: (key) =>
      settings.values.get(key) ?? (settings.unset.has(key) ? { text: '', type: 'string' } : undefined),
    note: (key, user, span) => {
      const places = uses.get(key) ?? [];
      if (places.length === 0) uses.set(key, places);
      if (span !== undefined) places.push({ message: `${user} uses it here`, span });
    },
  };
}

/** One diagnostic for each setting that is used, directly or through a default, and has no value. */
export function missingSettings(
  { settings, uses }: SettingsReader,
  file: Span | undefined,
): readonly Diagnostic[] {
  const places = new Map<string, Related[]>();
  for (const [key, users] of uses)
    for (const root of settings.values.has(key) ? [] : (settings.unset.get(key) ?? []))
      places.set(root, [...(places.get(root) ?? []), ...users]);
  return [...places]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, usedBy]) =>
      missingSetting(key, settings, { usedBy: firstOfEach(usedBy).slice(0, 3), span: file }),
    );
}

/** The first place of each user. */
function firstOfEach(places: readonly Related[]): readonly Related[] {
  return [...new Map(places.toReversed().map((place) => [place.message, place])).values()].toReversed();
}

/** Where a piece of plain data with templates comes from. */
export interface Declared {
  readonly name: string;
  readonly path: readonly (string | number)[];
  readonly locate: Locate;
}

/** Replaces the placeholders in every string of plain data. Unknown ones are diagnostics. */
export function fillStrings<T>(
  value: T,
  from: Declared,
  reader: SettingsReader,
): { value: T; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const fill = (item: unknown, path: readonly (string | number)[]): unknown => {
    if (typeof item === 'string') {
      const placeholders = findPlaceholders(item);
      if (placeholders.length === 0) return item;
      const span = from.locate([...from.path, ...path]);
      for (const { key } of placeholders) reader.note(key, from.name, span);
      const { text, missing } = renderText(item, reader.lookup);
      diagnostics.push(
        ...missing.map((key) =>
          report('UNKNOWN_SETTING_IN_COMPONENT', { args: { name: from.name, key }, span }),
        ),
      );
      return text;
    }
    if (Array.isArray(item)) return item.map((element, i) => fill(element, [...path, i]));
    if (item === null || typeof item !== 'object') return item;
    return Object.fromEntries(Object.entries(item).map(([key, child]) => [key, fill(child, [...path, key])]));
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only the contents of strings change
  return { value: fill(value, []) as T, diagnostics };
}
