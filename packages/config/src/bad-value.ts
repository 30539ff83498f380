import type { Diagnostic } from '@kfdist/diagnostics';
import { report } from './codes.ts';
import { textProblem } from './plain-kinds.ts';
import type { Setting } from './settings.ts';
import { nearestKey } from './suggest.ts';
import { kindOf, valueProblem } from './value-kinds.ts';

type Find = (key: string) => Setting | undefined;

/** The diagnostic of a value that its kind does not allow, at the place where the culprit is written. */
export function badValue(setting: Setting, find: Find): Diagnostic | undefined {
  const { key, text, definition } = setting;
  // damaged by decoding, which has been reported
  if (text.includes('\uFFFD')) return undefined;
  if (text === '' && definition?.default === '') return undefined;
  const problem = definition === undefined ? textProblem(text) : valueProblem(text, definition);
  if (problem === undefined) return undefined;
  const args = {
    key,
    expected: expectedOf(setting),
    problem: sentence(setting, problem),
    advice: adviceFor(setting, find),
  };
  return report('BAD_VALUE', { args, span: culprits(setting, find)[0]?.valueSpan ?? definition?.span });
}

function expectedOf({ definition }: Setting): string {
  if (definition === undefined) return kindOf('text').expected;
  if (definition.kind !== 'enum') return kindOf(definition.kind).expected;
  return `one of ${(definition.values ?? []).join(', ')}`;
}

function sentence({ text, sensitive }: Setting, problem: string): string {
  if (sensitive) return 'its value is not';
  const shown = quoted(text);
  return problem.startsWith('it ') ? `${shown} ${problem.slice(3)}` : `in ${shown} ${problem}`;
}

function adviceFor(setting: Setting, find: Find): string {
  const { key, text, definition, sensitive, origin } = setting;
  if (origin === 'default') {
    const keys = culprits(setting, find).map((culprit) => culprit.key);
    if (keys.length > 0) return `It is made from ${keys.join(' and ')}: change that, or set ${key}`;
    return `Set ${key}`;
  }
  if (definition?.kind === 'enum' && !sensitive) {
    const nearest = nearestKey(text, definition.values ?? []);
    if (nearest !== undefined) return `Did you mean ${nearest}?`;
  }
  const example = definition?.example ?? (definition === undefined ? '' : exampleOf(definition));
  return example === '' ? 'Write another value' : `Write something like ${example}`;
}

function exampleOf({ kind, values = [] }: NonNullable<Setting['definition']>): string {
  return kind === 'enum' ? (values[0] ?? '') : kindOf(kind).example;
}

/** The written settings that a value comes from: itself, or what its default is made from. */
function culprits(setting: Setting, find: Find): Setting[] {
  const found = new Map<string, Setting>();
  const seen = new Set([setting.key]);
  const open = [setting];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.valueSpan !== undefined) {
      found.set(next.key, next);
      continue;
    }
    for (const key of next.uses.toReversed()) {
      const used = seen.has(key) ? undefined : find(key);
      seen.add(key);
      if (used !== undefined) open.push(used);
    }
  }
  return [...found.values()];
}

/** A value as it may stand in a sentence: in quotes, without control characters, at most 60 characters. */
function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}
