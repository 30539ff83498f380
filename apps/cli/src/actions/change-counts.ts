import type { FileChange } from '@kfdist/platform';

/** Changes as programs read them: type and path, no contents. */
export function changeData(changes: readonly FileChange[]): readonly { type: string; path: string }[] {
  return changes.map(({ type, path }) => ({ type, path }));
}

/** `96 created, 2 updated, 10 unchanged`. */
export function changeCounts(changes: readonly FileChange[]): string {
  const words = {
    create: 'created',
    update: 'updated',
    delete: 'deleted',
    kept: 'kept',
    unchanged: 'unchanged',
  } as const;
  return Object.entries(words)
    .map(([type, word]) => ({ word, count: changes.filter((change) => change.type === type).length }))
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => `${count} ${word}`)
    .join(', ');
}
