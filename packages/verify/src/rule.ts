import type { DiagnosticArguments, Severity } from '@kfdist/diagnostics';
import type { Facts } from './facts.ts';
import type { PlacedObject } from './placed-object.ts';
import type { Path } from './reading.ts';

/** What a rule has to be told beside the objects. Without it the rule is left out, and said to be. */
export type Need = 'kubernetesVersion' | 'roles' | 'imageLock' | 'previous';

/** One thing that a rule found. */
export interface Found<Name extends string = string> {
  readonly object: PlacedObject;
  readonly path?: Path;
  readonly args: Readonly<Record<Name, string>>;
  /** Replaces the hint of the rule, when the place knows better. */
  readonly hint?: string;
}

/** A rule over built objects, with its documentation. */
export interface Rule {
  /** The code of its findings. Permanent. */
  readonly id: string;
  readonly severity: Severity;
  readonly needs: readonly Need[];
  /** What holds where the rule finds nothing. */
  readonly summary: string;
  /** The sentence of a finding; `{object}` is the object, other names are arguments. */
  readonly message: string;
  /** What to do next. */
  readonly hint: string;
  /** Why it matters, and what the rule cannot see. */
  readonly explanation: string;
  readonly check: (facts: Facts) => Iterable<Found>;
}

type Definition<Message extends string, Hint extends string> = Omit<
  Rule,
  'message' | 'hint' | 'check' | 'needs'
> & {
  readonly needs?: readonly Need[];
  readonly message: Message;
  readonly hint: Hint;
  readonly check: (
    facts: Facts,
  ) => Iterable<
    Found<
      Exclude<
        DiagnosticArguments<{ readonly severity: Severity; readonly message: Message; readonly hint: Hint }>,
        'object'
      >
    >
  >;
};

/** A rule whose findings bring an argument for each name in its texts. */
export function rule<const Message extends string, const Hint extends string>(
  definition: Definition<Message, Hint>,
): Rule {
  return { needs: [], ...definition };
}
