import { statSync } from 'node:fs';
import { isMissing } from './read-tree.ts';

/** What is at a path, links followed. */
export function pathKind(path: string): 'folder' | 'file' | 'nothing' {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    if (isMissing(error)) return 'nothing';
    throw error;
  }
}
