import type { SettingDefinition } from './setting-definitions.ts';
import { isIndex } from './suggest.ts';

/** The keys that decide which default a setting has. */
export function defaultConditions(key: string, definition: SettingDefinition | undefined): string[] {
  return Object.keys(definition?.defaultWhenSet ?? {}).map((other) => withIndexes(other, key, definition));
}

/** The default of a setting as a template: the first conditional one whose condition holds, else the plain one. */
export function chosenDefault(
  key: string,
  definition: SettingDefinition | undefined,
  hasValue: (key: string) => boolean,
): string | undefined {
  const conditional = Object.entries(definition?.defaultWhenSet ?? {}).find(([other]) =>
    hasValue(withIndexes(other, key, definition)),
  );
  const text = conditional?.[1] ?? definition?.default;
  return text?.replace(
    /<<__([^<>\r\n]+?)__>>/g,
    (_, other: string) => `<<__${withIndexes(other, key, definition)}__>>`,
  );
}

/** In the definition of `profiles.*.bucket`, `profiles.*.name` means the name of the same profile. */
function withIndexes(other: string, key: string, definition: SettingDefinition | undefined): string {
  if (!other.includes('*') || !definition?.key.includes('*')) return other;
  const pattern = definition.key.split('.');
  const indexes = key.split('.').filter((segment, at) => pattern[at] === '*' && isIndex(segment));
  let next = 0;
  return other
    .split('.')
    .map((segment) => (segment === '*' ? (indexes[next++] ?? segment) : segment))
    .join('.');
}
