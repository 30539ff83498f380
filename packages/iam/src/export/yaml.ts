import { isRecord } from '../parse-policy.ts';

/**
 * YAML of plain data: objects, lists, texts, numbers and truth values. Long or odd texts are JSON strings, which YAML
 * takes as they are; documents with line ends are literal blocks.
 */
export function yamlText(documents: readonly unknown[]): string {
  return documents.map((document) => `${lines(document).join('\n')}\n`).join('---\n');
}

function lines(value: unknown): readonly string[] {
  if (Array.isArray(value) && value.length > 0) {
    return value.flatMap((item: unknown) => {
      const [first = '', ...rest] = lines(item);
      return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
    });
  }
  if (isRecord(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : entry(key, item)));
  }
  return [scalar(value)];
}

function entry(key: string, value: unknown): readonly string[] {
  const name = scalar(key);
  if (typeof value === 'string' && isBlock(value)) {
    return [
      `${name}: |`,
      ...value
        .trimEnd()
        .split('\n')
        .map((line) => `  ${line}`),
    ];
  }
  const below = lines(value);
  const isNested =
    (isRecord(value) && Object.keys(value).length > 0) || (Array.isArray(value) && value.length > 0);
  if (!isNested) return [`${name}: ${below.join('')}`];
  return [`${name}:`, ...below.map((line) => `  ${line}`)];
}

/** JSON that we wrote: printable, begins with a brace, ends with one line end. */
const isBlock = (text: string) => /^[[{][\n\x20-\x7e]*\n$/.test(text) && !text.endsWith('\n\n');

/** Texts that cannot be anything else in YAML. */
const PLAIN = /^(?!(?:true|false|null|yes|no|on|off|y|n)$)[A-Za-z/][\w./-]*(?: [\w./-]+)*$/i;

const scalar = (value: unknown): string =>
  typeof value === 'string' && PLAIN.test(value) ? value : JSON.stringify(value);
