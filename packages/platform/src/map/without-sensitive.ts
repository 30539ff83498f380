import type { Settings } from '@kfdist/config';
import { redactSettings } from '../redact-settings.ts';

/** A copy of JSON data in which no text holds the value of a sensitive setting. */
export function withoutSensitive<Data>(data: Data, settings: Settings): Data {
  return JSON.parse(
    JSON.stringify(data, (_key, value: unknown) =>
      typeof value === 'string' ? redactSettings(value, settings) : value,
    ),
  );
}
