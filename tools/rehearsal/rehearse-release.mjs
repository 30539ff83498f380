/**
 * Rehearses two releases in a row in a temporary clone, against a registry of its own on the loopback: only what was touched and
 * what depends on it moves, ranges and tags are right, and an interrupted release can be continued. Prints one line for each claim.
 *
 *   npm run rehearse-release
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { run } from '../packages/consumer.mjs';
import { startRegistry } from './local-registry.mjs';
import { cloneForRelease, npmSettings, published } from './release-clone.mjs';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'kfdist-release-'));
let failed = 0;
const registry = await startRegistry(root, join(folder, 'registry'));
try {
  const clone = cloneForRelease({ root, folder: join(folder, 'kfdist'), registry });
  dryRun(clone);
  await firstRelease(clone);
  secondRelease(clone);
  installed();
} finally {
  registry.stop();
  rmSync(folder, { recursive: true, force: true });
}
console.log(failed === 0 ? 'the rehearsal went well' : `the rehearsal failed: ${failed} claims do not hold`);
if (failed > 0) process.exitCode = 1;

function dryRun(clone) {
  const before = clone.git('rev-parse', 'HEAD');
  const { status } = clone.release();
  const after = [clone.git('rev-parse', 'HEAD'), clone.git('status', '--porcelain'), clone.git('tag')];
  claim('without --execute nothing changes', [status, ...after], [0, before, '', '']);
}

async function firstRelease(clone) {
  clone.change('packages/iam/README.md', '\n', 'docs(iam): not finished');
  writeUncommitted(clone);
  claim('a working copy with changes is not released', clone.release('--execute').status, 1);
  clone.git('checkout', '--quiet', '.');

  const { status, output } = clone.release('--execute');
  if (status !== 0) console.error(output.slice(-2000));
  const expected = tagsOf(clone.versions());
  claim('the first release tags every package', [status, clone.tags()], [0, expected]);

  const [lost] = expected;
  clone.git('tag', '--delete', lost);
  clone.release('--execute');
  claim('a release that was interrupted between its tags is completed', clone.tags(), expected);

  await clone.publishKilled(2);
  const early = published(registry);
  claim('publishing was killed halfway', early.length > 0 && early.length < expected.length, true);
  const rest = clone.publish();
  claim('and continued: every version is there once', [rest.status, published(registry)], [0, expected]);
}

function secondRelease(clone) {
  const before = clone.versions();
  clone.change('packages/iam/src/index.ts', '\n// \n', 'feat(iam): something for the rehearsal');
  const { status, output } = clone.release('--execute');
  if (status !== 0) console.error(output.slice(-2000));
  const after = clone.versions();
  const moved = Object.keys(after).filter((name) => after[name] !== before[name]);
  claim('a change of iam moves it and its dependents alone', moved.toSorted(), [
    '@kfdist/cli',
    '@kfdist/iam',
    '@kfdist/platform',
  ]);
  claim(
    'the tags name them',
    clone.tags(),
    tagsOf(Object.fromEntries(moved.map((name) => [name, after[name]]))),
  );
  const ranges = clone.packages().flatMap(({ manifest }) => manifest.dependencies?.['@kfdist/iam'] ?? []);
  claim('ranges follow', ranges, [`^${after['@kfdist/iam']}`]);
  claim(
    'the changelog says what changed',
    clone.read('packages/iam/CHANGELOG.md').includes('something for the rehearsal'),
    true,
  );
  claim('the working copy is clean', clone.git('status', '--porcelain'), '');
  const count = published(registry).length;
  claim('it is published', [clone.publish().status, published(registry).length], [0, count + moved.length]);
}

/** What users get from the registry runs. */
function installed() {
  const project = join(folder, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
  writeFileSync(join(project, '.npmrc'), npmSettings(registry.url));
  run(
    ['npm', 'install', '--no-audit', '--no-fund', '--prefer-online', '@kfdist/cli', '@kfdist/iam'],
    project,
  );
  run(['cp', join(root, 'examples', 'kfdist.yaml'), project], project);
  const output = run(['npx', '--no-install', 'kfdist', 'setup', '--output-dir', 'out'], project);
  run([process.execPath, '--input-type=module', '-e', "await import('@kfdist/iam')"], project);
  claim('what was published installs and runs', output.includes('@kfdist/distribution'), true);
}

function writeUncommitted(clone) {
  writeFileSync(join(folder, 'kfdist', 'README.md'), clone.read('README.md').toUpperCase());
}

function tagsOf(versions) {
  return Object.entries(versions)
    .map(([name, version]) => `${name}@${version}`)
    .toSorted();
}

function claim(sentence, actual, expected) {
  const holds = isDeepStrictEqual(actual, expected);
  console.log(`${holds ? 'ok    ' : 'FAILED'} ${sentence}`);
  if (holds) return;
  failed += 1;
  console.error(`  expected ${JSON.stringify(expected)}\n  was      ${JSON.stringify(actual)}`);
}
