/**
 * Changes the sources of packages in small ways, and counts how many of the changes their tests notice.
 *
 *   npm run mutation -- [--package NAME]... [--files GLOB]... [--every N] [--jobs N] [--record]
 *
 * Without flags: config, manifests, iam and credentials, whole. `--files` narrows it, from the package's `src`; `--every 8`
 * changes only every eighth function. `--record` writes the score of each package to `docs/mutation.json`, which `npm run bench`
 * shows, as soon as it is known.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LEFT_OUT } from './left-out.mjs';
import { leftOutOf, scoreOf, survivors } from './scores.mjs';

const VERSION = '9.6.1';
const PACKAGES = ['config', 'manifests', 'iam', 'credentials'];
// Tables and texts: a changed word in them is no changed behaviour
const NOT_MUTATED = ['src/codes.ts', 'src/*-codes.ts', 'src/data/**', 'src/**/index.ts'];
// Runs kustomize and helm, which the tests of a changed copy do not have
const RUNS_PROGRAMS = 'src/build/**';
const root = join(import.meta.dirname, '..', '..');
const { values: options } = parseArgs({
  options: {
    package: { type: 'string', multiple: true },
    files: { type: 'string', multiple: true },
    jobs: { type: 'string', default: String(availableParallelism()) },
    every: { type: 'string', default: '1' },
    record: { type: 'boolean', default: false },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'kfdist-mutation-'));
try {
  const stryker = install();
  for (const { why } of LEFT_OUT) console.log(`left out: tests of ${why}`);
  for (const name of options.package ?? PACKAGES) {
    const score = measure(stryker, name);
    if (options.record && options.files === undefined) record(name, score);
  }
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
  const packages = [`@stryker-mutator/core@${VERSION}`];
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
    env: { ...process.env, KFDIST_MUTATED: name, KFDIST_EVERY: options.every },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (!existsSync(report)) throw new Error(`mutation testing of ${name} ended with ${status} and no report`);
  const result = JSON.parse(readFileSync(report, 'utf8'));
  for (const line of survivors(result)) console.log(line);
  if (existsSync(join(root, below(name, 'src/build'))))
    console.log(`left out: ${below(name, RUNS_PROGRAMS)}, it runs other programs`);
  for (const [why, number] of leftOutOf(result))
    console.log(`left out: ${number} changes of ${name}, ${why}`);
  const { noticed, missed, score } = scoreOf(result);
  console.log(`${name}: ${noticed} of ${noticed + missed} changes noticed, ${score.toFixed(1)} of 100`);
  return options.every === '1'
    ? { noticed, missed }
    : { noticed, missed, everyNthFunction: Number(options.every) };
}

function below(name, path) {
  return `packages/${name}/${path}`;
}

function configuration(name, report) {
  const files = options.files?.map((glob) => below(name, `src/${glob}`)) ?? [below(name, 'src/**/*.ts')];
  return {
    testRunner: 'in-process',
    plugins: ['test-runner.mjs', 'sample.mjs'].map((file) => join(import.meta.dirname, file)),
    ignorers: ['sample'],
    mutate: [...files, ...[...NOT_MUTATED, RUNS_PROGRAMS].map((path) => `!${below(name, path)}`)],
    ignorePatterns: ['.tools', 'clusters', '.nx'],
    tempDirName: join(folder, 'sandbox'),
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName: report },
    concurrency: Number(options.jobs),
    logLevel: 'warn',
    checkers: [],
    // What runs while a module loads would need every test for each change
    ignoreStatic: true,
    timeoutMS: 8_000,
    allowEmpty: true,
  };
}

/** Beside the last scores of the other packages. */
function record(name, score) {
  const file = join(root, 'docs', 'mutation.json');
  const before = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  writeFileSync(file, `${JSON.stringify({ ...before, [name]: score }, null, 2)}\n`);
}
