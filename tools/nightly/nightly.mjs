/**
 * What takes too long for every change. Each part runs whatever became of those before it; the last lines say how each ended and
 * what was left out. Results go to `nightly/`, the mutation scores to `docs/mutation.json`.
 *
 *   npm run nightly -- [--fuzz MINUTES] [--only NAME]... [--upstreams DIR] [--stand-in UPSTREAM=TAG]... [--lab DIR] [--seed DIR]
 *
 * The folders are what CI does not have: local copies of the upstreams, a local control plane, the predecessor. `--stand-in` goes
 * with the copies, as the parts that read them take it.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runPart } from './run-part.mjs';
import { summaryOf } from './summary.mjs';

const root = join(import.meta.dirname, '..', '..');
const { values: options } = parseArgs({
  options: {
    fuzz: { type: 'string', default: '60' },
    only: { type: 'string', multiple: true },
    upstreams: { type: 'string' },
    'stand-in': { type: 'string', multiple: true, default: [] },
    lab: { type: 'string' },
    seed: { type: 'string' },
  },
});

/** Name, script of `tools/`, its arguments, and which of the folders it can use. */
const PARTS = [
  {
    name: 'programs',
    script: 'install-tools.mjs',
    args: ['kustomize', 'helm', 'kubeseal', 'kubeconform'],
    folders: [],
  },
  { name: 'fuzz', script: 'fuzz/fuzz.mjs', args: ['--minutes', options.fuzz], folders: [] },
  { name: 'mutation', script: 'mutation/mutation.mjs', args: ['--record'], folders: [] },
  {
    name: 'benchmark',
    script: 'bench/bench.mjs',
    args: ['--json', 'nightly/benchmark.json'],
    folders: ['seed', 'upstreams'],
  },
  { name: 'conformance', script: 'conformance.mjs', args: [], folders: ['upstreams'] },
  { name: 'proof', script: 'prove.mjs', args: [], folders: ['upstreams'] },
  { name: 'end to end', script: 'e2e/e2e.mjs', args: ['--run', 'all'], folders: ['lab', 'upstreams'] },
];

mkdirSync(join(root, 'nightly'), { recursive: true });
const results = [];
for (const part of PARTS.filter(({ name }) => options.only?.includes(name) ?? true)) {
  console.log(`\n== ${part.name}`);
  const args = [...part.args, ...part.folders.flatMap(flagsOf)];
  results.push({ name: part.name, ...(await runPart({ root, script: part.script, args })) });
}
console.log(`\n${summaryOf(results).join('\n')}`);
if (results.some(({ status }) => status !== 0)) process.exitCode = 1;

function flagsOf(folder) {
  const value = options[folder];
  if (value === undefined) return [];
  const standIns = folder === 'upstreams' ? options['stand-in'] : [];
  return [`--${folder}`, value, ...standIns.flatMap((standIn) => ['--stand-in', standIn])];
}
