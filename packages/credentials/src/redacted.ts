/**
 * A secret value that cannot be printed by accident: text, JSON, inspection and spreading give `[redacted]` or
 * nothing. Call `reveal` where the value is used, never where it is passed on.
 */
export interface Redacted<Value = string> {
  readonly reveal: () => Value;
  readonly toString: () => string;
  readonly toJSON: () => string;
}

const show = () => '[redacted]';

/** Wraps a secret value. The value lies in a closure, so that no walk over properties finds it. */
export function redact<Value>(value: Value): Redacted<Value> {
  return Object.freeze({
    reveal: () => value,
    toString: show,
    toJSON: show,
    [Symbol.toPrimitive]: show,
    [Symbol.for('nodejs.util.inspect.custom')]: show,
  });
}

/** Shorter values occur in texts by accident: hiding them would tell where they are. */
const SHORTEST = 4;

/** A text from outside, such as an error message, without the values that it might repeat. */
export function scrub(text: string, values: Iterable<Redacted>): string {
  const revealed = [...values].map((value) => value.reveal()).filter((value) => value.length >= SHORTEST);
  return revealed
    .toSorted((a, b) => b.length - a.length)
    .reduce((scrubbed, value) => scrubbed.replaceAll(value, show()), text);
}
