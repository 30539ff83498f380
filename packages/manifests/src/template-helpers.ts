import type { Lookup } from './slot-value.ts';
import type { EngineHelper } from './template-engine.ts';

/**
 * What a template can call beside the blocks `if`, `unless`, `each`, `with`, the built-in `lookup`, and `setting`.
 * They are called with at least as many arguments as they declare.
 */
export const HELPERS: Readonly<Record<string, EngineHelper>> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  not: (value) => !isTrue(value),
  and: (...values) => values.every(isTrue),
  or: (...values) => values.find(isTrue) ?? false,
  includes: (list, item) => Array.isArray(list) && list.includes(item),
  join: (list, separator) =>
    Array.isArray(list) ? list.join(typeof separator === 'string' ? separator : ',') : list,
};

/** The value of a setting as a template sees it: `undefined` where it is not set, so that conditions can ask. */
export function settingOf(lookup: Lookup, key: unknown): string | number | boolean | undefined {
  const value = typeof key === 'string' ? lookup(key) : undefined;
  if (value === undefined || value.type === 'string') return value?.text;
  if (value.type === 'boolean') return value.text === 'true' || (value.text !== 'false' && value.text);
  // A number that JavaScript would spell otherwise stays as its author wrote it.
  return String(Number(value.text)) === value.text ? Number(value.text) : value.text;
}

/** Truth as the built-in `if` sees it: an empty list is false. */
function isTrue(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}
