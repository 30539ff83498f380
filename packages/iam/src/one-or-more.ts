/** A value, or a list of them: policy documents allow both wherever a list is meant. */
export type OneOrMore<T> = T | readonly T[];

/** The list that is meant; nothing is the empty list. */
export function listOf<T extends string>(value: OneOrMore<T> | undefined): readonly T[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

/** A list of one as its only element, as people write it. */
export function oneOrMore<T extends string>(values: readonly T[]): OneOrMore<T> {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : values;
}
