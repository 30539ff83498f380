/**
 * Lists what is older than its newest release: the pins of distribution/upstreams.yaml and the npm packages. With `--prepare` it
 * writes the newer versions wherever they are named, for you to generate, build and test.
 *
 *   npm run outdated -- [--prepare [NAME...]] [--upstreams DIR]
 *
 * Without names everything is prepared but what renovate.json holds back. `--upstreams DIR` looks into local copies of repositories.
 */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { parse } from 'yaml';
import { alignColumns } from '../align-columns.mjs';
import { heldBack, isHeld, movedPackage, outdatedPackages } from './packages.mjs';
import { rowOf, tagsIn } from './releases.mjs';
import { movedUpstream } from './upstreams.mjs';

const HELD_BACK = 'held back';
const root = join(import.meta.dirname, '..', '..');
const read = (path) => readFileSync(join(root, path), 'utf8');
const { values: options, positionals: names } = parseArgs({
  options: { upstreams: { type: 'string' }, prepare: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const { upstreams } = parse(read('distribution/upstreams.yaml'));
const held = heldBack(JSON.parse(read('renovate.json')));

const pins = (await Promise.all(upstreams.map(findPin))).filter(Boolean);
const packages = findPackages();
const all = [...pins, ...packages];
print([
  ['NAME', 'NOW', 'NEWEST', 'NOTE'],
  ...all.map(({ name, now, newest, note }) => [name, now, newest ?? '?', note]),
]);
const behind = all.filter(({ newest }) => newest !== undefined).length;
console.log(`${behind} behind, ${all.length - behind} not seen`);
const unknown = names.filter((name) => !all.some((one) => one.name === name && one.newest !== undefined));
if (unknown.length > 0) {
  console.error(`Nothing newer is seen for ${unknown.join(', ')}`);
  process.exitCode = 1;
} else if (options.prepare) prepare();

async function tagsOf(git) {
  const folder = options.upstreams && resolve(options.upstreams);
  const copy = folder && join(folder, git.replace('https://github.com/', '').replace('/', '+'), 'repo');
  if (copy !== undefined && !existsSync(copy)) throw new Error(`there is no ${copy}`);
  const { stdout } = await promisify(execFile)('git', ['ls-remote', '--tags', copy ?? git], {
    timeout: 60_000,
    maxBuffer: 1 << 28,
  });
  return tagsIn(stdout);
}

async function findPin(upstream) {
  const row = await rowOf(upstream, tagsOf);
  const repository = (upstream.git ?? upstream.source?.git)?.replace('https://github.com/', '');
  return row && markHeld(row, repository ?? upstream.image);
}

function findPackages() {
  const { stdout } = spawnSync('npm', ['outdated', '--json'], { cwd: root, encoding: 'utf8' });
  return outdatedPackages(stdout).map((one) => markHeld(one, one.name));
}

function markHeld(row, name) {
  return row.newest !== undefined && isHeld(name, held) ? { ...row, note: HELD_BACK } : row;
}

function prepare() {
  const isWanted = ({ name, newest, note }) =>
    newest !== undefined && (names.length > 0 ? names.includes(name) : note !== HELD_BACK);
  const before = new Map([...distribution(), ...manifests()].map((path) => [path, read(path)]));
  let files = before;
  for (const pin of pins.filter(isWanted)) {
    const upstream = upstreams.find(({ name }) => name === pin.name);
    files = movedUpstream(pin, upstream, files);
  }
  for (const one of packages.filter(isWanted)) files = movedPackage(one, files);
  const changed = [...files].filter(([path, text]) => before.get(path) !== text);
  for (const [path, text] of changed) {
    writeFileSync(join(root, path), text);
    console.log(`changed ${path}`);
  }
  if (changed.length > 0)
    console.log(
      'Next: npm install && npm run generate, build what changed (npm run conformance), npm test, and read the release notes.',
    );
}

function distribution() {
  return readdirSync(join(root, 'distribution'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(?:ya?ml|hbs)$/.test(path))
    .map((path) => `distribution/${path}`);
}

function manifests() {
  const { workspaces } = JSON.parse(read('package.json'));
  const folders = workspaces.flatMap((pattern) =>
    pattern.endsWith('/*')
      ? readdirSync(join(root, pattern.slice(0, -2))).map((name) => join(pattern.slice(0, -2), name))
      : [pattern],
  );
  return ['', ...folders]
    .map((folder) => join(folder, 'package.json'))
    .filter((path) => existsSync(join(root, path)));
}

function print(rows) {
  console.log(alignColumns(rows).join('\n'));
}
