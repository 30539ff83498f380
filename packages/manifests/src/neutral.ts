import type { Part, Slot } from './slot.ts';

/** A text whose slots are runs of one private character that occurs nowhere else in it, at unchanged offsets. */
export interface NeutralText {
  readonly text: string;
  readonly mark: string;
}

const FIRST = 0xe000;
const LAST = 0xf8ff;

/** Puts an inert word of the same length in the place of each slot, so that a parser sees how the text is built. */
export function neutralise(text: string, slots: readonly Slot[]): NeutralText {
  const mark = unusedCharacter(text);
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end } of slots) {
    pieces.push(text.slice(from, start), mark.repeat(end - start));
    from = end;
  }
  pieces.push(text.slice(from));
  return { text: pieces.join(''), mark };
}

/** A private-use character that a text holds neither as itself nor escaped. */
export function unusedCharacter(text: string): string {
  for (let code = FIRST; code <= LAST; code++) {
    const character = String.fromCharCode(code);
    if (!text.includes(character) && !new RegExp(code.toString(16), 'i').test(text)) return character;
  }
  throw new RangeError('the text uses every private character');
}

/**
 * Finds the slots again in a decoded neutral text: they are there in order, each as long as it was.
 * `undefined` where that is not so.
 */
export function reveal(decoded: string, slots: readonly Slot[], mark: string): Part[] | undefined {
  const parts: Part[] = [];
  let from = 0;
  for (const slot of slots) {
    const at = decoded.indexOf(mark, from);
    const length = slot.end - slot.start;
    if (at < 0 || decoded.slice(at, at + length) !== mark.repeat(length)) return undefined;
    parts.push(decoded.slice(from, at), slot);
    from = at + length;
  }
  if (decoded.includes(mark, from)) return undefined;
  return [...parts, decoded.slice(from)];
}
