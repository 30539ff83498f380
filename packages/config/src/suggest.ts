import { distance } from 'fastest-levenshtein';

/** Keys longer than this are not compared: the cost grows with the product of the lengths. */
const LONGEST = 200;

/**
 * The known key that a key is probably a misspelling of, or `undefined`, also if the key is known itself.
 *
 * List indexes do not count: `known` may have `*` in their place, and the answer has those of the key asked about.
 *
 * @example
 * nearestKey('rds.hots', ['rds.host', 'rds.port']);
 * //=> 'rds.host'
 */
export function nearestKey(key: string, known: Iterable<string>): string | undefined {
  if (key.length > LONGEST) return undefined;
  const indexes = key.split('.').filter(isIndex);
  const pattern = indexPattern(key);
  let best: { readonly key: string; readonly far: number } | undefined;
  for (const candidate of known) {
    const other = indexPattern(candidate);
    if (other === pattern) return undefined;
    const far = misspelling(pattern, other);
    if (far === undefined) continue;
    if (best === undefined || far < best.far || (far === best.far && other < best.key))
      best = { key: other, far };
  }
  let next = 0;
  return best?.key.replaceAll('*', () => indexes[next++] ?? '0');
}

/** A key with `*` for each segment that is a list index: `profiles.0.name` is `profiles.*.name`. */
export function indexPattern(key: string): string {
  return key
    .split('.')
    .map((segment) => (isIndex(segment) ? '*' : segment))
    .join('.');
}

/** Whether a segment of a key numbers an item of a list. */
export function isIndex(segment: string): boolean {
  return /^(?:0|[1-9]\d{0,6})$/.test(segment);
}

/** How far a key is from one it may be a misspelling of, or `undefined` if it is another word. */
function misspelling(key: string, known: string): number | undefined {
  if (Math.abs(key.length - known.length) > 3) return undefined;
  if (key.split('*').length !== known.split('*').length) return undefined;
  if (loosely(key) === loosely(known)) return 0;
  if (withoutDigits(key) === withoutDigits(known)) return undefined;
  const far = distance(key, known);
  return far <= tolerance(Math.min(key.length, known.length)) ? far : undefined;
}

function tolerance(length: number): number {
  if (length < 4) return 0;
  if (length < 6) return 1;
  return length < 16 ? 2 : 3;
}

/** Case, `-`, `_` and `.` are what people mix up most. */
function loosely(key: string): string {
  return key.toLowerCase().replace(/[-_.]/g, '');
}

/** `db1` and `db2` are two things, not a misspelling. */
function withoutDigits(key: string): string {
  return key.replace(/\d/g, '');
}
