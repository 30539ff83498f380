/** Formatting and lint of the staged files, and what no commit may hold. Prints all problems at once. */
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { stagedProblems } from './staged-files.mjs';

const root = join(import.meta.dirname, '..', '..');
const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
const paths = git('diff', '--cached', '--name-only', '--diff-filter=ACMR', '-z').split('\0').filter(Boolean);
const files = paths.map((path) => ({ path, text: git('show', `:${path}`) }));
const sources = paths.filter((path) => /\.(?:m?ts|m?js)$/.test(path));

const problems = stagedProblems(files);
for (const problem of problems) console.error(problem);
const passed = [
  problems.length === 0,
  run('biome', 'check', '--staged', '--no-errors-on-unmatched', '--colors=off'),
  sources.length === 0 || run('oxlint', '--deny-warnings', ...sources),
];
if (passed.includes(false)) {
  console.error('The commit was stopped. npm run format mends formatting.');
  process.exitCode = 1;
}

function run(program, ...args) {
  const command = join(root, 'node_modules', '.bin', program);
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) console.error(`${stdout}${stderr}`.trim());
  return status === 0;
}
