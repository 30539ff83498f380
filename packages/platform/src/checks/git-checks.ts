import { type CheckOutcome, failed, ok } from './check.ts';
import { type PlatformCheck, type PlatformWorld, settingText } from './world.ts';

/** The repository that Argo CD reads, as this working copy knows it. */
export const GIT_CHECKS: readonly PlatformCheck[] = [
  {
    id: 'git-working-copy',
    title: 'The current folder is a Git working copy',
    needs: ['git'],
    severity: 'error',
    hint: 'Run git init, or go to the working copy of your platform.',
    isPre: true,
    run: async (world) => ok((await git(world, 'rev-parse', '--show-toplevel')).trim()),
  },
  {
    id: 'git-remote',
    title: 'Its remote is the repository that Argo CD reads',
    needs: ['git-working-copy'],
    severity: 'warning',
    hint: 'Set git_repo.url to the repository that you push to.',
    isPre: true,
    run: checkRemote,
  },
  {
    id: 'git-push',
    title: 'The remote takes what is pushed',
    needs: ['git-working-copy'],
    severity: 'error',
    hint: 'Check git remote -v and your credential for it; a protected branch may want a pull request.',
    isPre: true,
    run: checkPush,
  },
  {
    id: 'git-pushed',
    title: 'The tree is committed and pushed',
    needs: ['git-push'],
    severity: 'warning',
    hint: 'Commit the tree and push it: Argo CD sees nothing else.',
    isPre: false,
    run: checkPushed,
  },
];

async function git({ run }: Pick<PlatformWorld, 'run'>, ...words: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await run({ program: 'git', arguments: words });
  if (status !== 0) throw new Error(lastLines(stderr) || `git ended with ${status}`);
  return stdout;
}

/** Servers send greetings first, and git ends with the same advice whatever was wrong. */
function lastLines(text: string): string {
  const [said = ''] = text.split(/^\s*Please make sure you have the correct access rights$/m);
  return said.trim().split('\n').slice(-3).join('; ');
}

async function checkRemote(world: PlatformWorld): Promise<CheckOutcome> {
  const wanted = withoutUser(settingText(world, 'git_repo.url') ?? '');
  const remotes = (await git(world, 'remote', '--verbose'))
    .split('\n')
    .flatMap((line) => line.split(/\s+/)[1] ?? [])
    .map(withoutUser);
  if (remotes.length === 0) return failed('there is no remote', `Run git remote add origin ${wanted}`);
  const same = remotes.find((remote) => repositoryName(remote) === repositoryName(wanted));
  return same === undefined ? failed(`${remotes[0]} is not ${wanted}`) : ok(same);
}

/** An address without the user, password or token that may be part of it; git shows a remote with them. */
export function withoutUser(url: string): string {
  return url.replace(/^(https?:\/\/)[^/]*@/, '$1');
}

/** `github.com/example/platform`, however it is reached. */
function repositoryName(url: string): string {
  return url
    .replace(/^\w+:\/\//, '')
    .replace(/^[^@/]*@/, '')
    .replace(/^([^/:]+):(?:\d+\/|\/)?/, '$1/')
    .replace(/\/+$|\.git\/*$/g, '')
    .toLowerCase();
}

async function checkPush(world: PlatformWorld): Promise<CheckOutcome> {
  const branch = settingText(world, 'git_repo.target_revision') ?? 'HEAD';
  await git(world, 'push', '--dry-run', '--porcelain', 'origin', `HEAD:refs/heads/${branch}`);
  return ok(`origin ${branch}`);
}

async function checkPushed(world: PlatformWorld): Promise<CheckOutcome> {
  const { folder } = world;
  if ((await git(world, 'status', '--porcelain', '--', folder)).trim() !== '')
    return failed(`${folder} has changes that are not committed`);
  const ahead = (await git(world, 'log', '--oneline', '@{upstream}..HEAD', '--', folder)).trim();
  if (ahead !== '') return failed(`${ahead.split('\n').length} commits of ${folder} are not pushed`);
  return ok();
}
