import { mkdirSync, readFileSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import type { GitPlace } from '../remote-base.ts';
import { type GitAccess, type GitRepository, openRepository } from './git-repository.ts';
import { UpstreamError } from './upstream-error.ts';

/** Files of commits on disk, each fetched once: `<folder>/<repository>/<commit>/<path>`. */
export interface Checkouts {
  /** The path of a folder or file of a repository. */
  readonly find: (place: GitPlace) => Promise<string>;
  /** Makes sure that a path is there, if it lies in a checkout. */
  readonly ensure: (path: string) => Promise<void>;
  /** The files that a partial copy lacks, as people know them. */
  readonly missing: () => readonly string[];
  /** A path in a checkout as people know it: `https://github.com/a/b//folder`. */
  readonly shown: (text: string) => string;
}

/** The checkouts of a cache folder. */
export function openCheckouts(access: GitAccess): Checkouts {
  const root = join(access.cacheFolder, 'bases');
  const repositories = new Map<string, GitRepository>();
  const commits = new Map<string, Promise<string>>();
  const extracted = new Map<string, Promise<readonly string[]>>();
  const lacking = new Set<string>();
  const open = (address: string) => {
    const known = repositories.get(address) ?? openRepository(address, access);
    repositories.set(address, known);
    return known;
  };
  const extract = async (place: Required<GitPlace>) => {
    const key = `${place.repository} ${place.ref} ${place.path}`;
    const running = extracted.get(key) ?? extractOnce(root, place, open);
    extracted.set(key, running);
    for (const path of await running) lacking.add(`${place.repository}//${path}`);
  };
  return {
    find: async ({ repository, path, ref = 'HEAD' }) => {
      const key = `${repository} ${ref}`;
      const commit = commits.get(key) ?? open(repository).commitOf(ref);
      commits.set(key, commit);
      const place = {
        repository,
        path: posix.normalize(path || '.').replace(/^\.\/?/, ''),
        ref: await commit,
      };
      await extract(place);
      return join(root, encodeURIComponent(repository), place.ref, place.path);
    },
    ensure: async (path) => {
      const place = placeOf(path, root);
      if (place !== undefined) await extract(place);
    },
    missing: () => [...lacking],
    shown: (text) =>
      text.replaceAll(
        new RegExp(`${escaped(root)}/([^/\\s'"]+)/[0-9a-f]{40}/?`, 'g'),
        (_whole, slug: string) => {
          return `${decodeURIComponent(slug)}//`;
        },
      ),
  };
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Where a path of a checkout comes from. */
function placeOf(path: string, root: string): Required<GitPlace> | undefined {
  const [slug, ref, ...inside] = path.startsWith(`${root}/`) ? path.slice(root.length + 1).split('/') : [];
  return slug === undefined || ref === undefined
    ? undefined
    : { repository: decodeURIComponent(slug), ref, path: inside.join('/') };
}

type Open = (address: string) => GitRepository;

/** Writes the files below a path, and returns those that could not be. */
async function extractOnce(
  root: string,
  { repository, ref, path }: Required<GitPlace>,
  open: Open,
): Promise<readonly string[]> {
  const checkout = join(root, encodeURIComponent(repository), ref);
  const lacking = markersOf(checkout, path)
    .map(readList)
    .find((list) => list !== undefined)
    ?.map(String);
  if (lacking?.length === 0) return [];
  const source = open(repository);
  const commit = await source.commitOf(ref);
  const all = await source.list(commit, path);
  // Another copy may have by now what the last one lacked
  const entries = lacking === undefined ? all : all.filter((entry) => lacking.includes(entry.path));
  const blobs = await source.read(entries.map(({ hash }) => hash));
  const missing: string[] = [];
  entries.forEach((entry, i) => {
    const bytes = blobs[i];
    const target = join(checkout, entry.path);
    if (bytes === undefined) missing.push(entry.path);
    else if (!isWhole(target)) writeEntry(target, entry.mode, bytes);
  });
  if (all.length === missing.length) throw new UpstreamError(`${repository} lacks ${path}`);
  writeWhole(markersOf(checkout, path)[0] ?? '', JSON.stringify(missing));
  return missing;
}

/** Whether a file of a cache is there. One that is empty may be what a power failure left of it. */
export function isWhole(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/** A JSON file that holds a list, if it is there. */
export function readList(file: string): readonly unknown[] | undefined {
  if (!isWhole(file)) return undefined;
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return Array.isArray(value) ? value : [];
}

/** The files that say that a path, or a folder around it, was written whole. */
function markersOf(checkout: string, path: string): readonly string[] {
  const parts = path === '' ? [] : path.split('/');
  const around = [...parts.keys()].map((i) => parts.slice(0, parts.length - i).join('/'));
  return [...around, ''].map((folder) => join(`${checkout}.folders`, `${encodeURIComponent(folder)}.json`));
}

function writeEntry(target: string, mode: string, bytes: Uint8Array): void {
  if (mode !== '120000') return writeWhole(target, bytes);
  const to = Buffer.from(bytes).toString('utf8');
  // A link that leads nowhere yet looks like one that is not there, and is put there again
  placeWhole(target, (part) => symlinkSync(to, part));
}

/** Others see the old file or the whole new one. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  placeWhole(path, (part) => writeFileSync(part, content));
}

let written = 0;

function placeWhole(path: string, write: (part: string) => void): void {
  mkdirSync(dirname(path), { recursive: true });
  const part = `${path}.${process.pid}-${written++}.part`;
  write(part);
  renameSync(part, path);
}
