import type { Diagnostic, Span } from '@kfdist/diagnostics';
import { report } from './codes.ts';
import type { Lookup, SlotValue } from './slot-value.ts';

/** A place in a text that a value fills. */
export interface Slot {
  /** Where the value of this slot is found in the values of a rendering. */
  readonly index: number;
  readonly key: string;
  /** Offsets in the text that is compiled, which may be a document inside of a document. */
  readonly start: number;
  readonly end: number;
  /** Where its author wrote it. */
  readonly span: Span;
}

/** A piece of a text: itself, or the slot in its place. */
export type Part = string | Slot;

/** The values of one rendering by the index of their slots, and what went wrong with them. */
export interface Filling {
  readonly values: readonly SlotValue[];
  readonly report: (diagnostic: Diagnostic) => void;
}

/** The value of a slot in a rendering. */
export function valueFor(slot: Slot, filling: Filling): SlotValue {
  const value = filling.values[slot.index];
  if (value === undefined) throw new Error(`no value for slot ${slot.index} (${slot.key})`);
  return value;
}

/** The text that parts make; `write` spells the value of a slot. */
export function join(
  parts: readonly Part[],
  filling: Filling,
  write: (text: string) => string = (text) => text,
): string {
  let text = '';
  for (const part of parts) text += typeof part === 'string' ? part : write(valueFor(part, filling).text);
  return text;
}

/** The slots among parts. */
export function slotsOf(parts: readonly Part[]): readonly Slot[] {
  return parts.filter((part) => typeof part !== 'string');
}

/** Cuts the range of a text into its literal pieces and the slots that lie in it. */
export function cut(
  text: string,
  slots: readonly Slot[],
  { start, end }: { start: number; end: number },
): Part[] {
  const parts: Part[] = [];
  let from = start;
  for (const slot of slots) {
    if (slot.start > from) parts.push(text.slice(from, slot.start));
    parts.push(slot);
    from = slot.end;
  }
  if (end > from) parts.push(text.slice(from, end));
  return parts;
}

/** Looks up each slot once. What has no value keeps its own text, so that the rest can still be looked at. */
export function fill(
  slots: readonly Pick<Slot, 'key' | 'span'>[],
  lookup: Lookup,
): Filling & { diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const values = slots.map((slot): SlotValue => {
    const { key, span } = slot;
    const value = lookup(key);
    if (value !== undefined) return wellFormed(value, slot, diagnostics);
    diagnostics.push(report('UNKNOWN_PLACEHOLDER', { args: { key }, span }));
    return { text: `<<__${key}__>>`, type: 'string' };
  });
  return { values, diagnostics, report: (diagnostic) => void diagnostics.push(diagnostic) };
}

const LONE_SURROGATE = /\p{Surrogate}/gu;

/** A value that UTF-8 can hold; one that it cannot is reported. */
export function wellFormed(
  value: SlotValue,
  { key, span }: Pick<Slot, 'key' | 'span'>,
  diagnostics: Diagnostic[],
): SlotValue {
  const text = value.text.replace(LONE_SURROGATE, '\ufffd');
  if (text === value.text) return value;
  diagnostics.push(report('UNSAFE_VALUE', { args: { key }, span }));
  return { ...value, text };
}
