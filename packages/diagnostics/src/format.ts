import type { Diagnostic, Severity } from './diagnostic.ts';
import { frame, type Style } from './frame.ts';
import { positionAt, type Source } from './source.ts';

/** How diagnostics are printed. */
export interface FormatOptions {
  /** @default 80 */
  readonly width?: number;
  /** @default leaves the text as it is */
  readonly style?: Style;
}

/** The texts that spans point into, by path. */
export type Sources = ReadonlyMap<string, Source>;

/** Sources by their path, as the printers take them. The later of two with one path wins. */
export function sourcesOf(sources: Iterable<Source>): Sources {
  return new Map([...sources].map((source) => [source.path, source]));
}

/**
 * One diagnostic as text: the sentence, the source line with a caret, related places and the next step.
 *
 * @example
 * formatDiagnostic(diagnostic, sourcesOf([{ path: 'kfdist.yaml', text }]));
 * //=> 'error: rds.port must be a port number [BAD_VALUE]\n --> kfdist.yaml:3:11\n  |\n3 | rds.port: abc\n  |           ^^^\n  = help: ...'
 */
export function formatDiagnostic(
  diagnostic: Diagnostic,
  sources: Sources,
  options: FormatOptions = {},
): string {
  const { width = 80, style = (_role, text) => text } = options;
  const { severity, message, code, span, related = [], hint } = diagnostic;
  const show = (place: NonNullable<typeof span>) => frame(place, sources.get(place.path), { width, style });
  return [
    `${style(severity, `${severity}:`)} ${style('message', message)} [${code}]`,
    ...(span === undefined ? [] : show(span)),
    ...related.flatMap((other) => [`  ${style('hint', 'note:')} ${other.message}`, ...show(other.span)]),
    ...(hint === undefined ? [] : [`  ${style('hint', '= help:')} ${hint}`]),
  ].join('\n');
}

const RANK: Readonly<Record<Severity, number>> = { warning: 0, error: 1 };

/** Several diagnostics as text, errors last, where the eye rests, each set off by an empty line. */
export function formatDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: Sources,
  options: FormatOptions = {},
): string {
  return diagnostics
    .toSorted((a, b) => RANK[a.severity] - RANK[b.severity])
    .map((diagnostic) => `${formatDiagnostic(diagnostic, sources, options)}\n`)
    .join('\n');
}

/** A diagnostic as programs read it: the data, with lines and columns beside the offsets. */
export interface LocatedDiagnostic extends Diagnostic {
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

/** Adds lines and columns (from 1) to a diagnostic whose source is known. */
export function locateDiagnostic(diagnostic: Diagnostic, sources: Sources): LocatedDiagnostic {
  const { span } = diagnostic;
  const text = span && sources.get(span.path)?.text;
  if (span === undefined) return diagnostic;
  if (text === undefined) return { ...diagnostic, path: span.path };
  const { line, column } = positionAt(text, span.start);
  const end = positionAt(text, span.end);
  return { ...diagnostic, path: span.path, line, column, endLine: end.line, endColumn: end.column };
}
