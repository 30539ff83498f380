import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openRepository } from '../src/build/git-repository.ts';
import { findTool, UpstreamError } from '../src/build/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'kfdist-git-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const upstream = join(folder, 'upstream');
const address = 'https://git.example.com/upstream';
const git = (...args: readonly string[]) =>
  execFileSync('git', ['-C', upstream, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
    encoding: 'utf8',
  }).trim();
mkdirSync(upstream);
git('init', '--quiet');
const commits = Object.fromEntries(
  Array.from({ length: 6 }, (_, i) => `v${i}`).map((tag) => {
    writeFileSync(join(upstream, 'file'), tag);
    git('add', 'file');
    git('commit', '--quiet', '--no-gpg-sign', '--message', tag);
    git('tag', tag);
    return [tag, git('rev-parse', 'HEAD')];
  }),
);
const found = await findTool('git', { cwd: folder, cacheFolder: folder });

const opened = (cache: string, program?: string) => {
  if ('diagnostic' in found) throw new Error(found.diagnostic.message);
  return openRepository(address, {
    git: program === undefined ? found.tool : { ...found.tool, program },
    cacheFolder: join(folder, cache),
    cwd: folder,
    mirrors: [],
  });
};

describe('a repository that is fetched', { timeout: 60_000 }, () => {
  beforeEach(() => {
    vi.stubEnv('GIT_CONFIG_COUNT', '1');
    vi.stubEnv('GIT_CONFIG_KEY_0', `url.${upstream}.insteadOf`);
    vi.stubEnv('GIT_CONFIG_VALUE_0', address);
  });
  afterEach(() => void vi.unstubAllEnvs());

  it('tells revisions apart that are asked for at once', async () => {
    const { commitOf } = opened('at-once');
    const tags = Object.keys(commits);
    expect(await Promise.all(tags.map(commitOf))).toEqual(tags.map((tag) => commits[tag]));
  });

  it('waits for another run that fetches into the same folder', async () => {
    const runs = ['v0', 'v3', 'v5'].map(async (tag) => await opened('two-runs').commitOf(tag));
    expect(await Promise.all(runs)).toEqual(['v0', 'v3', 'v5'].map((tag) => commits[tag]));
  });

  it('is begun by several runs at once', async () => {
    const runs = Array.from({ length: 8 }, async () => await opened('begun').commitOf('v2'));
    expect(new Set(await Promise.all(runs))).toEqual(new Set([commits.v2]));
  });

  it('goes on after a revision that is not there', async () => {
    const { commitOf } = opened('mistaken');
    const [wrong, right] = await Promise.allSettled([commitOf('v9'), commitOf('v1')]);
    expect([wrong?.status, right]).toEqual(['rejected', { status: 'fulfilled', value: commits.v1 }]);
  });

  it('knows where a branch is by now', async () => {
    const { commitOf } = opened('moving');
    git('branch', '--force', 'moving', 'v1');
    expect(await commitOf('moving')).toBe(commits.v1);
    git('branch', '--force', 'moving', 'v0');
    expect(await commitOf('moving')).toBe(commits.v0);
  });

  it('fetches again what a run that was killed had in part', async () => {
    writeFileSync(join(upstream, 'large'), randomBytes(4_000_000));
    git('add', 'large');
    git('commit', '--quiet', '--no-gpg-sign', '--message', 'large');
    const commit = git('rev-parse', 'HEAD');
    git('reset', '--quiet', '--hard', 'v5');
    git('tag', 'large', commit);
    // The system ends whoever writes a file of more than a megabyte
    const killed = join(folder, 'killed-git');
    writeFileSync(killed, '#!/bin/sh\nulimit -f 2000\nexec git "$@"\n', { mode: 0o755 });
    await expect(opened('killed', killed).commitOf(commit)).rejects.toThrow(UpstreamError);
    const { commitOf, list, read } = opened('killed');
    const entries = await list(await commitOf(commit), '');
    const sizes = (await read(entries.map(({ hash }) => hash))).map((bytes) => bytes?.length);
    expect(sizes).toEqual([2, 4_000_000]);
  });

  it('waits for a long download of another run, and asks again when it has ended', async () => {
    await opened('long').commitOf('v0');
    const lock = join(folder, 'long', 'repositories', encodeURIComponent(address), 'shallow.lock');
    writeFileSync(lock, '');
    const [counting, calls] = [join(folder, 'counting-git'), join(folder, 'fetches')];
    const script = `case "$*" in *\\ fetch\\ *) echo one >> '${calls}';; esac\nexec git "$@"\n`;
    writeFileSync(counting, `#!/bin/sh\n${script}`, { mode: 0o755 });
    const commit = opened('long', counting).commitOf('v3');
    await setTimeout(2500);
    rmSync(lock);
    expect(await commit).toBe(commits.v3);
    expect(readFileSync(calls, 'utf8')).toBe('one\none\n');
  });

  it('is not locked for ever by a run that was killed', async () => {
    await opened('left-locked').commitOf('v0');
    const lock = join(folder, 'left-locked', 'repositories', encodeURIComponent(address), 'shallow.lock');
    writeFileSync(lock, '');
    const before = new Date(Date.now() - 3_600_000);
    utimesSync(lock, before, before);
    expect(await opened('left-locked').commitOf('v4')).toBe(commits.v4);
  });

  it('understands what Git says also where people speak another language', async () => {
    const [german, once] = [join(folder, 'german-git'), join(folder, 'was-locked')];
    const locked = '[ "$LC_ALL" = C ] && says="File exists" || says="Die Datei existiert bereits"';
    const refuse = `{ touch '${once}'; echo "fatal: '/x/shallow.lock': $says" >&2; exit 128; }`;
    writeFileSync(
      german,
      `#!/bin/sh\n${locked}\ncase "$*" in *\\ fetch\\ *) [ -e '${once}' ] || ${refuse};; esac\nexec git "$@"\n`,
      { mode: 0o755 },
    );
    vi.stubEnv('LC_ALL', 'de_DE.UTF-8');
    expect(await opened('german', german).commitOf('v2')).toBe(commits.v2);
  });

  it('finds a commit where the server gives out tips of branches and tags alone', async () => {
    git('commit', '--quiet', '--no-gpg-sign', '--allow-empty', '--message', 'between');
    const between = git('rev-parse', 'HEAD');
    git('commit', '--quiet', '--no-gpg-sign', '--allow-empty', '--message', 'last');
    vi.stubEnv('GIT_CONFIG_COUNT', '2');
    vi.stubEnv('GIT_CONFIG_KEY_1', 'protocol.version');
    vi.stubEnv('GIT_CONFIG_VALUE_1', '0');
    const { commitOf, list } = opened('tips');
    await commitOf('v5');
    expect(await list(await commitOf(between), '')).toMatchObject([{ path: 'file' }]);
    await expect(commitOf('a'.repeat(40))).rejects.toThrow(UpstreamError);
  });
});
