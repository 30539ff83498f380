import type { JsonPath, Locate } from './json-source.ts';
import { listOf } from './one-or-more.ts';
import type { Statement } from './policy.ts';

/** A statement with its place, as the checks see it. */
export interface PlacedStatement {
  readonly statement: Statement;
  readonly path: JsonPath;
  readonly locate: Locate;
  readonly isJustified: boolean;
}

/** The entries of a list of a statement with the place of each. */
export function placedList(
  { statement, path, locate }: PlacedStatement,
  field: 'Action' | 'NotAction' | 'Resource' | 'NotResource',
) {
  const value = statement[field];
  return listOf(value).map((text, index) => ({
    text,
    span: locate(typeof value === 'string' ? [...path, field] : [...path, field, index]),
  }));
}
