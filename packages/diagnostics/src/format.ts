import type { Diagnostic, Related, Severity } from './diagnostic.ts';
import { frame, type Style } from './frame.ts';
import { positionAt, type Source, type Span } from './source.ts';

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

/** Where a span lies, for programs: lines and columns from 1, if the source is known. */
export interface Location {
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

/** A diagnostic as programs read it: the data, with lines and columns beside the offsets. */
export interface LocatedDiagnostic extends Diagnostic, Location {
  readonly related?: readonly (Related & Location)[];
}

/** Adds lines and columns to a diagnostic and to its related places. */
export function locateDiagnostic(diagnostic: Diagnostic, sources: Sources): LocatedDiagnostic {
  const { span, related } = diagnostic;
  return {
    ...diagnostic,
    ...(span === undefined ? {} : locationOf(span, sources)),
    ...(related === undefined
      ? {}
      : { related: related.map((other) => ({ ...other, ...locationOf(other.span, sources) })) }),
  };
}

function locationOf(span: Span, sources: Sources): Location {
  const text = sources.get(span.path)?.text;
  if (text === undefined) return { path: span.path };
  const { line, column } = positionAt(text, span.start);
  const end = positionAt(text, span.end);
  return { path: span.path, line, column, endLine: end.line, endColumn: end.column };
}
