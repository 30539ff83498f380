import {
  type Check,
  type Compilation,
  documentOf,
  type Emit,
  type Site,
  type SlottedText,
} from './document.ts';
import { type JsonScalar, scanJson } from './json-scanner.ts';
import { keyCheck } from './mapping-keys.ts';
import { type NeutralText, neutralise, reveal } from './neutral.ts';
import { cut, join, type Part, type Slot, valueFor } from './slot.ts';
import { isBare } from './slot-value.ts';

/** Compiles JSON: a slot in a string is a part of that string, a bare slot has the type of its value. */
export function compileJson({ text, slots }: SlottedText): Compilation {
  const neutral = neutralise(text, slots);
  const scalars = scanJson(neutral.text, neutral.mark);
  if (!Array.isArray(scalars)) return { problems: [scalars] };
  const slotted = slotsByScalar(scalars, slots);
  const sites = Array.from(slotted, ([scalar, inside]) => siteOf(text, scalar, inside));
  return { document: documentOf(text, sites, keyChecks(scalars, slotted, neutral)) };
}

function slotsByScalar(
  scalars: readonly JsonScalar[],
  slots: readonly Slot[],
): Map<JsonScalar, readonly Slot[]> {
  const slotted = new Map<JsonScalar, readonly Slot[]>();
  let next = 0;
  for (const scalar of scalars) {
    const first = next;
    while ((slots[next]?.start ?? scalar.end) < scalar.end) next++;
    if (next > first) slotted.set(scalar, slots.slice(first, next));
  }
  return slotted;
}

function siteOf(text: string, { start, end, keyOf }: JsonScalar, slots: readonly Slot[]): Site {
  const parts = cut(text, slots, { start, end });
  return { start, end, emit: text[start] === '"' ? quoted(parts) : bare(parts, keyOf !== undefined) };
}

function quoted(parts: readonly Part[]): Emit {
  return (filling) => join(parts, filling, (text) => JSON.stringify(text).slice(1, -1));
}

function bare(parts: readonly Part[], isKey: boolean): Emit {
  const [slot] = parts;
  if (isKey || parts.length > 1 || typeof slot !== 'object') {
    return (filling) => JSON.stringify(join(parts, filling));
  }
  return (filling) => {
    const value = valueFor(slot, filling);
    return isBare(value) ? value.text : JSON.stringify(value.text);
  };
}

function keyChecks(
  scalars: readonly JsonScalar[],
  slotted: ReadonlyMap<JsonScalar, readonly Slot[]>,
  { text, mark }: NeutralText,
): Check[] {
  const objects = new Map<number, Part[][]>();
  for (const { keyOf } of slotted.keys()) if (keyOf !== undefined) objects.set(keyOf, []);
  for (const scalar of scalars) {
    const keys = scalar.keyOf === undefined ? undefined : objects.get(scalar.keyOf);
    if (keys === undefined) continue;
    const source = text.slice(scalar.start, scalar.end);
    const key = source.startsWith('"') ? String(JSON.parse(source)) : source;
    keys.push(reveal(key, slotted.get(scalar) ?? [], mark) ?? [key]);
  }
  return Array.from(objects.values(), keyCheck);
}
