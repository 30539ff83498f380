import {
  type Diagnostic,
  formatDiagnostics,
  hasErrors,
  locateDiagnostic,
  type Source,
  sourcesOf,
} from '@kfdist/diagnostics';
import { stringifyManifests } from '@kfdist/manifests';
import type { Context } from './context.ts';
import { ExitCode } from './exit-codes.ts';
import type { OutputFormat } from './flags.ts';

/** What a command found, and the texts that it points into. */
export interface Findings {
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: () => readonly Source[];
  /** The command writes, so that people want to know that it did not. */
  readonly isWriting?: boolean;
}

/** What a command prints: data for programs, or lines for people. */
export interface Result extends Findings {
  /** The name of the JSON document; its shape is stable within a version. */
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** The lines for people, printed only when there is no error. */
  readonly lines: () => readonly string[];
  /** Prints the lines whatever was found. */
  readonly isAlwaysShown?: boolean;
  /** The exit code where nothing is wrong with the input; 0 where it is not said. */
  readonly exitCode?: number;
}

/** Errors that no change of the input mends. */
const OF_THE_WORLD: ReadonlySet<string> = new Set(['UPSTREAM_UNREACHABLE', 'UPSTREAM_UNTRUSTED']);

/** Prints a result and sets the exit code: that of its errors where there are any, else that of the result. */
export function printResult(context: Context, output: OutputFormat, found: Result): void {
  const result = { ...found, diagnostics: byPlace(found.diagnostics) };
  const failed = hasErrors(result.diagnostics);
  if (output === 'table') {
    printDiagnostics(context, result);
    if (!failed || result.isAlwaysShown === true) write(context, result.lines());
  } else {
    const sources = result.diagnostics.length === 0 ? new Map() : sourcesOf(result.sources());
    const diagnostics = result.diagnostics.map((diagnostic) => locateDiagnostic(diagnostic, sources));
    const document = { kind: result.kind, version: 1, ok: !failed, diagnostics, ...result.data };
    context.process.stdout.write(
      output === 'json' ? `${JSON.stringify(document, null, 2)}\n` : stringifyManifests([document]),
    );
  }
  context.process.exitCode = failed ? errorCode(result.diagnostics) : (found.exitCode ?? ExitCode.done);
}

function errorCode(diagnostics: readonly Diagnostic[]): number {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return errors.every(({ code }) => OF_THE_WORLD.has(code)) ? ExitCode.worldFailed : ExitCode.badInput;
}

/** Within a file in the order of its lines; files in the order in which they are first named, what has no place last. */
function byPlace(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const paths = [...new Set(diagnostics.flatMap(({ span }) => span?.path ?? []))];
  const rank = ({ span }: Diagnostic) => (span === undefined ? paths.length : paths.indexOf(span.path));
  return diagnostics.toSorted((a, b) => rank(a) - rank(b) || (a.span?.start ?? 0) - (b.span?.start ?? 0));
}

/** Prints diagnostics on standard error, with a count at the end. */
function printDiagnostics(context: Context, { diagnostics, sources, isWriting }: Findings): void {
  if (diagnostics.length === 0) return;
  const { style, width } = context;
  const shown = diagnostics.map((diagnostic) => ({ ...diagnostic, message: oneLine(diagnostic.message) }));
  context.process.stderr.write(`${formatDiagnostics(shown, sourcesOf(sources()), { style, width })}\n`);
  context.process.stderr.write(
    `${countLine(diagnostics)}${isWriting && hasErrors(diagnostics) ? '; nothing was written' : ''}\n`,
  );
}

function countLine(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const counts = [counted(errors, 'error'), counted(diagnostics.length - errors, 'warning')].filter(
    (part) => part !== '',
  );
  return counts.join(', ');
}

/** `3 files`, `1 file`, and nothing for none. */
export function counted(count: number, noun: string): string {
  return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Line breaks, and what a terminal would obey. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A text with escapes for everything that a terminal would not show on this line. */
export function oneLine(text: string): string {
  return text.replace(UNPRINTABLE, (sign) => {
    const short = JSON.stringify(sign).slice(1, -1);
    return short === sign ? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}` : short;
  });
}

/** Writes lines to standard output. */
export function write(context: Context, lines: readonly string[]): void {
  if (lines.length > 0) context.process.stdout.write(`${lines.join('\n')}\n`);
}

/** Columns of text, each as wide as its widest cell; the last is not padded. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows.reduce<number[]>(
    (known, row) => row.map((cell, i) => Math.max(known[i] ?? 0, cell.length)),
    [],
  );
  return rows.map((row) =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
