/**
 * What takes too long for every change: long fuzzing, mutation testing, the benchmark. Each part runs whatever became of those before
 * it; the last lines say how each ended and what was left out. Results go to `nightly/`.
 *
 *   npm run nightly -- [--fuzz MINUTES] [--only NAME]...
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { alignColumns } from './align-columns.mjs';

const root = join(import.meta.dirname, '..');
const { values: options } = parseArgs({
  options: { fuzz: { type: 'string', default: '60' }, only: { type: 'string', multiple: true } },
});

/** Name, script of `tools/`, its arguments. */
const PARTS = [
  { name: 'fuzz', script: 'fuzz/fuzz.mjs', args: ['--minutes', options.fuzz] },
  { name: 'mutation', script: 'mutation/mutation.mjs', args: ['--record'] },
  { name: 'benchmark', script: 'bench/bench.mjs', args: ['--json', 'nightly/benchmark.json'] },
  { name: 'end to end', script: 'e2e/e2e.mjs', args: [] },
];

mkdirSync(join(root, 'nightly'), { recursive: true });
const results = PARTS.filter(({ name }) => options.only?.includes(name) ?? true).map(run);
console.log(alignColumns([['part', 'result', 'minutes'], ...results.map(({ cells }) => cells)]).join('\n'));
const failed = results.filter(({ hasFailed }) => hasFailed).length;
console.log(`${results.length} parts, ${failed} failed`);
if (failed > 0) process.exitCode = 1;

function run({ name, script, args }) {
  const path = join(root, 'tools', script);
  if (!existsSync(path)) return { cells: [name, 'left out: there is none yet', ''], hasFailed: false };
  console.log(`\n== ${name}`);
  const start = Date.now();
  const { status } = spawnSync(process.execPath, [path, ...args], { cwd: root, stdio: 'inherit' });
  const minutes = ((Date.now() - start) / 60_000).toFixed(1);
  return { cells: [name, status === 0 ? 'ok' : 'FAILED', minutes], hasFailed: status !== 0 };
}
