import { expect, it } from 'vitest';
import { CONFIG_DIAGNOSTICS } from '../src/index.ts';

it.each(Object.entries(CONFIG_DIAGNOSTICS))('%s is explained and says what to do', (code, definition) => {
  expect(code).toMatch(/^[A-Z]+(?:_[A-Z]+)*$/);
  expect(definition.message).toMatch(/^[A-Z{]/);
  expect(definition.explanation).toMatch(/\.$/);
  expect(`${definition.message}${'hint' in definition ? definition.hint : ''}`).not.toMatch(
    /\{(?:value|text)\}/,
  );
});
