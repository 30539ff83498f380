import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { localPath, type Mirror, mirrored } from '../mirrors.ts';
import { inTurn } from './in-turn.ts';
import { once } from './once.ts';
import { putInPlace } from './put-in-place.ts';
import { runProgram } from './run-program.ts';
import type { Tool } from './tools.ts';
import { fetchError, UpstreamError } from './upstream-error.ts';

/** A file of a commit. */
export interface GitEntry {
  readonly mode: string;
  readonly hash: string;
  readonly path: string;
}

/** What reading repositories needs. */
export interface GitAccess {
  readonly git: Tool;
  readonly cacheFolder: string;
  readonly cwd: string;
  readonly mirrors: readonly Mirror[];
}

/** A Git repository on this machine: a mirror, or what was fetched of it. */
export interface GitRepository {
  /** The commit of a revision. */
  readonly commitOf: (ref: string | undefined) => Promise<string>;
  /** The files below a path at a commit, or the file itself. */
  readonly list: (commit: string, path: string) => Promise<readonly GitEntry[]>;
  /** The contents of blobs, in order; `undefined` for what a partial copy lacks. */
  readonly read: (hashes: readonly string[]) => Promise<readonly (Buffer | undefined)[]>;
}

const FULL = /^[0-9a-f]{40}$/;

/** Opens a repository: where a mirror names a path of this machine that one, else a copy that fetches what is asked for. */
export function openRepository(address: string, access: GitAccess): GitRepository {
  const url = mirrored(address, access.mirrors);
  const path = localPath(url);
  if (path !== undefined) return localRepository(resolve(access.cwd, path), access.git);
  return fetchedRepository(url, access);
}

/** A repository of this machine, bare or with a work tree. */
export function localRepository(folder: string, git: Tool): GitRepository {
  const run = runner(git, ['-c', 'safe.directory=*', '-C', folder]);
  return { commitOf: async (ref = 'HEAD') => await commitIn(run, ref, folder), ...reading(run, folder) };
}

/** Git locks a repository while it fetches into it, and a revision that is fetched gets a name of its own there. */
function fetchedRepository(url: string, { git, cacheFolder }: GitAccess): GitRepository {
  const folder = join(cacheFolder, 'repositories', encodeURIComponent(url));
  const run = runner(git, ['--git-dir', folder]);
  const turn = inTurn();
  const start = once(async () => await makeRepository(folder, git));
  const fetchCommit = async (ref: string) => {
    await start();
    if (FULL.test(ref) && (await has(run, ref))) return ref;
    const name = `refs/kfdist/${Buffer.from(ref).toString('hex')}`;
    const copy = { run, url, folder };
    const isThere = await fetchRevision(copy, ['--depth=1', url, `+${ref}:${name}`]);
    if (!isThere) await fetchRevision(copy, [EVERYTHING, url, ...TIPS]);
    return await commitIn(run, FULL.test(ref) ? ref : name, url);
  };
  return {
    commitOf: async (ref = 'HEAD') => await turn(async () => await fetchCommit(ref)),
    ...reading(run, url),
  };
}

/** Git cannot make a repository where it makes one already. */
async function makeRepository(folder: string, git: Tool): Promise<void> {
  if (existsSync(folder)) return;
  mkdirSync(dirname(folder), { recursive: true });
  const part = mkdtempSync(`${folder}.part-`);
  try {
    await runner(git, [])(['init', '--quiet', '--bare', part]);
    putInPlace(part, folder);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

/** What Git says while another run of ours fetches into the same repository. */
const LOCKED =
  /\.lock': File exists|shallow file has changed|cannot lock ref .*(?:already exists|but expected)/;
/** A pack is there whole or not at all. Single objects are not, the commit before its files; Git unpacks below 100. */
const IN_ONE_PACK = ['-c', 'fetch.unpackLimit=1'];
const PATIENCE = { tries: 60, milliseconds: 500 };

/** Servers without version 2 of the protocol may give out the tips of branches and tags alone. */
const ONLY_TIPS = /request for unadvertised object/;
const TIPS = ['heads', 'tags'].map((kind) => `+refs/${kind}/*:refs/kfdist-${kind}/*`);
/** Also of what was fetched without its history before. */
const EVERYTHING = `--depth=${2 ** 31 - 1}`;

/** A repository of the cache and what it is a copy of. */
interface Copy {
  readonly run: RunGit;
  readonly url: string;
  readonly folder: string;
}

/** Whether the server gave it out. */
async function fetchRevision({ run, url, folder }: Copy, args: readonly string[]): Promise<boolean> {
  for (let tries = 1; ; tries++)
    try {
      await run([...IN_ONE_PACK, 'fetch', '--quiet', '--no-tags', ...args]);
      return true;
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      if (ONLY_TIPS.test(error.message)) return false;
      if (!LOCKED.test(error.message) || tries === PATIENCE.tries) throw fetchError(url, error.message);
      await setTimeout(PATIENCE.milliseconds);
      await untilUnlocked(folder, error.message);
    }
}

/** Git locks for as long as it downloads. Where it is killed it leaves the lock there, and never takes it away. */
const ABANDONED_MS = 300_000;

async function untilUnlocked(folder: string, message: string): Promise<void> {
  const [, lock = ''] = /Unable to create '([^']+\.lock)': File exists/.exec(message) ?? [];
  while (lock.startsWith(`${folder}/`)) {
    const { mtimeMs } = statSync(lock, { throwIfNoEntry: false }) ?? {};
    if (mtimeMs === undefined) return;
    if (mtimeMs < Date.now() - ABANDONED_MS) return rmSync(lock, { force: true });
    await setTimeout(PATIENCE.milliseconds);
  }
}

type RunGit = (args: readonly string[], input?: string) => Promise<Buffer>;

function runner(git: Tool, before: readonly string[]): RunGit {
  return async (args, input) => {
    const own = { GIT_DIR: undefined, GIT_WORK_TREE: undefined };
    // What it says is read here, and so is asked for in English
    const env = { ...process.env, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C', ...own };
    const finished = await runProgram({
      program: git.program,
      arguments: [...before, ...args],
      env,
      ...(input === undefined ? {} : { input }),
    });
    if (finished.status !== 0) throw new UpstreamError(finished.stderr.trim() || `git ${args[0]} failed`);
    return finished.stdout;
  };
}

async function has(run: RunGit, commit: string): Promise<boolean> {
  try {
    await run(['cat-file', '-e', `${commit}^{commit}`]);
    return true;
  } catch {
    return false;
  }
}

async function commitIn(run: RunGit, ref: string, shown: string): Promise<string> {
  try {
    return (await run(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`])).toString('utf8').trim();
  } catch (cause) {
    throw new UpstreamError(`${shown} has no ${ref}`, { cause });
  }
}

function reading(run: RunGit, shown: string): Pick<GitRepository, 'list' | 'read'> {
  return {
    list: async (commit, path) => {
      const where = path === '' ? [] : [path];
      const text = (await run(['ls-tree', '-r', '-z', '--full-tree', commit, '--', ...where])).toString(
        'utf8',
      );
      const entries = text.split('\0').flatMap((line) => {
        const [, mode, hash, name] = /^(\d+) blob ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
        return mode === undefined || hash === undefined || name === undefined
          ? []
          : [{ mode, hash, path: name }];
      });
      if (entries.length === 0) throw new UpstreamError(`${shown} has no ${path} at ${commit}`);
      return entries;
    },
    read: async (hashes) =>
      hashes.length === 0 ? [] : parseBatch(await run(['cat-file', '--batch'], `${hashes.join('\n')}\n`)),
  };
}

/** `<hash> blob <size>`, the bytes and a line break for each; `<hash> missing` for what is not there. */
function parseBatch(output: Buffer): readonly (Buffer | undefined)[] {
  const blobs: (Buffer | undefined)[] = [];
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(10, at);
    const [, kind, size] = output.toString('latin1', at, end).split(' ');
    const start = end + 1;
    const length = kind === 'blob' ? Number(size) : undefined;
    blobs.push(length === undefined ? undefined : output.subarray(start, start + length));
    at = length === undefined ? start : start + length + 1;
  }
  return blobs;
}
