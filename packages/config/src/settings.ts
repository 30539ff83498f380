import type { Diagnostic, Span } from '@kfdist/diagnostics';
import { type Compatibility, NO_COMPATIBILITY } from './compatibility.ts';
import type { Entry, ValueType } from './entry.ts';
import { evaluate } from './evaluation.ts';
import { mergeLayers } from './layers.ts';
import { findLists, instances } from './lists.ts';
import { missingSetting } from './missing-setting.ts';
import { carryOver } from './old-keys.ts';
import type { SettingDefinition } from './setting-definitions.ts';
import { misspeltEntries } from './unused-settings.ts';

/** One setting with its value. */
export interface Setting {
  readonly key: string;
  /** The value with all placeholders replaced. */
  readonly text: string;
  readonly type: ValueType;
  /** Must never be shown: it is a secret, or made from one. */
  readonly sensitive: boolean;
  readonly origin: 'file' | 'option' | 'default';
  readonly span?: Span;
  readonly valueSpan?: Span;
  /** The value before its placeholders were replaced, if it has any. */
  readonly template?: string;
  /** The keys in the template. */
  readonly uses: readonly string[];
  readonly definition?: SettingDefinition;
  /** Written in setup.conf without `<<__ __>>`. */
  readonly bare?: true;
  /** A warning says that nothing will read it, at least not under this name. */
  readonly reported?: true;
}

/** All settings of one cluster. */
export interface Settings {
  readonly values: ReadonlyMap<string, Setting>;
  /** Keys without a value, each with the keys that have to be set first: itself if it has no default. */
  readonly unset: ReadonlyMap<string, readonly string[]>;
  /** The lengths of the lists, by key; declared lists are there even if they are empty. */
  readonly lists: ReadonlyMap<string, number>;
  /** Keys of maps that were given as `{}`. */
  readonly emptyMaps: ReadonlySet<string>;
  readonly definitions: readonly SettingDefinition[];
}

/** What settings are resolved against. */
export interface ResolveOptions {
  readonly definitions?: readonly SettingDefinition[];
  readonly compatibility?: Compatibility;
}

/**
 * Gives every setting its value: what was written or the default, with placeholders replaced and the kind checked.
 *
 * The entries of all files and options come in order; later ones win. Their order within a file does not matter.
 * Faulty values are reported and kept, so that what is made from them does not count as missing.
 *
 * @example
 * const { entries } = parseSetupConf({ path: 'setup.conf', text: '<<__url__>>=https://<<__host__>>/\n<<__host__>>=a.b' });
 * resolveSettings(entries).settings.values.get('url')?.text;
 * //=> 'https://a.b/'
 */
export function resolveSettings(
  entries: readonly Entry[],
  { definitions = [], compatibility = NO_COMPATIBILITY }: ResolveOptions = {},
): { settings: Settings; diagnostics: Diagnostic[] } {
  const old = carryOver(mergeLayers(entries), compatibility);
  const found = findLists(old.given, definitions);
  const declared = instances(definitions, found.items);
  const given = new Map(
    [...old.given].filter(([, { type }]) => type !== 'empty-list' && type !== 'empty-map'),
  );
  const misspelt = misspeltEntries(given, declared, compatibility);
  const notLists = found.diagnostics.flatMap(({ args }) => args?.key ?? []);
  const reported = new Set([...old.reported, ...misspelt.keys, ...notLists]);
  const evaluated = evaluate({ given, declared, reported });
  const emptyMaps = [...old.given.values()].filter(({ type }) => type === 'empty-map').map(({ key }) => key);
  const { values, unset } = evaluated;
  const settings: Settings = {
    values,
    unset,
    lists: found.lists,
    emptyMaps: new Set(emptyMaps),
    definitions,
  };
  const diagnostics = [
    ...old.diagnostics,
    ...found.diagnostics,
    ...misspelt.diagnostics,
    ...evaluated.diagnostics,
    ...missingRequired(settings, declared).filter(({ args }) => !notLists.includes(args?.key ?? '')),
  ];
  return { settings, diagnostics: inOrderOf(entries, diagnostics) };
}

function missingRequired(settings: Settings, declared: ReadonlyMap<string, SettingDefinition>): Diagnostic[] {
  const roots = new Set<string>();
  for (const [key, { required }] of declared) {
    if (required) for (const root of settings.unset.get(key) ?? []) roots.add(root);
  }
  return [...roots].toSorted().map((key) => missingSetting(key, settings));
}

/** Sorted by file and place, so that the order of settings has no say; what has no place comes last. */
function inOrderOf(entries: readonly Entry[], diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const paths = [...new Set(entries.map(({ span }) => span.path))];
  const rank = ({ span }: Diagnostic) => {
    const at = span === undefined ? -1 : paths.indexOf(span.path);
    return at < 0 ? paths.length : at;
  };
  return diagnostics.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      (a.span?.start ?? 0) - (b.span?.start ?? 0) ||
      (a.message < b.message ? -1 : Number(a.message > b.message)),
  );
}
