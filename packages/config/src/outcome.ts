import { badValue } from './bad-value.ts';
import { report } from './codes.ts';
import type { Entry, ValueType } from './entry.ts';
import type { Evaluation } from './evaluation.ts';
import { templateParts } from './placeholders.ts';
import { hasPassword } from './sensitivity.ts';
import type { Setting } from './settings.ts';
import { typeOfKind } from './value-kinds.ts';

/** Values grow by placeholders at most this far, all together: they could double at every step. */
export const MOST_CHARACTERS = 64 * 1024 * 1024;

/** What became of one key. */
export interface Outcome {
  readonly setting?: Setting;
  /** The keys that have to be set before this one has a value. */
  readonly waitsFor: readonly string[];
  /** A mistake in it, or in what it is made from, has been reported. */
  readonly isTainted: boolean;
}

/** Makes a setting from its template, after everything the template names has been evaluated. */
export function finish(key: string, template: string | undefined, evaluation: Evaluation): Outcome {
  if (template === undefined) return { waitsFor: [key], isTainted: false };
  const parts = templateParts(template);
  const uses = [...new Set(parts.filter((_, at) => at % 2 === 1))];
  const isCyclic = evaluation.inCycle.has(key);
  const known = isCyclic ? [] : uses.map((other) => evaluation.outcomes.get(other));
  const waitsFor = [...new Set(known.flatMap((outcome) => outcome?.waitsFor ?? []))].toSorted();
  // Whatever is made from it waits too, so nobody asks whether it is tainted
  if (waitsFor.length > 0) return { waitsFor, isTainted: false };
  const entry = evaluation.given.get(key);
  const text = isCyclic ? template : fill(parts, evaluation);
  const setting = settingOf({ key, template, uses, parts, entry, text: text ?? template }, evaluation);
  const isTainted =
    isCyclic || entry?.reported === true || known.some((outcome) => outcome?.isTainted ?? true);
  return { setting, waitsFor: [], isTainted: isTainted || isWrong(setting, text !== undefined, evaluation) };
}

/** The text of a template, or `undefined` if there is no room for it. Unknown placeholders stay as they are. */
function fill(parts: readonly string[], evaluation: Evaluation): string | undefined {
  if (parts.length === 1) return parts[0] ?? '';
  const texts = parts.map((part, at) =>
    at % 2 === 0 ? part : (evaluation.outcomes.get(part)?.setting?.text ?? `<<__${part}__>>`),
  );
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  if (length > evaluation.room) return undefined;
  evaluation.room -= length;
  return texts.join('');
}

interface Made {
  readonly key: string;
  readonly template: string;
  readonly uses: readonly string[];
  readonly parts: readonly string[];
  readonly entry: Entry | undefined;
  readonly text: string;
}

function settingOf({ key, template, uses, parts, entry, text }: Made, evaluation: Evaluation): Setting {
  const definition = evaluation.declared.get(key);
  const used = uses.map((other) => evaluation.outcomes.get(other)?.setting);
  const isWhole = parts.length === 3 && parts[0] === '' && parts[2] === '';
  const written = entry?.type === 'empty-list' || entry?.type === 'empty-map' ? undefined : entry?.type;
  const ownType: ValueType = isWhole
    ? (used[0]?.type ?? 'string')
    : parts.length > 1
      ? 'string'
      : (written ?? 'string');
  return {
    key,
    text,
    type: definition === undefined ? ownType : typeOfKind(definition.kind),
    sensitive: evaluation.isSensitive(key) || hasPassword(text) || used.some((setting) => setting?.sensitive),
    origin: entry?.origin ?? 'default',
    ...(entry === undefined ? {} : { span: entry.span, valueSpan: entry.valueSpan }),
    ...(uses.length === 0 ? {} : { template }),
    uses,
    ...(definition === undefined ? {} : { definition }),
    ...(entry?.bare ? { bare: true } : {}),
    ...(evaluation.reported.has(key) ? { reported: true } : {}),
  };
}

function isWrong(setting: Setting, isWhole: boolean, { diagnostics, outcomes }: Evaluation): boolean {
  const { key, valueSpan } = setting;
  const found = isWhole
    ? badValue(setting, (other) => outcomes.get(other)?.setting)
    : report('VALUE_TOO_LONG', { args: { key, limit: String(MOST_CHARACTERS) }, span: valueSpan });
  if (found) diagnostics.push(found);
  return found !== undefined;
}
