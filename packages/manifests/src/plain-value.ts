const WORDS: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE', 'yes', 'Yes', 'YES', 'on', 'On', 'ON', 'y', 'Y'].map(
    (word) => [word, true] as const,
  ),
  ...['false', 'False', 'FALSE', 'no', 'No', 'NO', 'off', 'Off', 'OFF', 'n', 'N'].map(
    (word) => [word, false] as const,
  ),
]);

const BEGINS_NUMBER = /^[-+.\d]/;
const DECIMAL = /^[-+]?(?:0|[1-9][0-9_]*)$/;
const OTHER_BASE = /^([-+]?)0(?:([xX])([0-9a-fA-F_]+)|([bB])([01_]+)|[oO]?([0-7_]+))$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/**
 * What a plain scalar means to Kubernetes, whose reader keeps to YAML 1.1: `yes` is true and `0644` is 420.
 *
 * @see https://github.com/kubernetes-sigs/yaml/blob/master/goyaml.v2/resolve.go
 */
export function plainValue(text: string): string | number | boolean | null {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  if (!BEGINS_NUMBER.test(text)) return text;
  if (DECIMAL.test(text)) return Number(text.replaceAll('_', ''));
  const [, sign, hex, hexDigits, binary, bits, octal] = OTHER_BASE.exec(text) ?? [];
  const [digits, base] = hex ? [hexDigits, 16] : binary ? [bits, 2] : [octal, 8];
  if (digits !== undefined) return Number.parseInt(`${sign}${digits.replaceAll('_', '')}`, base);
  return FLOAT.test(text) ? Number(text) : text;
}
