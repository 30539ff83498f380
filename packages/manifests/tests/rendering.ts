import { compileManifest, renderManifest, type SlotValue } from '../src/index.ts';

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

/** A manifest compiled and rendered, with the codes of all that was reported. */
export function render(text: string, values: TestValues, path = 'x.yaml') {
  const compiled = compileManifest({ path, text });
  const rendered = renderManifest(compiled, lookupIn(values));
  const diagnostics = [...compiled.diagnostics, ...rendered.diagnostics];
  return { text: rendered.text, codes: diagnostics.map(({ code }) => code), diagnostics };
}
