/**
 * Feeds generated texts to everything that reads text, guided by what of our code each one newly reaches.
 *
 *   npm run fuzz -- [--minutes N] [--target NAME]... [--seed N] [--keep]
 *
 * The time is for all targets together. What fails is written to `tests/fuzz/<target>/finding-*.json`, where the tests run it from then
 * on; `--keep` also keeps the shortest inputs that reached something new.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { alignColumns } from '../align-columns.mjs';
import { bundling } from '../bundle-cli.mjs';
import { loadSources } from '../load-sources.mjs';
import { keepInput } from './corpus.mjs';

const root = join(import.meta.dirname, '..', '..');
const GRACE_MS = 30_000;
const KEPT = 6;
const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '2' },
    target: { type: 'string', multiple: true },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    keep: { type: 'boolean', default: false },
  },
});

const { targets } = await loadSources(join(import.meta.dirname, 'targets', 'all.mjs'));
const chosen = targets.filter(({ name }) => options.target?.includes(name) ?? true);
if (chosen.length === 0)
  throw new Error(`no such target; there are ${targets.map(({ name }) => name).join(', ')}`);
const folder = mkdtempSync(join(tmpdir(), 'kfdist-fuzz-'));
try {
  const outfile = join(folder, 'run-target.mjs');
  await build({ ...bundling, entryPoints: [join(import.meta.dirname, 'run-target.mjs')], outfile });
  const workers = Math.min(availableParallelism(), chosen.length);
  const seconds = (Number(options.minutes) * 60 * workers) / chosen.length;
  const results = await inParallel(chosen, workers, (target) => fuzz({ target, seconds, outfile }));
  process.exitCode = summarize(results) > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function inParallel(list, workers, act) {
  const waiting = [...list.entries()];
  const results = [];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      results[next[0]] = await act(next[1]);
  };
  await Promise.all(Array.from({ length: workers }, work));
  return results;
}

async function fuzz({ target, seconds, outfile }) {
  const current = join(folder, target.name);
  const child = spawn(
    process.execPath,
    [outfile, root, target.name, String(seconds), options.seed, current],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const timer = setTimeout(() => child.kill('SIGKILL'), seconds * 1000 + GRACE_MS);
  await new Promise((resolve) => child.on('exit', resolve));
  clearTimeout(timer);
  const result = existsSync(`${current}.result`)
    ? JSON.parse(readFileSync(`${current}.result`, 'utf8'))
    : {
        runs: 0,
        started: 0,
        blocks: 0,
        added: [],
        findings: [{ message: 'it hung or died', text: JSON.parse(readFileSync(current, 'utf8')) }],
      };
  return { target, ...result };
}

function summarize(results) {
  const rows = results.map(({ target, runs, started, blocks, findings }) =>
    [target.name, runs, started, blocks, findings.length].map(String),
  );
  console.log(
    alignColumns([['target', 'runs', 'blocks at start', 'blocks reached', 'findings'], ...rows]).join('\n'),
  );
  for (const { target, added, findings } of results) {
    for (const { message, text } of findings)
      console.log(`${keepInput(root, target, { text, kind: 'finding' })}: ${message}`);
    if (options.keep) for (const text of shortest(added)) keepInput(root, target, { text, kind: 'seed' });
  }
  const [runs, findings] = ['runs', 'findings'].map((key) =>
    results.reduce((sum, { [key]: value }) => sum + (value.length ?? value), 0),
  );
  console.log(`seed ${options.seed}: ${runs} runs of ${results.length} targets, ${findings} findings`);
  return findings;
}

function shortest(texts) {
  return texts.toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1)).slice(0, KEPT);
}
