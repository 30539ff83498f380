import type { CST } from 'yaml';
import { report } from './codes.ts';
import type { Emit } from './document.ts';
import { type Filling, join, slotsOf, valueFor } from './slot.ts';
import { isBare } from './slot-value.ts';
import { decode, everyValue, type Intention, intention, type SlottedScalar } from './yaml-scalar.ts';
import {
  doubleQuoted,
  escaped,
  isPlain,
  isPlainString,
  isPrintableLine,
  type PlainPlace,
} from './yaml-string.ts';

/** A plain or quoted scalar with slots. */
export interface SlottedFlowScalar extends SlottedScalar, PlainPlace {
  readonly style: CST.FlowScalar['type'];
  readonly isMultiline: boolean;
  readonly isKey: boolean;
  /** Whether the place takes only strings, whatever the type of the value. */
  readonly takesString: boolean;
}

/** Implicit keys end within 1024 characters. */
const LONGEST_KEY = 1000;

/** Writes a flow scalar: the values put in where that reads back as meant, else the same text in double quotes. */
export function flowScalar(scalar: SlottedFlowScalar): Emit {
  return scalar.isKey
    ? (filling) => keyOfBearableLength(scalar, filling)
    : (filling) => emit(scalar, filling);
}

function emit(scalar: SlottedFlowScalar, filling: Filling): string {
  const bare = bareValue(scalar, filling);
  if (bare !== undefined) return bare;
  const intended = intention(scalar, filling);
  return SPLICE[scalar.style](scalar, filling, intended) ?? doubleQuoted(intended.text);
}

/** A plain scalar that is nothing but one slot has the type of its value. */
function bareValue({ raw, isKey, takesString }: SlottedFlowScalar, filling: Filling): string | undefined {
  const [slot] = raw;
  if (raw.length > 1 || typeof slot !== 'object' || isKey || takesString) return undefined;
  const value = valueFor(slot, filling);
  return isBare(value) ? value.text : undefined;
}

type Splice = (scalar: SlottedFlowScalar, filling: Filling, intended: Intention) => string | undefined;

/** The scalar in its own style, where it reads back as intended. */
const SPLICE: Readonly<Record<CST.FlowScalar['type'], Splice>> = {
  alias: () => undefined,
  scalar(scalar, filling, { text, isTextual }) {
    if (!isPlainString(text)) return undefined;
    if (!scalar.isMultiline) return isPlain(text, scalar) ? text : undefined;
    const isSafe = isTextual && everyValue(scalar.raw, filling, (value) => isPlain(value, scalar));
    return isSafe ? join(scalar.raw, filling) : undefined;
  },
  'single-quoted-scalar'(scalar, filling, { text, isTextual }) {
    if (!isTextual) return isPrintableLine(text) ? `'${inSingleQuotes(text)}'` : undefined;
    if (!everyValue(scalar.raw, filling, isPrintableLine)) return undefined;
    return readBack(scalar, join(scalar.raw, filling, inSingleQuotes), text);
  },
  'double-quoted-scalar'(scalar, filling, { text, isTextual }) {
    return isTextual ? readBack(scalar, join(scalar.raw, filling, escaped), text) : undefined;
  },
};

function inSingleQuotes(text: string): string {
  return text.replaceAll("'", "''");
}

/** On several lines, spaces at their ends and empty lines are folded: there the result must be read to know. */
function readBack(scalar: SlottedFlowScalar, source: string, intended: string): string | undefined {
  if (!scalar.isMultiline) return source;
  if (/^(?:---|\.\.\.)/m.test(source)) return undefined;
  return decode({ type: scalar.style, offset: 0, indent: 0, source }) === intended ? source : undefined;
}

function keyOfBearableLength(scalar: SlottedFlowScalar, filling: Filling): string {
  const key = emit(scalar, filling);
  const [slot] = slotsOf(scalar.raw);
  if (key.length > LONGEST_KEY && slot !== undefined) {
    const args = { key: slot.key, place: `a key, which would have ${key.length} characters` };
    filling.report(report('UNSAFE_PLACE', { args, span: slot.span }));
  }
  return key;
}
