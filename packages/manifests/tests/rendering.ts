import type { Diagnostic } from '@kfdist/diagnostics';
import { expect } from 'vitest';
import { compileManifest, MANIFESTS_DIAGNOSTICS, renderManifest, type SlotValue } from '../src/index.ts';

/** Values of a test: a string as such, or with its type. */
export type TestValues = Readonly<Record<string, string | number | boolean | SlotValue>>;

/** A value as a setting would carry it. */
export function slotValue(value: TestValues[string]): SlotValue {
  if (typeof value === 'object') return value;
  const type = typeof value === 'string' ? 'string' : typeof value === 'number' ? 'integer' : 'boolean';
  return { text: String(value), type };
}

/** A look-up over the values of a test. */
export function lookupIn(values: TestValues) {
  return (key: string): SlotValue | undefined => {
    const value = Object.hasOwn(values, key) ? values[key] : undefined;
    return value === undefined ? undefined : slotValue(value);
  };
}

/** The codes of diagnostics, whose sentences have no gaps and whose spans lie in the text. */
export function codesOf(diagnostics: readonly Diagnostic[], text = ''): string[] {
  const sentences: Readonly<Record<string, { message: string; hint: string }>> = MANIFESTS_DIAGNOSTICS;
  return diagnostics.map(({ code, args = {}, span = { start: 0, end: 0 } }) => {
    const { message, hint } = sentences[code] ?? { message: '{unknown}', hint: '' };
    const names = Array.from(`${message}${hint}`.matchAll(/\{(\w+)\}/g), ([, name = '']) => name);
    expect([code, names.filter((name) => (args[name] ?? '') === '')]).toEqual([code, []]);
    expect(span.start <= span.end && span.end <= text.length).toBe(true);
    return code;
  });
}

/** A manifest compiled and rendered, with the codes of all that was reported. */
export function render(text: string, values: TestValues, path = 'x.yaml') {
  const compiled = compileManifest({ path, text });
  const rendered = renderManifest(compiled, lookupIn(values));
  const diagnostics = [...compiled.diagnostics, ...rendered.diagnostics];
  return { text: rendered.text, codes: codesOf(diagnostics, text), diagnostics };
}
