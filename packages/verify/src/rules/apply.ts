import type { Facts } from '../facts.ts';
import { at, text } from '../reading.ts';
import { type Found, type Rule, rule } from '../rule.ts';

/** The most that fits into the annotations of an object. */
const LARGEST = 262_144;

function tooLarge({ objects }: Facts): readonly Found<'size'>[] {
  return objects.flatMap((object) => {
    const { syncOptions } = object.component;
    if (syncOptions === undefined || isOnServer(syncOptions)) return [];
    const own = text(at(object.object, 'metadata', 'annotations', 'argocd.argoproj.io/sync-options'));
    if (isOnServer(own.split(',').map((option) => option.trim()))) return [];
    const size = JSON.stringify(object.object).length;
    return size <= LARGEST ? [] : { object, args: { size: `${Math.ceil(size / 1024)} KiB` } };
  });
}

const isOnServer = (options: readonly string[]) =>
  options.includes('ServerSideApply=true') || options.includes('Replace=true');

export const applyRules: readonly Rule[] = [
  rule({
    id: 'NEEDS_SERVER_SIDE_APPLY',
    severity: 'error',
    summary: 'What is too large for client-side apply is applied on the server',
    message: '{object} has {size}, too much for the annotation that client-side apply writes',
    hint: 'Add ServerSideApply=true to the syncOptions of its Application.',
    explanation:
      'Client-side apply keeps a copy of the object in an annotation, and annotations hold at most 256 KiB: "metadata.annotations: Too long".',
    check: tooLarge,
  }),
];
