import { relative } from 'node:path';
import type { Context } from './context.ts';

/** A path as people in the current folder know it. */
export function shownPath({ cwd }: Context, path: string): string {
  const below = relative(cwd, path);
  return below === '' ? '.' : below.startsWith('..') ? path : below;
}
