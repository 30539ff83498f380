import type { Facts } from '../facts.ts';
import { type Found, type Rule, rule } from '../rule.ts';

function duplicates({ byKey }: Facts): readonly Found<'others'>[] {
  return [...byKey.values()].flatMap((same) => {
    const [first, ...others] = same;
    if (first === undefined || others.length === 0) return [];
    if (first.name === '' || 'generateName' in Object(first.object.metadata)) return [];
    const names = [...new Set(same.map(({ component }) => component.name))];
    return {
      object: first,
      args: { others: names.length === 1 ? `${names[0]} twice` : names.join(' and ') },
    };
  });
}

export const duplicateRules: readonly Rule[] = [
  rule({
    id: 'DUPLICATE_OBJECT',
    severity: 'error',
    summary: 'No object is delivered by two Applications',
    message: '{object} is delivered by {others}',
    hint: 'Leave it to one of them; delete it in the other with a patch.',
    explanation:
      'Two Applications that deliver one object overwrite each other for ever, and Argo CD warns of a shared resource.',
    check: duplicates,
  }),
];
