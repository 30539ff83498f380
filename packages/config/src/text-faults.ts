import type { Diagnostic, Source } from '@kfdist/diagnostics';
import { report } from './codes.ts';

/** Why a text cannot be a settings file at all: it is empty, binary, or two texts in one. */
export function wholeTextProblem({ path, text }: Source): Diagnostic | undefined {
  const nul = text.indexOf('\0');
  if (nul >= 0) {
    return report('BINARY_FILE', { args: { path: nameOf(path) }, span: { path, start: nul, end: nul + 1 } });
  }
  const marks = [/^<{7}(?: .*)?$/m, /^={7}\r?$/m, /^>{7}(?: .*)?$/m].map((mark) => mark.exec(text));
  const [start] = marks;
  if (start && marks.every((mark) => mark !== null)) {
    const span = { path, start: start.index, end: start.index + start[0].trimEnd().length };
    return report('MERGE_CONFLICT', { args: { path: nameOf(path) }, span });
  }
  if (/[^\s\uFEFF]/.test(text)) return undefined;
  return report('EMPTY_FILE', { args: { path: nameOf(path) }, span: { path, start: 0, end: 0 } });
}

function nameOf(path: string): string {
  return path === '-' ? 'The standard input' : path;
}

/** The ranges of the lines that hold bytes which were not UTF-8: decoding turned them into U+FFFD. */
export function badEncoding({ path, text }: Source): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (let at = text.indexOf('\uFFFD'); at >= 0; at = text.indexOf('\uFFFD', at)) {
    found.push(report('BAD_ENCODING', { args: {}, span: { path, start: at, end: at + 1 } }));
    const lineEnd = text.indexOf('\n', at);
    if (lineEnd < 0) break;
    at = lineEnd;
  }
  return found;
}
