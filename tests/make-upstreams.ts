import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const sameEverywhere = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'Example',
  GIT_AUTHOR_EMAIL: 'example@example.com',
  GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
  GIT_COMMITTER_NAME: 'Example',
  GIT_COMMITTER_EMAIL: 'example@example.com',
  GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
};

/**
 * Makes the upstreams of the fixture distribution below a folder, each a Git repository `<owner>+<name>/repo` with one
 * commit, the same everywhere, and the tag v1. Returns the commits by `<owner>/<name>`.
 */
export function makeUpstreams(
  folder: string,
  source = join(import.meta.dirname, 'fixture-upstreams'),
): Readonly<Record<string, string>> {
  const made = readdirSync(source).map((name) => {
    const repository = join(folder, name, 'repo');
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-C', repository, '-c', 'core.autocrlf=false', ...args], {
        env: { PATH: process.env.PATH, ...sameEverywhere },
        encoding: 'utf8',
      }).trim();
    mkdirSync(repository, { recursive: true });
    cpSync(join(source, name), repository, { recursive: true, verbatimSymlinks: true });
    git('init', '--quiet', '--object-format=sha1', '--initial-branch=main');
    git('add', '--all');
    git('commit', '--quiet', '--no-gpg-sign', '--message=Release');
    git('tag', 'v1');
    return [name.replace('+', '/'), git('rev-parse', 'HEAD')] as const;
  });
  return Object.fromEntries(made);
}
