import type { Span } from './source.ts';

/** `error` stops a command before anything is written; `warning` does not. */
export type Severity = 'error' | 'warning';

/** A second place that explains the first, such as the earlier of two equal settings. */
export interface Related {
  readonly message: string;
  readonly span: Span;
}

/**
 * One mistake in the user's input, as data.
 *
 * `message` says what happened and why, `hint` what to do next. Neither ever contains the value of a sensitive setting.
 */
export interface Diagnostic {
  /** Permanent name of the mistake, in SCREAMING_SNAKE case: what tests assert and what `kfdist explain` looks up. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
  readonly span?: Span;
  readonly related?: readonly Related[];
  /** The parts of the message, for programs. */
  readonly args?: Readonly<Record<string, string>>;
}

/** Whether any of the diagnostics is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}
