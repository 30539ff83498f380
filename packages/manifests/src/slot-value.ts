/** What replaces a placeholder: its text and the type its author meant. A setting of `@kfdist/config` is one. */
export interface SlotValue {
  readonly text: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean';
}

/** The value of a key, or `undefined` for a key that is not set. */
export type Lookup = (key: string) => SlotValue | undefined;

const CANONICAL = {
  integer: /^-?(?:0|[1-9]\d*)$/,
  number: /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/,
  boolean: /^(?:true|false)$/,
};

/**
 * Whether a value can stand bare: every YAML version and JSON read its text as its type.
 * A number spelt otherwise (`0123`, `1_000`, `yes`) is written as the string it looks like.
 */
export function isBare({ text, type }: SlotValue): boolean {
  return type !== 'string' && CANONICAL[type].test(text);
}
