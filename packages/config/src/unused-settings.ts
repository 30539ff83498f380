import type { Diagnostic } from '@kfdist/diagnostics';
import { report } from './codes.ts';
import type { Compatibility } from './compatibility.ts';
import type { Entry } from './entry.ts';
import { placeholdersIn } from './placeholders.ts';
import type { SettingDefinition } from './setting-definitions.ts';
import type { Setting, Settings } from './settings.ts';
import { indexPattern, nearestKey } from './suggest.ts';

/**
 * An `UNKNOWN_SETTING` for each given key that is not declared, is used by no other value, and is spelt almost like a
 * declared key that was not given: it is probably meant to be that.
 */
export function misspeltEntries(
  given: ReadonlyMap<string, Entry>,
  declared: ReadonlyMap<string, SettingDefinition>,
  { renamed, dropped }: Compatibility,
): { keys: string[]; diagnostics: Diagnostic[] } {
  const named = new Set([...given.values()].flatMap(({ text }) => placeholdersIn(text)));
  const known = new Set([...declared.keys()].map(indexPattern));
  const misspelt = [...given.values()].flatMap(({ key, span }) => {
    if (declared.has(key) || renamed.has(key) || dropped.has(key) || named.has(key)) return [];
    const nearest = nearestKey(key, known);
    return nearest === undefined || given.has(nearest) ? [] : [{ key, nearest, span }];
  });
  return {
    keys: misspelt.map(({ key }) => key),
    diagnostics: misspelt.map(({ key, nearest, span }) =>
      report('UNKNOWN_SETTING', { args: { key, nearest }, span }),
    ),
  };
}

/**
 * A warning for each undeclared setting that somebody wrote and nothing reads: `UNKNOWN_SETTING` if it is spelt almost like a
 * declared one, else `UNUSED_SETTING`. A used key stands for everything below it too, as a template may loop over it.
 */
export function unusedSettings(settings: Settings, usedKeys: ReadonlySet<string>): Diagnostic[] {
  const { values, definitions } = settings;
  const used = new Set([...usedKeys, ...[...values.values()].flatMap(({ uses }) => uses)]);
  const known = definitions.map(({ key }) => key);
  return [...values.values()]
    .filter((setting) => isUnused(setting, used))
    .map(({ key, span }) => {
      const nearest = nearestKey(key, known);
      return nearest === undefined
        ? report('UNUSED_SETTING', { args: { key }, span })
        : report('UNKNOWN_SETTING', { args: { key, nearest }, span });
    });
}

function isUnused({ key, origin, definition, reported }: Setting, used: ReadonlySet<string>): boolean {
  if (origin === 'default' || definition !== undefined || reported) return false;
  for (let end = key.length; end > 0; end = key.lastIndexOf('.', end - 1)) {
    if (used.has(key.slice(0, end))) return false;
  }
  return true;
}
