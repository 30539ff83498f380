import type { Path } from './reading.ts';

/** One thing about an object that its schema does not allow. */
export interface SchemaFault {
  readonly path: Path;
  /** `must be an integer`, `is required`; `is not a known field` for what the API server would drop or refuse. */
  readonly problem: string;
  readonly isUnknownField: boolean;
}

/** A value that the schema does not allow. */
export const wrong = (path: Path, problem: string): SchemaFault => ({ path, problem, isUnknownField: false });

/** A field that the schema does not have. */
export const unknownField = (path: Path): SchemaFault => ({
  path,
  problem: 'is not a known field',
  isUnknownField: true,
});

/** Deeper structures than any API has are not walked into: input is anybody's. */
export const DEEPEST = 100;
