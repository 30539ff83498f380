import type { Difference, RoleChange } from './change.ts';

const SIGN = { create: '+', update: '~', delete: '-', unchanged: ' ', refused: '!' } as const;

/**
 * Changes as people read them: a line for each role, below it what is different, and a count at the end. Unchanged
 * roles are only counted.
 */
export function formatChanges(changes: readonly RoleChange[]): string {
  const shown = changes.filter(({ action }) => action !== 'unchanged').map(formatChange);
  return [...shown, countChanges(changes)].join('\n');
}

function formatChange({ kind, name, arn, action, differences }: RoleChange): string {
  return [`${SIGN[action]} ${kind} ${name}  (${arn})`, ...differences.flatMap(formatDifference)].join('\n');
}

/** `2 to create, 1 to update, 3 unchanged`. */
export function countChanges(changes: readonly RoleChange[]): string {
  const labels = {
    create: 'to create',
    update: 'to update',
    delete: 'to delete',
    unchanged: 'unchanged',
    refused: 'refused',
  } as const;
  const counts = Object.entries(labels).flatMap(([action, label]) => {
    const count = changes.filter((change) => change.action === action).length;
    return count === 0 ? [] : [`${count} ${label}`];
  });
  return counts.length === 0 ? 'nothing to do' : counts.join(', ');
}

function formatDifference({ field, before, after }: Difference): readonly string[] {
  const lines = lineDifference(linesOf(before), linesOf(after));
  return [`    ${field}`, ...lines.map((line) => `      ${line}`)];
}

const linesOf = (value: unknown): readonly string[] =>
  value === undefined ? [] : (typeof value === 'string' ? value : JSON.stringify(value, null, 2)).split('\n');

/** The lines of both texts in order, with `-` and `+`; equal lines only beside a change. */
function lineDifference(before: readonly string[], after: readonly string[]): readonly string[] {
  const lengths = commonLengths(before, after);
  const lines: { readonly sign: ' ' | '-' | '+'; readonly text: string }[] = [];
  let row = 0;
  let column = 0;
  while (row < before.length || column < after.length) {
    const [old, next] = [before[row], after[column]];
    if (old !== undefined && old === next) {
      lines.push({ sign: ' ', text: old });
      row++;
      column++;
    } else if (
      next === undefined ||
      (old !== undefined && at(lengths, row + 1, column) >= at(lengths, row, column + 1))
    ) {
      lines.push({ sign: '-', text: old ?? '' });
      row++;
    } else {
      lines.push({ sign: '+', text: next });
      column++;
    }
  }
  const isNear = (index: number) =>
    lines.slice(Math.max(0, index - 1), index + 2).some(({ sign }) => sign !== ' ');
  return lines.filter((_, index) => isNear(index)).map(({ sign, text }) => `${sign} ${text}`);
}

const at = (lengths: readonly (readonly number[])[], row: number, column: number) =>
  lengths[row]?.[column] ?? 0;

/** For each pair of positions, how many lines both rests have in common. */
function commonLengths(before: readonly string[], after: readonly string[]): readonly (readonly number[])[] {
  const lengths: number[][] = Array.from({ length: before.length + 1 }, () => []);
  for (let row = before.length - 1; row >= 0; row--) {
    for (let column = after.length - 1; column >= 0; column--) {
      const isSame = before[row] === after[column];
      const best = isSame
        ? 1 + at(lengths, row + 1, column + 1)
        : Math.max(at(lengths, row + 1, column), at(lengths, row, column + 1));
      (lengths[row] ?? [])[column] = best;
    }
  }
  return lengths;
}
