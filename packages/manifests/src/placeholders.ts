import type { Lookup } from './slot-value.ts';

/** A half-open range of UTF-16 offsets in a text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A placeholder in a text: its key and the range it takes. */
export interface Placeholder extends Range {
  readonly key: string;
}

const PLACEHOLDER = /<<__([^<>\r\n]+?)__>>/g;
/** How every placeholder begins. */
export const OPENING = '<<__';
/** A file that is full of them says nothing more with each. */
const MOST_REMNANTS = 100;
/** How much of a broken placeholder is shown. */
const REMNANT = /^<<__[^\s<>]{0,60}>{0,2}/;

/** The placeholders `<<__key__>>` of a text, in order. */
export function findPlaceholders(text: string): readonly Placeholder[] {
  return text.includes(OPENING) ? matches(text, PLACEHOLDER) : [];
}

/**
 * The places of a text that a value fills: placeholders, and keys without delimiters where a whole token equals one.
 * At one place the longest key wins, so `A_B` is never read as `A` followed by `_B`.
 */
export function findSlots(text: string, bareKeys: readonly string[] = []): readonly Placeholder[] {
  const keys = bareKeys.filter((key) => key !== '').toSorted((a, b) => b.length - a.length);
  if (keys.length === 0) return findPlaceholders(text);
  const token = `(?<![A-Za-z0-9_])(${keys.map(literally).join('|')})(?![A-Za-z0-9_])`;
  return matches(text, new RegExp(`${PLACEHOLDER.source}|${token}`, 'g'));
}

/**
 * Beginnings of placeholders that never became one, such as `<<__a` or `<<__a>>`: those outside of the known ranges,
 * which are in order.
 */
export function findRemnants(text: string, known: readonly Range[]): readonly Placeholder[] {
  const remnants: Placeholder[] = [];
  let next = 0;
  for (let at = text.indexOf(OPENING); at >= 0; at = text.indexOf(OPENING, at + OPENING.length)) {
    if (remnants.length === MOST_REMNANTS) break;
    while ((known[next]?.end ?? text.length) <= at) next++;
    if ((known[next]?.start ?? text.length) <= at) continue;
    const [shown = OPENING] = REMNANT.exec(text.slice(at, at + 80)) ?? [];
    remnants.push({ key: shown, start: at, end: at + shown.length });
  }
  return remnants;
}

/**
 * Fills the placeholders of a string that is data already, such as a string of `component.yaml`; a key that is not
 * set stays as it is and is listed in `missing`.
 */
export function renderText(template: string, lookup: Lookup): { text: string; missing: string[] } {
  const missing = new Set<string>();
  const pieces: string[] = [];
  let from = 0;
  for (const { key, start, end } of findPlaceholders(template)) {
    const value = lookup(key);
    if (value === undefined) missing.add(key);
    pieces.push(template.slice(from, start), value?.text ?? template.slice(start, end));
    from = end;
  }
  return { text: pieces.join('') + template.slice(from), missing: [...missing] };
}

function matches(text: string, pattern: RegExp): Placeholder[] {
  return Array.from(text.matchAll(pattern), (match) => ({
    key: match[1] ?? match[2] ?? '',
    start: match.index,
    end: match.index + match[0].length,
  }));
}

function literally(key: string): string {
  return key.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
