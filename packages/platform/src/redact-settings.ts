import { isSensitiveKey, type Settings } from '@kfdist/config';

/** Shorter values would blank out parts of unrelated words. */
const SHORTEST = 4;

/** Replaces the values of sensitive settings in a text. */
export function redactSettings(text: string, settings: Settings): string {
  const secrets = [...settings.values.values()]
    .filter(
      ({ key, sensitive, definition, text: value }) =>
        (sensitive || isSensitiveKey(key, definition)) && value.length >= SHORTEST,
    )
    .flatMap(({ text: value }) => spellings(value))
    .toSorted((a, b) => b.length - a.length);
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, '[redacted]'), text);
}

/** A value as it is, line by line, and as YAML and JSON may have quoted it. */
function spellings(value: string): readonly string[] {
  const lines = value.split(/\r?\n/).filter((line) => line.length >= SHORTEST);
  return [value, ...lines, JSON.stringify(value).slice(1, -1), value.replaceAll("'", "''")];
}
