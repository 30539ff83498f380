import { report } from './codes.ts';
import type { Check } from './document.ts';
import { join, type Part, slotsOf } from './slot.ts';

/** The check that values make no two keys of one mapping equal. Keys are given decoded, as parts. */
export function keyCheck(keys: readonly (readonly Part[])[]): Check {
  return (filling) => {
    const seen = new Map<string, readonly Part[]>();
    for (const parts of keys) {
      const key = join(parts, filling);
      const earlier = seen.get(key) ?? [];
      const slot = slotsOf(parts)[0] ?? slotsOf(earlier)[0];
      if (seen.has(key) && slot !== undefined) {
        filling.report(report('DUPLICATE_KEY', { args: { key: slot.key }, span: slot.span }));
      }
      seen.set(key, parts);
    }
  };
}
