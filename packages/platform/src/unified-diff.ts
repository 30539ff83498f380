import { createTwoFilesPatch } from 'diff';
import type { FileChange } from './changes.ts';
import { type TreeFile, textOf } from './tree-file.ts';

/** A change as a unified diff with Git's names for both sides, or one line for what has no text. */
export function unifiedDiff(change: FileChange, folder: string): string {
  if (change.type === 'unchanged' || change.type === 'kept') return '';
  const before = change.type === 'create' ? undefined : change.before;
  const after = change.type === 'delete' ? undefined : change.file;
  const name = folder === '' ? change.path : `${folder}/${change.path}`;
  const [from, to] = [textFor(before), textFor(after)];
  const [fromName, toName] = [before ? `a/${name}` : '/dev/null', after ? `b/${name}` : '/dev/null'];
  if (from === undefined || to === undefined) return `Binary files ${fromName} and ${toName} differ\n`;
  const patch = createTwoFilesPatch(fromName, toName, from, to, undefined, undefined, { context: 3 });
  return patch.replace(/^=+\n/, '');
}

function textFor(file: TreeFile | undefined): string | undefined {
  if (file === undefined) return '';
  return file.symlink === undefined ? textOf(file) : `symbolic link to ${file.symlink}\n`;
}
