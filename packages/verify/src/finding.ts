import type { Diagnostic } from '@kfdist/diagnostics';
import type { ObjectReference } from './object-reference.ts';
import type { Path } from './reading.ts';

/** Something wrong with an object: a diagnostic that says which object and where in it. */
export interface Finding extends Diagnostic {
  readonly object: ObjectReference;
  /** Where in the object; empty if it is about all of it. */
  readonly at: Path;
}
