import type { Facts } from '../facts.ts';
import { eachText } from '../reading.ts';
import { type Found, type Rule, rule } from '../rule.ts';

/** What people and tools leave in a text that somebody has to fill in. */
const PLACEHOLDERS = [
  /<<__[^\s<>]+?__>>/,
  /\b(?:REPLACE|CHANGE|FILL)[_-]?ME\b/i,
  /<(?:your|insert|replace)[\w -]*>/i,
  /\bYOUR_[A-Z_]+\b/,
  /\boidc\.eks\.(?:REGION|<[^>]*>|region)\.amazonaws\.com/,
];

function leftovers(facts: Facts): readonly Found<'placeholder'>[] {
  return facts.objects.flatMap((object) => {
    if (object.kind === 'CustomResourceDefinition') return [];
    const found: Found<'placeholder'>[] = [];
    eachText(object.object, (value, path) => {
      if (path.at(-1) === '_example') return;
      const [placeholder] = PLACEHOLDERS.flatMap((pattern) => pattern.exec(value)?.[0] ?? []);
      if (placeholder !== undefined) found.push({ object, path, args: { placeholder } });
    });
    return found;
  });
}

export const placeholderRules: readonly Rule[] = [
  rule({
    id: 'LEFTOVER_PLACEHOLDER',
    severity: 'error',
    summary: 'No placeholder is left in an object',
    message: '{object} still has the placeholder {placeholder}',
    hint: 'Set the setting that it stands for, or replace it with a patch.',
    explanation:
      'Placeholders of kfdist and of upstreams (REPLACE_ME, <your-...>) are meant to be filled in before anything is applied.',
    check: leftovers,
  }),
];
