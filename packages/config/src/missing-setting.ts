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
  /** A place to show: the item of a list, or the settings file. */
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
    span: span ?? itemOf(key, settings) ?? usedBy[0]?.span,
    related: usedBy,
  });
}

/** The line to add, in the syntax of the first settings file. */
function assignment(key: string, definition: SettingDefinition | undefined, { values }: Settings): string {
  const value = definition === undefined ? '...' : exampleOf(definition);
  const first = [...values.values()].find(({ origin }) => origin === 'file')?.span?.path ?? 'kfdist.yaml';
  return /\.(?:ya?ml|json)$/.test(first) ? `${key}: ${value}` : `<<__${key}__>>=${value}`;
}

function exampleOf({ kind, example, values }: SettingDefinition): string {
  return example ?? values?.[0] ?? kindOf(kind).example;
}

/** Where the list item begins that a missing setting belongs to. */
function itemOf(key: string, { values }: Settings): Span | undefined {
  const item = /^(.*\.\d+)\./.exec(key)?.[1];
  if (item === undefined) return undefined;
  return [...values.values()].find((setting) => setting.key.startsWith(`${item}.`) && setting.span)?.span;
}
