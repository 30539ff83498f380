import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './run-command.mjs';

const AUTHOR = [
  '-c',
  'user.name=kfdist',
  '-c',
  'user.email=kfdist@localhost',
  '-c',
  'init.defaultBranch=main',
];

/** The Git working copy of a user, and the repository that it is pushed to and clusters read. */
export async function openWorkingCopy(folder, worlds) {
  const tree = join(folder, 'platform');
  mkdirSync(tree, { recursive: true });
  const git = (...args) => runCommand(['git', '-C', tree, ...AUTHOR, ...args]);
  await git('init', '-q');
  const given = worlds.find(({ remote }) => remote !== undefined)?.remote;
  const remote = given ?? join(folder, 'origin.git');
  if (given === undefined) await runCommand(['git', ...AUTHOR, 'init', '-q', '--bare', remote]);
  await git('remote', 'add', 'origin', remote);
  return {
    tree,
    /** Commits and pushes what there is; every cluster can then read it at `url`. Returns the commit. */
    publish: async (message, url) => {
      await git('add', '-A');
      const { stdout } = await git('status', '--porcelain');
      if (stdout !== '') await git('commit', '-q', '-m', message);
      await git('push', '-q', '-u', 'origin', 'HEAD:main');
      for (const world of worlds) await world.publish(url, remote);
      return (await git('rev-parse', 'HEAD')).stdout.trim();
    },
  };
}
