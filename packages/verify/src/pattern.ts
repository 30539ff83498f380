import type { PlacedObject } from './placed-object.ts';

/** Whether a text matches a pattern in which `*` stands for any text. */
export function matchesPattern(value: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return value === pattern;
  if (!value.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const found = value.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return value.length - last.length >= from && value.endsWith(last);
}

/** `Kind/namespace/name`, or `Kind/name` of what has no namespace, as suppressions and `provides` spell objects. */
export function spell({ kind, namespace, name }: Pick<PlacedObject, 'kind' | 'namespace' | 'name'>): string {
  return [kind, ...(namespace === '' ? [] : [namespace]), name].join('/');
}
