import { alignColumns } from '../align-columns.mjs';

const LEFT_OUT = 'left out: ';

/** How the parts ended, and everything that they left out. */
export function summaryOf(results) {
  const rows = results.map((result) => [result.name, wordFor(result), result.minutes.toFixed(1)]);
  const failed = results.filter(({ status }) => status !== 0).length;
  return [
    ...alignColumns([['part', 'result', 'minutes'], ...rows]),
    ...results.flatMap(({ name, lines }) =>
      leftOutIn(lines).map((line) => `${LEFT_OUT}${name}: ${line.slice(LEFT_OUT.length)}`),
    ),
    `${results.length} parts, ${failed} failed`,
  ];
}

function wordFor({ status, lines }) {
  if (status !== 0) return 'FAILED';
  const isEmpty = lines.length > 0 && leftOutIn(lines).length === lines.length;
  return isEmpty ? 'left out' : 'ok';
}

function leftOutIn(lines) {
  return lines.filter((line) => line.startsWith(LEFT_OUT));
}
