import { positionAt, type Source, type Span } from './source.ts';

/** What a printer may dress: the part of the output by its role. */
export type Role = 'error' | 'warning' | 'place' | 'gutter' | 'caret' | 'hint' | 'message';

/** Dresses a piece of output, for example in a colour. The default leaves it as it is. */
export type Style = (role: Role, text: string) => string;

/** The source line of a span with a caret line below it, at most `width` columns. */
export interface FrameOptions {
  readonly width: number;
  readonly style: Style;
}

/** The lines that show where a span lies: the place, the source line and the carets. */
export function frame(span: Span, source: Source | undefined, { width, style }: FrameOptions): string[] {
  if (source === undefined) return [`  ${style('gutter', '-->')} ${style('place', span.path)}`];
  const { line, column } = positionAt(source.text, span.start);
  const gutter = ' '.repeat(String(line).length);
  const place = `${gutter} ${style('gutter', '-->')} ${style('place', `${span.path}:${line}:${column}`)}`;
  const shown = window(lineAround(span, source), width - gutter.length - 4);
  if (shown.text.trim() === '') return [place];
  const bar = style('gutter', '|');
  return [
    place,
    `${gutter} ${bar}`,
    `${style('gutter', String(line))} ${bar} ${shown.text}`,
    `${gutter} ${bar} ${' '.repeat(shown.start)}${style('caret', '^'.repeat(Math.max(1, shown.end - shown.start)))}`,
  ];
}

interface MarkedLine {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Control characters and direction marks must not reach a terminal. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const REDACTED = '[redacted]';
/** A line this far from the span is not looked at: a 10 MB line must not be copied to print 80 columns. */
const REACH = 400;

function lineAround(span: Span, source: Source): MarkedLine {
  const { text } = source;
  const isBreak = (at: number) => text[at] === '\n' || text[at] === '\r';
  const at = Math.min(span.start, text.length);
  let from = at;
  while (from > 0 && at - from < REACH && !isBreak(from - 1)) from--;
  let to = at;
  while (to < text.length && to - at < REACH && !isBreak(to)) to++;
  return redact(
    { text: text.slice(from, to), start: at - from, end: Math.max(at, Math.min(span.end, to)) - from },
    from,
    source,
  );
}

function redact(line: MarkedLine, from: number, source: Source): MarkedLine {
  let { text, start, end } = line;
  for (const range of [...(source.redacted ?? [])].toSorted((a, b) => b.start - a.start)) {
    const first = Math.max(range.start - from, 0);
    const last = Math.min(range.end - from, line.text.length);
    if (first >= last) continue;
    text = text.slice(0, first) + REDACTED + text.slice(last);
    const moved = (offset: number, edge: number) =>
      offset >= last ? offset + REDACTED.length - (last - first) : offset > first ? edge : offset;
    end = moved(end, first + REDACTED.length);
    start = moved(start, first);
  }
  return { text, start, end };
}

/** Cuts a line to the columns around its mark; what cannot be printed becomes a space. */
function window(line: MarkedLine, width: number): MarkedLine {
  const room = Math.max(20, width);
  const from = line.end <= room ? 0 : Math.max(0, Math.min(line.start - 8, line.text.length - room));
  const cut = line.text.slice(from, from + room);
  const text = cut.replace(UNPRINTABLE, ' ');
  const end = Math.min(line.end - from, cut.length);
  return { text, start: Math.min(line.start - from, cut.length), end: Math.max(end, 0) };
}
