import type { Span } from '@kfdist/diagnostics';
import type { Recipe, ValueReference } from './recipe.ts';

/** One value of the platform: a named one, or a key of a Secret. */
export interface Value {
  /** The name, or `namespace/secret/key`. */
  readonly id: string;
  readonly recipe: Recipe;
  /** What the references in the recipe mean, as ids. */
  readonly references: ReadonlyMap<ValueReference, string>;
  readonly show?: string;
  readonly span?: Span;
}
