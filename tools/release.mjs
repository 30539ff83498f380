/**
 * Releases what changed since the last tags: versions from conventional commits, changelogs, one commit, a tag for each package.
 *
 *   npm run release                     says what would happen, and changes nothing
 *   npm run release -- --execute        makes the commit and the tags
 *   npm run release -- --publish        publishes every version that the registry does not have yet
 *
 * Each can be run again after an interruption. `--registry URL` is for rehearsals.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { releaseChangelog, releasePublish, releaseVersion } from 'nx/release/index.js';
import { workspaces } from './packages/workspaces.mjs';

const root = join(import.meta.dirname, '..');
const SUBJECT = 'chore(release): publish';
const { values: options } = parseArgs({
  options: {
    execute: { type: 'boolean', default: false },
    publish: { type: 'boolean', default: false },
    registry: { type: 'string' },
  },
});

process.exitCode = options.publish ? await publish() : await release();

async function release() {
  const dryRun = !options.execute;
  if (!dryRun && git('status', '--porcelain') !== '') {
    console.error(
      'The working copy has changes. Commit them, or undo what an interrupted release left: git restore .',
    );
    return 1;
  }
  if (git('log', '-1', '--format=%s') === SUBJECT) return finishTags(dryRun);
  const { projectsVersionData, releaseGraph } = await releaseVersion({
    dryRun,
    gitCommit: false,
    gitTag: false,
  });
  await releaseChangelog({
    dryRun,
    versionData: projectsVersionData,
    releaseGraph,
    gitCommit: true,
    gitCommitMessage: SUBJECT,
    gitTag: true,
  });
  const moved = Object.entries(projectsVersionData).filter(([, { newVersion }]) => newVersion !== null);
  for (const [name, { currentVersion, newVersion }] of moved)
    console.log(`${name} ${currentVersion} -> ${newVersion}`);
  console.log(
    `${moved.length} packages ${dryRun ? 'would be released; nothing was changed' : 'released; push, then --publish'}`,
  );
  return 0;
}

/** The last commit is a release: what may be missing are tags of the packages that it moved. */
function finishTags(dryRun) {
  const changed = new Set(git('show', '--name-only', '--format=', 'HEAD').split('\n'));
  const known = new Set(git('tag').split('\n'));
  const missing = workspaces(root)
    .filter(({ folder }) => changed.has(`${folder}/CHANGELOG.md`))
    .map(({ name, manifest }) => `${name}@${manifest.version}`)
    .filter((tag) => !known.has(tag));
  if (!dryRun) for (const tag of missing) git('tag', '--annotate', tag, '--message', tag);
  console.log(
    `The last commit is a release; ${missing.length} tags were missing${missing.map((tag) => `\n  ${tag}`).join('')}`,
  );
  return 0;
}

async function publish() {
  const results = await releasePublish({ registry: options.registry });
  const failed = Object.entries(results).filter(([, { code }]) => code !== 0);
  for (const [name] of failed) console.error(`${name} was not published; run it again`);
  return failed.length > 0 ? 3 : 0;
}

function git(...args) {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
}
