import type { Settings } from '@kfdist/config';
import { type Distribution, sourceOf } from './distribution.ts';

/** What the templates of a distribution mention, found once however many clusters are planned from it. */
const mentioned = new WeakMap<Distribution, ReadonlySet<string>>();

/**
 * Keys that templates with expressions may read: those whose name, or whose first part, they mention. To read the selection
 * is to read what is declared of it, and selects nothing else.
 */
export function keysInTemplates(distribution: Distribution, { values }: Settings): readonly string[] {
  const names = mentioned.get(distribution) ?? mentionedIn(distribution);
  mentioned.set(distribution, names);
  return [...values.keys()].filter((key) => {
    const [first = ''] = key.split('.', 1);
    return names.has(key) || (first !== 'components' && names.has(first));
  });
}

function mentionedIn({ files }: Distribution): ReadonlySet<string> {
  const templates = [...files.values()].filter(({ path }) => path.endsWith('.hbs'));
  const matches = templates.flatMap((file) => [
    ...sourceOf(file).text.matchAll(/settings\.([\w-]+)|setting "([^"]+)"/g),
  ]);
  return new Set(matches.flatMap(([, path, key]) => path ?? key ?? []));
}
