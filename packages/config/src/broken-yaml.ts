import type { Diagnostic, Span } from '@kfdist/diagnostics';
import type { ParsedEntries } from './entry.ts';

/**
 * The entries of a document that is not valid YAML, without what only follows from that: values that a syntax error
 * lies in are not checked further, and a key that an error follows at once is not called empty.
 */
export function withoutConsequences(
  { entries, diagnostics }: ParsedEntries,
  errors: readonly Diagnostic[],
  text: string,
): ParsedEntries {
  const places = errors.flatMap(({ span }) => span?.start ?? []);
  const isHit = (start: number, end: number) => places.some((place) => place >= start && place <= end);
  const isConsequence = ({ code, span }: Diagnostic) =>
    code === 'EMPTY_VALUE' && span !== undefined && isHit(span.end, endOfNextLine(text, span));
  return {
    entries: entries.map((entry) =>
      isHit(entry.span.start, entry.valueSpan.end) ? { ...entry, reported: true } : entry,
    ),
    diagnostics: diagnostics.filter((diagnostic) => !isConsequence(diagnostic)),
  };
}

function endOfNextLine(text: string, { end }: Span): number {
  const lineEnd = text.indexOf('\n', end);
  const next = lineEnd < 0 ? -1 : text.indexOf('\n', lineEnd + 1);
  return next < 0 ? text.length : next;
}
