/**
 * Brings platforms up on a real API server with a real Argo CD, changes, breaks and mends them, and says what was seen.
 *
 *   npm run e2e -- --lab DIR --upstreams DIR [--run NAME,...|all] [--report FILE]     a local control plane
 *   npm run e2e -- --context NAME --remote URL [-f FILE]                              any cluster of kubectl
 *
 * `-f` and `--set` are the settings (examples/kfdist.yaml); runs are the variants of variants.mjs and the fleets of fleet.mjs.
 * `--upstreams` has the Git directories `<owner>+<name>/repo` of the upstreams, which the lab serves under their real
 * addresses; `--stand-in NAME=TAG` packs a chart from another tag than the pinned one. `--keep` leaves the folders there.
 * `--report` keeps what the file says about other runs.
 */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { bundleCli } from '../bundle-cli.mjs';
import { FLEETS, runFleet } from './fleet.mjs';
import { openKubeContext } from './kube-context.mjs';
import { openLab } from './lab.mjs';
import { formatPage } from './report-page.mjs';
import { runSingle } from './single.mjs';
import { serveUpstreams } from './upstreams.mjs';
import { VARIANTS } from './variants.mjs';

const root = join(import.meta.dirname, '..', '..');
const { values: options } = parseArgs({
  options: {
    file: { type: 'string', short: 'f', default: join(root, 'examples', 'kfdist.yaml') },
    set: { type: 'string', multiple: true, default: [] },
    lab: { type: 'string' },
    upstreams: { type: 'string' },
    'stand-in': { type: 'string', multiple: true, default: [] },
    context: { type: 'string' },
    remote: { type: 'string' },
    run: { type: 'string', default: 'default' },
    seconds: { type: 'string', default: '3600' },
    report: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});

const known = [...Object.keys(VARIANTS), ...Object.keys(FLEETS)];
const names = options.run === 'all' ? known : options.run.split(',');
const refusals = [
  ...names
    .filter((name) => !known.includes(name))
    .map((name) => `no run ${name}: there are ${known.join(', ')}`),
  ...(options.lab && !options.upstreams ? ['--upstreams is missing: what the lab serves'] : []),
  ...(options.context && !options.remote ? ['--remote is missing: what the cluster reads'] : []),
];
if (refusals.length > 0) {
  console.error(refusals.join('\n'));
  process.exitCode = 64;
} else if (options.lab === undefined && options.context === undefined) {
  console.log('left out: the end-to-end run, neither --lab DIR nor --context NAME is given');
} else await runAll();

async function runAll() {
  const runs = [];
  for (const name of names) {
    const date = new Date().toISOString().slice(0, 10);
    const run = await runOne(name);
    runs.push({ name, date, ...run, versions: [...ours(), ...run.versions] });
    // What is done is kept, whatever becomes of the next
    if (options.report !== undefined) report(runs);
  }
  if (options.report === undefined) console.log(formatPage('', runs, known));
  const count = (wanted) =>
    runs.flatMap(({ steps }) => steps).filter(({ result }) => result === wanted).length;
  console.log(`${count('passed')} passed, ${count('failed')} failed`);
  if (count('failed') > 0) process.exitCode = 1;
}

function report(runs) {
  const before = existsSync(options.report) ? readFileSync(options.report, 'utf8') : '';
  writeFileSync(options.report, formatPage(before, runs, known));
}

function ours() {
  const { version } = JSON.parse(readFileSync(join(root, 'apps', 'cli', 'package.json'), 'utf8'));
  const { supports } = parse(readFileSync(join(root, 'distribution', 'settings.yaml'), 'utf8'));
  return [
    ['kfdist', version],
    ['Kubeflow', supports.kubeflow],
  ];
}

async function runOne(name) {
  const work = mkdtempSync(join(tmpdir(), 'kfdist-e2e-'));
  const kfdist = join(work, 'kfdist', 'bin.mjs');
  await bundleCli(kfdist);
  // What is edited meanwhile is no part of the run
  const distribution = join(work, 'distribution');
  cpSync(join(root, 'distribution'), distribution, { recursive: true });
  const environment = {
    work,
    kfdist,
    distribution,
    settingsFile: resolve(options.file),
    set: options.set,
    seconds: Number(options.seconds),
    openWorld: (instance) =>
      options.lab === undefined
        ? openKubeContext(options.context, options.remote)
        : openLab(resolve(options.lab), join(work, instance)),
    serve,
    say: (text) => console.log(`${new Date().toISOString().slice(11, 19)} ${name}: ${text}`),
  };
  try {
    return await (Object.hasOwn(FLEETS, name) ? runFleet : runSingle)(name, environment);
  } finally {
    if (!options.keep) rmSync(work, { recursive: true, force: true });
  }

  async function serve(world) {
    if (world.serveGit === undefined) return [];
    const standIns = new Map(options['stand-in'].map((one) => one.split('=')));
    return await serveUpstreams(world, {
      copies: resolve(options.upstreams),
      distribution,
      work: join(work, 'charts'),
      standIns,
    });
  }
}
