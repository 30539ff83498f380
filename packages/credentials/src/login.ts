import type { Values } from './generate.ts';
import { type Redacted, redact } from './redacted.ts';
import { sourcesOf, type ValueGraph } from './value-graph.ts';

/** A generated login, to be handed over once: afterwards it exists only sealed. */
export interface Login {
  /** What people call it. */
  readonly label: string;
  readonly value: Redacted;
}

/** The logins among the values of a run that were made in it, in order of their labels. */
export function loginsOf(values: Values, made: ReadonlySet<string>, graph: ValueGraph): readonly Login[] {
  const logins = [...values].flatMap(([id, value]) => {
    const label = graph.get(id)?.show;
    const isNew = [...sourcesOf(id, graph)].some((source) => made.has(source));
    return label === undefined || !isNew ? [] : [{ label, value }];
  });
  return logins.toSorted((a, b) => (a.label < b.label ? -1 : 1));
}

/** Logins as lines for a private file or a terminal. A value with control characters is quoted as in JSON. */
export function formatLogins(logins: readonly Login[]): Redacted {
  const lines = logins.map(({ label, value }) => `${label}: ${printable(value.reveal())}\n`);
  return redact(lines.join(''));
}

function printable(value: string): string {
  return /^\P{C}*$/u.test(value) ? value : JSON.stringify(value);
}
