import type { Diagnostic, Related, Span } from '@kfdist/diagnostics';
import { report } from './codes.ts';
import type { SettingDefinition } from './setting-definitions.ts';
import type { Settings } from './settings.ts';
import { indexPattern } from './suggest.ts';
import { kindOf } from './value-kinds.ts';

/** Where a missing setting is needed. */
export interface MissingSettingOptions {
  /** The places that name it. */
  readonly usedBy?: readonly Related[];
  /** A place to show where it belongs to no item of a list: the settings file. */
  readonly span?: Span | undefined;
}

/** The diagnostic of a setting that has neither a value nor a default: what it is for, and a line to add. */
export function missingSetting(
  key: string,
  settings: Settings,
  { usedBy = [], span }: MissingSettingOptions = {},
): Diagnostic {
  const definition = settings.definitions.find(
    (other) => other.key === key || other.key === indexPattern(key),
  );
  const purpose = definition === undefined ? '' : `: ${definition.summary}`;
  const args = { key, purpose, assignment: assignment(key, definition, settings) };
  return report('MISSING_SETTING', {
    args,
    span: itemOf(key, settings) ?? span ?? usedBy[0]?.span,
    related: usedBy,
  });
}

/** The line to add, in the syntax of the first settings file. */
function assignment(key: string, definition: SettingDefinition | undefined, { values }: Settings): string {
  const value = definition === undefined ? '...' : exampleOf(definition);
  return assignmentIn(firstFile(values), key, value);
}

/** A setting in the syntax of a settings file. */
export function assignmentIn(path: string, key: string, value: string): string {
  return /\.(?:ya?ml|json)$/.test(path) ? `${key}: ${value}` : `<<__${key}__>>=${value}`;
}

function firstFile(values: Settings['values']): string {
  for (const { origin, span } of values.values()) if (origin === 'file' && span) return span.path;
  return 'kfdist.yaml';
}

function exampleOf({ kind, example, values }: SettingDefinition): string {
  return example ?? values?.[0] ?? kindOf(kind).example;
}

/** A place in the list item that a missing setting belongs to: that of another setting of the item. */
function itemOf(key: string, { values, definitions }: Settings): Span | undefined {
  const item = /^.*\.\d+\./.exec(key)?.[0];
  if (item === undefined) return undefined;
  const pattern = indexPattern(item);
  const siblings = definitions.filter((other) => other.key.startsWith(pattern));
  return siblings.flatMap((other) => values.get(item + other.key.slice(pattern.length))?.span ?? [])[0];
}
