#!/usr/bin/env node
/** Lists the pins of distribution/upstreams.yaml that are older than the newest release that can be seen. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { parse } from 'yaml';
import { alignColumns } from './align-columns.mjs';

const run = promisify(execFile);

/** Where the releases of an upstream are seen, and which of its tags are releases: those written like the pinned one. */
export function releasesOf(upstream) {
  const { git, release, source, version, image } = upstream;
  if (image !== undefined) return undefined;
  const pinned = git === undefined ? version : release;
  const tag = git === undefined ? source.tag : release;
  return { git: git ?? source.git, pinned, pattern: patternOf(tag, pinned) };
}

function patternOf(tag, version) {
  const [before, ...after] = tag.split(version.replace(/^v/, ''));
  const literal = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal(before)}(\\d+(?:\\.\\d+)+)${literal(after.join(version))}$`);
}

/** The newest version among tags, `undefined` if none is a release. Candidates and betas are none. */
export function newest(tags, pattern) {
  return tags
    .flatMap((tag) => pattern.exec(tag)?.[1] ?? [])
    .reduce((best, version) => (best === undefined || isNewer(version, best) ? version : best), undefined);
}

/** Whether a version is newer than another: number by number. */
export function isNewer(version, than) {
  const [a, b] = [version, than].map((text) => text.replace(/^v/, '').split('.').map(Number));
  const at = a.findIndex((number, index) => number !== (b[index] ?? 0));
  return at >= 0 && a[at] > (b[at] ?? 0);
}

async function tagsOf(git, folder) {
  const copy = folder && join(folder, git.replace('https://github.com/', '').replace('/', '+'), 'repo');
  if (copy !== undefined && !existsSync(copy)) throw new Error(`there is no ${copy}`);
  const { stdout } = await run('git', ['ls-remote', '--tags', '--refs', copy ?? git], { timeout: 60_000 });
  return stdout.split('\n').map((line) => line.split('refs/tags/')[1] ?? '');
}

/** One row for an upstream: what is pinned, what is newest, or why that is not known. */
export async function rowOf(upstream, tags) {
  const { name, announced, version } = upstream;
  const releases = releasesOf(upstream);
  if (releases === undefined) return [name, version, '?', `an image: ${announced}`];
  const { git, pinned, pattern } = releases;
  try {
    const found = newest(await tags(git), pattern);
    if (found === undefined) return [name, pinned, '?', `no tag like the pinned one: ${announced}`];
    return isNewer(found, pinned) ? [name, pinned, found, announced] : undefined;
  } catch (error) {
    return [name, pinned, '?', `not seen: ${String(error.message).trim().split('\n').at(-1)}`];
  }
}

async function main() {
  const { values } = parseArgs({ options: { upstreams: { type: 'string' } } });
  const file = join(import.meta.dirname, '..', 'distribution', 'upstreams.yaml');
  const { upstreams } = parse(readFileSync(file, 'utf8'));
  const folder = values.upstreams && resolve(values.upstreams);
  const rows = await Promise.all(upstreams.map((one) => rowOf(one, (git) => tagsOf(git, folder))));
  const lines = alignColumns([['UPSTREAM', 'PINNED', 'NEWEST', 'ANNOUNCED'], ...rows.filter(Boolean)]);
  process.stdout.write(`${lines.join('\n')}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
