import { isSensitiveKey, type Settings } from '@kfdist/config';

/** Shorter values would blank out parts of unrelated words. */
const SHORTEST = 4;

/** Replaces the values of sensitive settings in a text. */
export function redact(text: string, settings: Settings): string {
  const secrets = [...settings.values.values()]
    .filter(
      ({ key, sensitive, definition, text: value }) =>
        (sensitive || isSensitiveKey(key, definition)) && value.length >= SHORTEST,
    )
    .map(({ text: value }) => value)
    .toSorted((a, b) => b.length - a.length);
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, '[redacted]'), text);
}
