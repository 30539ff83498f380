import { alignColumns } from '../align-columns.mjs';
import { keepsLimit } from './figures.mjs';

const HEAD = ['figure', 'ratio', 'limit', 'result', 'CPU ms', 'wall ms', 'MB'];

/** The figures as lines of one table: names to the left, numbers to the right. */
export function formatTable(figures) {
  return alignColumns([HEAD, ...figures.map(cells)]);
}

function cells(figure) {
  const { name, ratio, ms, wall, mb } = figure;
  return [name, ratio?.toFixed(2), limitText(figure), resultText(figure), ms, wall, mb].map((cell) =>
    cell === undefined ? '' : String(cell),
  );
}

const UNITS = { ratio: '', ms: ' ms', mb: ' MB' };

function limitText({ limit }) {
  if (limit === undefined) return undefined;
  const bound = limit.atMost === undefined ? `>= ${limit.atLeast}` : `<= ${limit.atMost}`;
  return `${bound}${UNITS[limit.of]}`;
}

function resultText(figure) {
  const keeps = keepsLimit(figure);
  if (keeps === undefined) return undefined;
  return keeps ? 'ok' : figure.limit.isAim ? 'over' : 'missed';
}
