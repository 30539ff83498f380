import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { aimAtLeast, rounded } from './figures.mjs';

/** Which part of small changes the tests notice: what `npm run mutation -- --record` found last. */
export function mutationScores({ root, leaveOut }) {
  const file = join(root, 'docs', 'mutation.json');
  if (!existsSync(file)) {
    leaveOut('the mutation scores', 'none were recorded');
    return [];
  }
  return Object.entries(JSON.parse(readFileSync(file, 'utf8'))).map(
    ([name, { noticed, missed, everyNthFunction: every }]) => ({
      name: `changes of ${name} that its tests notice${every === undefined ? '' : `, of every ${every}th function`}`,
      ratio: rounded(noticed / (noticed + missed)),
      limit: aimAtLeast('ratio', 0.8),
    }),
  );
}
