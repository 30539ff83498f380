import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { BuildFile, BuildUnit } from '../build-source.ts';
import { isRecord, type ManifestObject, parseDocument } from '../parse-objects.ts';
import { isWhole, readList, writeWhole } from './checkouts.ts';
import { once } from './once.ts';

/** Raised when the same input would give other objects. */
const FORMAT = 2;
/** How many results of one component are kept. */
const KEPT = 8;

/** What was built: the YAML of all objects in UTF-8, and the objects when they are asked for. */
export interface BuiltObjects {
  readonly bytes: Uint8Array;
  readonly objects: () => readonly ManifestObject[];
  /** Repositories that upstreams name themselves. */
  readonly nested: readonly string[];
}

/** The folder in which builds are kept: `KFDIST_CACHE`, or `kfdist` in the cache folder of the user. */
export function defaultCacheFolder(): string {
  const { KFDIST_CACHE, XDG_CACHE_HOME } = process.env;
  // Empty is as good as not set: https://specifications.freedesktop.org/basedir-spec/latest/
  return KFDIST_CACHE || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'kfdist');
}

/** The key of a result: everything that it depends on. */
export function cacheKey({ source, namespace, files }: BuildUnit, world: unknown): string {
  const contents = files.map((file) => [file.path, file.executable ?? false, contentKey(file)]);
  return createHash('sha256')
    .update(JSON.stringify([FORMAT, source, namespace, contents, world]))
    .digest('hex');
}

function contentKey({ bytes, symlink }: BuildFile): string {
  return symlink === undefined ? createHash('sha256').update(bytes).digest('hex') : `to ${symlink}`;
}

/** What is kept of a build: the objects too where they were read for it. */
export interface WrittenObjects {
  readonly bytes: Uint8Array;
  readonly objects: readonly ManifestObject[] | undefined;
  readonly nested: readonly string[];
}

/** Results by key, in a folder. */
export interface BuildCache {
  readonly read: (name: string, key: string) => BuiltObjects | undefined;
  readonly write: (name: string, key: string, built: WrittenObjects) => void;
}

/** The results of earlier builds in a cache folder. */
export function openBuildCache(cacheFolder: string): BuildCache {
  const folder = join(cacheFolder, 'built');
  const paths = (name: string, key: string) => {
    const path = join(folder, name, key);
    return { yaml: `${path}.yaml`, json: `${path}.json`, nested: `${path}.nested` };
  };
  return {
    read: (name, key) => {
      const { yaml, json, nested } = paths(name, key);
      if (!isWhole(yaml)) return undefined;
      const bytes = readFileSync(yaml);
      const named = (readList(nested) ?? []).map(String);
      return { bytes, nested: named, objects: once(() => keptObjects(name, bytes, json)) };
    },
    write: (name, key, { bytes, objects, nested: named }) => {
      const { yaml, json, nested } = paths(name, key);
      mkdirSync(join(folder, name), { recursive: true });
      if (objects !== undefined) writeObjects(json, objects);
      if (named.length > 0) writeWhole(nested, JSON.stringify(named));
      writeWhole(yaml, bytes);
      forgetOldest(join(folder, name));
    },
  };
}

/** Those that were kept, or else those that the text says, which are kept from then on. */
function keptObjects(name: string, bytes: Uint8Array, file: string): readonly ManifestObject[] {
  const kept = readList(file);
  if (kept === undefined) {
    const objects = writtenObjects(name, bytes);
    writeObjects(file, objects);
    return objects;
  }
  const texts = textsOf(bytes);
  return kept.filter(isRecord).map((object, i) => ({ object, text: texts[i] ?? '' }));
}

/** The objects of a text that was put together from the texts of objects. */
export function writtenObjects(name: string, bytes: Uint8Array): readonly ManifestObject[] {
  return textsOf(bytes).flatMap((text) => {
    const { objects, diagnostics } = parseDocument({ path: name, text });
    if (diagnostics.length > 0)
      throw new Error(`${name} was built and cannot be read: ${diagnostics[0]?.message}`);
    return objects;
  });
}

/** Three dashes at the margin stand only between documents, also where a text holds others. */
function textsOf(bytes: Uint8Array): readonly string[] {
  return bytes.length === 0
    ? []
    : Buffer.from(bytes)
        .toString('utf8')
        .split(/^---\n/m);
}

function writeObjects(file: string, objects: readonly ManifestObject[]): void {
  writeWhole(file, JSON.stringify(objects.map(({ object }) => object)));
}

function forgetOldest(folder: string): void {
  const results = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  if (results.length <= KEPT) return;
  const dated = results.map((file) => ({ file, time: statSync(join(folder, file)).mtimeMs }));
  for (const { file } of dated.toSorted((a, b) => b.time - a.time).slice(KEPT))
    for (const old of [file, file.replace(/yaml$/, 'json'), file.replace(/yaml$/, 'nested')])
      rmSync(join(folder, old), { force: true });
}
