/**
 * Measures kfdist beside what it is compared to, in one run on one machine, and prints one table.
 *
 *   npm run bench -- [--quick] [--rounds N] [--seed DIR] [--upstreams DIR] [--stand-in UPSTREAM=TAG] [--json FILE] [--compare FILE]
 *
 * `--seed DIR` is a working copy of the predecessor (also KFDIST_SEED); `--upstreams DIR` holds copies of the upstreams as
 * `npm run conformance` takes them (also KFDIST_UPSTREAMS); `--quick` skips the long loop; `--json` records the run;
 * what got worse than the run in `docs/benchmark.json`, or another with `--compare`, is named. Exits with 1 where a limit is missed.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { measureBuild } from './build-figures.mjs';
import { measureClusters } from './cluster-figures.mjs';
import { isMissed } from './figures.mjs';
import { mutationScores } from './mutation-figures.mjs';
import { measurePackages } from './package-figures.mjs';
import { parseRecording, regressions, toRecording } from './recording.mjs';
import { measureRender } from './render-figures.mjs';
import { measureRoles } from './role-figures.mjs';
import { measureSealing } from './seal-figures.mjs';
import { measureSetup } from './setup-figures.mjs';
import { measureStart } from './start-figures.mjs';
import { formatTable } from './table.mjs';
import { measureVerify } from './verify-figures.mjs';
import { measureWholeBuild } from './whole-build-figures.mjs';
import { openWorkspace } from './workspace.mjs';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '7' },
    seed: { type: 'string', default: process.env.KFDIST_SEED },
    upstreams: { type: 'string', default: process.env.KFDIST_UPSTREAMS },
    'stand-in': { type: 'string', multiple: true, default: [] },
    json: { type: 'string' },
    compare: { type: 'string', default: join(import.meta.dirname, '..', '..', 'docs', 'benchmark.json') },
  },
});

const recorded = existsSync(options.compare) ? parseRecording(readFileSync(options.compare, 'utf8')) : [];
if (recorded.length === 0) leaveOut('the comparison with a recorded run', `${options.compare} is not there`);
const figures = await measureAll();
console.log(formatTable(figures).join('\n'));
if (options.json !== undefined)
  writeFileSync(options.json, `${JSON.stringify(toRecording(figures), null, 2)}\n`);
for (const sentence of regressions(figures, recorded)) console.log(`worse: ${sentence}`);
const missed = figures.filter(isMissed).length;
console.log(`${figures.length} figures, ${missed} missed`);
if (missed > 0) process.exitCode = 1;

async function measureAll() {
  const workspace = await openWorkspace();
  const bench = {
    workspace,
    rounds: Number(options.rounds),
    root: join(import.meta.dirname, '..', '..'),
    isQuick: options.quick,
    seed: findSeed(),
    upstreams: options.upstreams,
    standIns: options['stand-in'],
    leaveOut,
  };
  try {
    return [
      ...measureStart(bench),
      ...(await measureSetup(bench)),
      ...(await measureBuild(bench)),
      ...(await measureWholeBuild(bench)),
      ...measureRender(bench),
      ...(await measureClusters(bench)),
      ...(await measureRoles(bench)),
      ...(await measureVerify(bench)),
      ...(await measureSealing(bench)),
      ...measurePackages(bench),
      ...mutationScores(bench),
    ];
  } finally {
    workspace.close();
  }
}

function findSeed() {
  if (options.seed !== undefined && existsSync(join(options.seed, 'setup_repo.sh')))
    return resolve(options.seed);
  leaveOut(
    "the comparison with the predecessor's script",
    options.seed === undefined ? 'no --seed DIR' : `${options.seed} has no setup_repo.sh`,
  );
  return undefined;
}

function leaveOut(what, why) {
  console.log(`left out: ${what}, ${why}`);
}
