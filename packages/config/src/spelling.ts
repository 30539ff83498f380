import type { ValueType } from './entry.ts';

/**
 * The type that an unquoted spelling has in both kinds of settings file.
 *
 * Only spellings that read back as themselves are numbers: `007`, `+1`, `1e3`, `0x10` and integers beyond 2^53 are
 * strings, because account numbers, commit hashes and versions look like that.
 */
export function typeOfSpelling(text: string): ValueType {
  if (text === 'true' || text === 'false') return 'boolean';
  if (text.length > 24) return 'string';
  if (/^(?:0|-?[1-9]\d*)$/.test(text)) return Number.isSafeInteger(Number(text)) ? 'integer' : 'string';
  if (/^-?(?:0|[1-9]\d*)\.\d+$/.test(text))
    return text.replace(/[-.]/g, '').length <= 15 ? 'number' : 'string';
  return 'string';
}

/** A value without the quotes around it, and the type of what is left. */
export function unquote(text: string): { readonly text: string; readonly type: ValueType } {
  const quote = text[0];
  const isQuoted =
    text.length >= 2 && (quote === '"' || quote === "'") && text.indexOf(quote, 1) === text.length - 1;
  return isQuoted ? { text: text.slice(1, -1), type: 'string' } : { text, type: typeOfSpelling(text) };
}
