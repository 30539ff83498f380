import { stripVTControlCharacters as plain } from 'node:util';
import { wrapped } from './wrap.ts';

/** No help is as long as this, but data may be. */
const LONGEST = 30_000;
const TABLES: ReadonlySet<string> = new Set(['FLAGS', 'COMMANDS', 'ARGUMENTS', 'ALIASES']);

/** Narrower than this a second column is no help. */
const NARROWEST = 24;

/**
 * A help text laid out again for a width; any other text as it is. The parser's own layout takes as many columns as its longest
 * line, and gives defaults a column of their own.
 */
export function layOutHelp(text: string, width: number): string {
  if (text.length > LONGEST || !plain(text).startsWith('USAGE')) return text;
  let section = '';
  const lines = text.split('\n').flatMap((line) => {
    const shown = plain(line);
    if (/^[A-Z]+$/.test(shown)) section = shown;
    if (TABLES.has(section)) return rowLines(line, width);
    return shown.startsWith(' ') ? [line] : wrapped(line, width);
  });
  return lines.join('\n');
}

/** A name and what it means, as two columns; the default comes after the meaning. */
function rowLines(line: string, width: number): readonly string[] {
  const [, name, brief, choices = ''] =
    /^(\s+(?:\S+ )*\S+(?: {2,}--\S+)?) {2,}(\S.*?)(?: {2,}(\[.*\]))?\s*$/.exec(plain(line)) ?? [];
  if (name === undefined || brief === undefined) return [line];
  const column = plain(line).indexOf(brief, name.length);
  const room = Math.max(NARROWEST, width - column);
  // A list of choices without blanks could not be broken
  const shown = choices.length > room ? choices.replaceAll('|', ' | ') : choices;
  const said = choices === '[default = false]' ? '' : ` ${shown}`;
  const [first = '', ...others] = wrapped(`${brief}${said}`.trimEnd(), room);
  const indent = ' '.repeat(column);
  return [`${name.padEnd(column)}${first}`, ...others.map((rest) => `${indent}${rest}`)];
}
