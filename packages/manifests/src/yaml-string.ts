/** Where a plain (unquoted) scalar stands. */
export interface PlainPlace {
  /** Inside `[]` or `{}`, where commas and brackets end a scalar. */
  readonly inFlow: boolean;
}

/**
 * What no YAML reader takes raw, or not the same way: control characters, the line breaks of YAML 1.1 (NEL, LS, PS),
 * byte order marks, noncharacters. A tab is fine.
 * @see https://yaml.org/spec/1.2.2/#51-character-set
 */
const UNPRINTABLE = /(?!\t)[\p{Cc}\u2028\u2029\ufeff\ufffe\uffff]/u;
const UNPRINTABLES = new RegExp(UNPRINTABLE, 'gu');
const NEEDS_ESCAPE = new RegExp(`["\\\\]|${UNPRINTABLE.source}`, 'gu');

const BOOLEAN_NULL_OR_MERGE =
  /^(?:<<|=|~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[yYnN]|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)?$/;
const BEGINS_NUMBER_OR_DATE = /^[-+.\d]/;
/** Numbers of YAML 1.1, 1.2 and Go, underscores removed. */
const NUMBER =
  /^[-+]?(?:0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|\.(?:inf|Inf|INF)|\d+(?::[0-5]?\d)+(?:\.\d*)?)$|^\.(?:nan|NaN|NAN)$/;
const DATE = /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt \t].*)?$/;

/** Whether a plain scalar of this text is a string to readers of YAML 1.1 (Kubernetes), 1.2 and JSON alike. */
export function isPlainString(text: string): boolean {
  if (BOOLEAN_NULL_OR_MERGE.test(text)) return false;
  if (!BEGINS_NUMBER_OR_DATE.test(text)) return true;
  return !NUMBER.test(text.replaceAll('_', '')) && !DATE.test(text);
}

const INDICATOR_FIRST = /^(?:[,[\]{}#&*!|>'"%@`\s]|[-?:](?:\s|$)|(?:---|\.\.\.)(?:\s|$))/;
/** Some readers take no tab in a plain scalar at all. */
const ENDS_SCALAR = /:(?: |$)| #| $|\t/;
/** go-yaml ends a plain scalar in a flow collection at `?` too. */
const FLOW_INDICATOR = /[,[\]{}?]|^[-:]/;

/** Whether a text can stand unquoted on one line and is read as that very text, of whatever type. */
export function isPlain(text: string, { inFlow }: PlainPlace): boolean {
  return (
    text !== '' &&
    !UNPRINTABLE.test(text) &&
    !INDICATOR_FIRST.test(text) &&
    !ENDS_SCALAR.test(text) &&
    !(inFlow && FLOW_INDICATOR.test(text))
  );
}

/** Whether a text holds only characters that can stand raw on one line. */
export function isPrintableLine(text: string): boolean {
  return !UNPRINTABLE.test(text);
}

/** Whether a text holds only characters that can stand raw in a block scalar; line feeds separate its lines. */
export function isPrintable(text: string): boolean {
  return !UNPRINTABLE.test(text.replaceAll('\n', ''));
}

/** The text in double quotes, on one line: what reads back as the text wherever a scalar may stand. */
export function doubleQuoted(text: string): string {
  return `"${escaped(text)}"`;
}

/** The text as it stands between double quotes. */
export function escaped(text: string): string {
  return text.replace(NEEDS_ESCAPE, escapeSequence);
}

/** The text for a comment: what would end the line becomes a space. */
export function onOneLine(text: string): string {
  return text.replace(UNPRINTABLES, ' ');
}

function escapeSequence(character: string): string {
  switch (character) {
    case '"':
      return '\\"';
    case '\\':
      return '\\\\';
    case '\n':
      return '\\n';
    case '\r':
      return '\\r';
    default: {
      const code = character.charCodeAt(0);
      return code < 256 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`;
    }
  }
}

function hex(code: number, digits: number): string {
  return code.toString(16).toUpperCase().padStart(digits, '0');
}
