import type { Diagnostic } from '@kfdist/diagnostics';
import { report } from './codes.ts';
import type { Compatibility, Inference } from './compatibility.ts';
import type { Entry } from './entry.ts';
import { assignmentIn } from './missing-setting.ts';
import { placeholdersIn } from './placeholders.ts';
import { typeOfSpelling } from './spelling.ts';

/** The entries with those of old keys carried over, and what to say about them. */
export interface CarriedOver {
  readonly given: Map<string, Entry>;
  /** The old keys that were given. */
  readonly reported: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Gives new keys the values of old ones, unless they have their own. The old keys stay usable as placeholders. */
export function carryOver(
  merged: ReadonlyMap<string, Entry>,
  { renamed, dropped, inferred }: Compatibility,
): CarriedOver {
  const given = new Map(merged);
  const diagnostics: Diagnostic[] = [];
  const reported = new Set<string>();
  for (const [key, reason] of dropped) {
    const entry = merged.get(key);
    if (entry === undefined) continue;
    reported.add(key);
    diagnostics.push(report('DROPPED_SETTING', { args: { key, reason }, span: entry.span }));
  }
  for (const [key, { to, value = `<<__${key}__>>` }] of renamed) {
    const entry = merged.get(key);
    if (entry === undefined) continue;
    reported.add(key);
    diagnostics.push(report('RENAMED_SETTING', { args: { key, to }, span: entry.span }));
    const isComplete = placeholdersIn(value).every((name) => merged.has(name));
    if (isComplete && !given.has(to)) given.set(to, renamedEntry(entry, to, value));
  }
  for (const [key, inference] of inferred) {
    const entry = given.has(key) ? undefined : inferredEntry(key, inference, given);
    if (entry === undefined) continue;
    given.set(key, entry.entry);
    diagnostics.push(entry.diagnostic);
  }
  return { given, reported, diagnostics };
}

/** What all settings that hold a fact say about it; nothing where they disagree. */
function inferredEntry(key: string, { from, pattern }: Inference, given: ReadonlyMap<string, Entry>) {
  const found = [...given.values()]
    .filter((entry) => entry.key === from || entry.key.startsWith(`${from}.`))
    .flatMap((entry) => {
      const text = pattern.exec(entry.text)?.[1];
      return text === undefined ? [] : [{ text, entry }];
    })
    .toSorted((a, b) => (a.entry.key < b.entry.key ? -1 : 1));
  const [first] = found;
  if (first === undefined || found.some(({ text }) => text !== first.text)) return undefined;
  const { text, entry } = first;
  const assignment = assignmentIn(entry.span.path, key, `"${text}"`);
  const args = { key, found: text, from: entry.key, assignment };
  return {
    entry: { ...entry, key, text, type: 'string' } satisfies Entry,
    diagnostic: report('INFERRED_SETTING', { args, span: entry.valueSpan }),
  };
}

function renamedEntry(entry: Entry, key: string, value: string): Entry {
  if (value === `<<__${entry.key}__>>`) return { ...entry, key };
  return { ...entry, key, text: value, type: typeOfSpelling(value) };
}
