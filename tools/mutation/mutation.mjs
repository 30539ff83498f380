/**
 * Changes the sources of packages in small ways, and counts how many of the changes their tests notice.
 *
 *   npm run mutation -- [--package NAME]... [--files GLOB]... [--record FILE]
 *
 * Without flags: config, manifests, iam and credentials, whole, which takes hours. `--files` narrows it, from the package's `src`.
 * `--record` adds the scores to a file that `npm run bench` shows.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { scoreOf, survivors } from './scores.mjs';

const VERSION = '9.6.1';
const PACKAGES = ['config', 'manifests', 'iam', 'credentials'];
// Tables and texts: a changed word in them is no changed behaviour
const NOT_MUTATED = ['src/codes.ts', 'src/*-codes.ts', 'src/data/**', 'src/**/index.ts'];
const root = join(import.meta.dirname, '..', '..');
const { values: options } = parseArgs({
  options: {
    package: { type: 'string', multiple: true },
    files: { type: 'string', multiple: true },
    record: { type: 'string' },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'kfdist-mutation-'));
try {
  const stryker = install();
  const scores = {};
  for (const name of options.package ?? PACKAGES) scores[name] = measure(stryker, name);
  if (options.record !== undefined) record(options.record, scores);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Beside the repository's own packages, of which it finds vitest. */
function install() {
  const home = join(root, '.tools', 'stryker');
  const program = join(home, 'node_modules', '.bin', 'stryker');
  if (existsSync(program)) return program;
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{ "private": true }\n');
  const packages = ['core', 'vitest-runner'].map((name) => `@stryker-mutator/${name}@${VERSION}`);
  const { status, stderr } = spawnSync(
    'npm',
    ['install', '--no-audit', '--no-fund', '--legacy-peer-deps', ...packages],
    { cwd: home, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`npm install of ${packages.join(' ')} failed: ${stderr}`);
  return program;
}

function measure(stryker, name) {
  const report = join(folder, `${name}.json`);
  const config = join(folder, `${name}.config.json`);
  writeFileSync(config, JSON.stringify(configuration(name, report)));
  const { status } = spawnSync(stryker, ['run', config], {
    cwd: root,
    env: { ...process.env, KFDIST_MUTATED: name },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (!existsSync(report)) throw new Error(`mutation testing of ${name} ended with ${status} and no report`);
  const result = JSON.parse(readFileSync(report, 'utf8'));
  const { noticed, missed, score } = scoreOf(result);
  for (const line of survivors(result)) console.log(line);
  console.log(`${name}: ${noticed} of ${noticed + missed} changes noticed, ${score.toFixed(1)} of 100`);
  return { noticed, missed };
}

function configuration(name, report) {
  const below = (path) => `packages/${name}/${path}`;
  const files = options.files?.map((glob) => below(`src/${glob}`)) ?? [below('src/**/*.ts')];
  return {
    testRunner: 'vitest',
    vitest: { configFile: 'tools/mutation/vitest.config.ts', related: false },
    mutate: [...files, ...NOT_MUTATED.map((path) => `!${below(path)}`)],
    ignorePatterns: ['.tools', 'clusters', '.nx'],
    tempDirName: join(folder, 'sandbox'),
    reporters: ['json'],
    jsonReporter: { fileName: report },
    concurrency: availableParallelism(),
    checkers: [],
    // What runs while a module loads would need every test for each change
    ignoreStatic: true,
    allowEmpty: true,
  };
}

/** The last scores of each package: those of packages that were not measured now stay. */
function record(file, scores) {
  const before = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  writeFileSync(file, `${JSON.stringify({ ...before, ...scores }, null, 2)}\n`);
}
