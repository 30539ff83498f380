import type { Diagnostic } from '@kfdist/diagnostics';
import { report } from './codes.ts';
import type { Compatibility } from './compatibility.ts';
import type { Entry } from './entry.ts';
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
  { renamed, dropped }: Compatibility,
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
  return { given, reported, diagnostics };
}

function renamedEntry(entry: Entry, key: string, value: string): Entry {
  if (value === `<<__${entry.key}__>>`) return { ...entry, key };
  return { ...entry, key, text: value, type: typeOfSpelling(value) };
}
