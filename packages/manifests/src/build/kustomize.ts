import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { isMap, isScalar, isSeq, parseDocument, type Scalar } from 'yaml';
import { readBlockYaml } from '../block-yaml.ts';
import type { BuildFile } from '../build-source.ts';
import { localPath, type Mirror, mirrored } from '../mirrors.ts';
import { isRecord } from '../parse-objects.ts';
import { parseRemoteBase } from '../remote-base.ts';
import { type Checkouts, isWhole, writeWhole } from './checkouts.ts';
import { basicEnvironment, runProgram } from './run-program.ts';
import { toolMessage } from './tool-message.ts';
import type { Tool } from './tools.ts';
import { UnreachableError, UpstreamError } from './upstream-error.ts';

/** What building a Kustomization needs. */
export interface KustomizeBuild {
  readonly kustomize: Tool;
  readonly checkouts: () => Promise<Checkouts>;
  readonly mirrors: readonly Mirror[];
  /** Kustomizations of checkouts that were looked through already. */
  readonly localized: Map<string, Promise<readonly string[]>>;
  /** Where copies of the component are made and files of the web are kept. */
  readonly cacheFolder: string;
  readonly workFolder: string;
}

const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];
/** The fields that name folders or files which may lie elsewhere. */
const FIELDS = ['resources', 'bases', 'components', 'crds', 'generators', 'transformers', 'validators'];

/** What kustomize made. */
export interface BuiltKustomization {
  readonly text: string;
  /** Repositories that upstreams name themselves. */
  readonly nested: readonly string[];
}

/**
 * Builds a folder with kustomize. Every remote base, however deep, is first put on this machine and named by its path there:
 * so mirrors count, a commit is fetched once for all components, and kustomize itself needs no network.
 */
export async function buildKustomization(
  files: readonly BuildFile[],
  path: string,
  build: KustomizeBuild,
): Promise<BuiltKustomization> {
  for (const file of files) writeFile(build.workFolder, file);
  const folder = join(build.workFolder, path);
  try {
    const nested = await localize(folder, build);
    const finished = await runProgram({
      program: build.kustomize.program,
      arguments: ['build', folder],
      env: basicEnvironment(),
    });
    if (finished.status !== 0) throw new UpstreamError(await explained(finished.stderr, folder, build));
    return { text: finished.stdout.toString('utf8'), nested: [...new Set(nested)].toSorted() };
  } finally {
    rmSync(build.workFolder, { recursive: true, force: true });
  }
}

async function explained(stderr: string, folder: string, build: KustomizeBuild): Promise<string> {
  const plain = (text: string) => text.replaceAll(`${build.workFolder}/`, '').replaceAll(`${folder}/`, '');
  if (build.localized.size === 0) return toolMessage(stderr, plain);
  const { missing, shown } = await build.checkouts();
  const message = toolMessage(stderr, (text) => shown(plain(text)));
  const absent = missing().filter((path) => message.includes(path));
  return absent.length === 0 ? message : `the copy of the upstream lacks ${absent.join(' and ')}`;
}

function writeFile(root: string, { path, bytes, executable, symlink }: BuildFile): void {
  const target = join(root, path);
  mkdirSync(dirname(target), { recursive: true });
  if (symlink !== undefined) symlinkSync(symlink, target);
  else writeFileSync(target, bytes, { mode: executable === true ? 0o755 : 0o644 });
}

/** Puts everything that a Kustomization names on this machine; returns the repositories that upstreams name themselves. */
async function localize(folder: string, build: KustomizeBuild): Promise<readonly string[]> {
  const known = build.localized.get(folder);
  if (known !== undefined) return await known;
  const running = localizeOnce(folder, build);
  if (folder.startsWith(`${build.cacheFolder}/bases/`)) build.localized.set(folder, running);
  return await running;
}

async function localizeOnce(folder: string, build: KustomizeBuild): Promise<readonly string[]> {
  const file = NAMES.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (file === undefined) return [];
  const text = readFileSync(file, 'utf8');
  const paths = localEntries(text);
  if (paths !== undefined) {
    const followed = paths.map(async (path) => await followPath(resolve(folder, path), folder, build));
    return (await Promise.all(followed)).flat();
  }
  const document = parseDocument(text);
  const entries = isMap(document.contents)
    ? FIELDS.flatMap((field) => {
        const list = document.get(field);
        return isSeq(list) ? list.items.filter((item) => isText(item)) : [];
      })
    : [];
  const done = await Promise.all(entries.map(async (entry) => await localizeEntry(entry, folder, build)));
  if (done.some(({ isChanged }) => isChanged)) writeWhole(file, document.toString({ lineWidth: 0 }));
  return done.flatMap(({ nested }) => nested);
}

/** What a Kustomization names if all of it is on this machine, so that nothing in it has to be replaced. */
function localEntries(text: string): readonly string[] | undefined {
  const value = readBlockYaml(text)?.value;
  if (!isRecord(value)) return undefined;
  const lists = FIELDS.flatMap((field) => (Array.isArray(value[field]) ? [value[field]] : []));
  const entries = lists.flat().filter((entry): entry is string => typeof entry === 'string');
  return entries.some((entry) => parseRemoteBase(entry) !== undefined)
    ? undefined
    : entries.filter((entry) => !isInline(entry));
}

/** Inline generators are text of several lines. */
function isInline(entry: string): boolean {
  return entry.includes('\n');
}

function isText(item: unknown): item is Scalar<string> {
  return isScalar(item) && typeof item.value === 'string';
}

interface Localized {
  readonly isChanged: boolean;
  readonly nested: readonly string[];
}

/** Brings what an entry names to this machine, and names it by its path there. */
async function localizeEntry(
  entry: Scalar<string>,
  folder: string,
  build: KustomizeBuild,
): Promise<Localized> {
  const text = entry.value;
  const base = parseRemoteBase(text);
  if (base === undefined) {
    if (isInline(text)) return { isChanged: false, nested: [] };
    return { isChanged: false, nested: await followPath(resolve(folder, text), folder, build) };
  }
  if (base.kind === 'folder') {
    const path = await (await build.checkouts()).find(base);
    entry.value = relative(folder, path);
    return { isChanged: true, nested: await followPath(path, folder, build) };
  }
  const name = `.remote-${createHash('sha256').update(text).digest('hex').slice(0, 16)}.yaml`;
  writeWhole(join(folder, name), await remoteFile(base.url, base, build));
  entry.value = name;
  return { isChanged: true, nested: [] };
}

async function followPath(path: string, from: string, build: KustomizeBuild): Promise<readonly string[]> {
  const [repository, origin] = [path, from].map((place) => repositoryOf(place, build));
  if (repository !== undefined) await (await build.checkouts()).ensure(path);
  // From one upstream into another: whoever wrote the first named the second
  const own = repository !== undefined && origin !== undefined && repository !== origin ? [repository] : [];
  const isFolder = existsSync(path) && statSync(path).isDirectory();
  return [...own, ...(isFolder ? await localize(path, build) : [])];
}

function repositoryOf(path: string, { cacheFolder }: KustomizeBuild): string | undefined {
  const root = `${cacheFolder}/bases/`;
  return path.startsWith(root) ? decodeURIComponent(path.slice(root.length).split('/')[0] ?? '') : undefined;
}

type RemoteFile = Extract<ReturnType<typeof parseRemoteBase>, { kind: 'file' }>;

/** A file of the web; kustomize takes files from beside a Kustomization only, so it is copied there. */
async function remoteFile(url: string, { place }: RemoteFile, build: KustomizeBuild): Promise<Uint8Array> {
  const address = mirrored(url, build.mirrors);
  const path = localPath(address);
  if (path !== undefined) return readFileSync(path);
  if (place !== undefined && mirrored(place.repository, build.mirrors) !== place.repository)
    return readFileSync(await (await build.checkouts()).find(place));
  const kept = join(build.cacheFolder, 'files', encodeURIComponent(address));
  if (isWhole(kept)) return readFileSync(kept);
  const answer = await download(address).catch((cause: unknown) => new UnreachableError(address, { cause }));
  // Git knows of a proxy, which fetch does not, and GitHub bears with it where it refuses many questions for files
  if (place !== undefined && (answer instanceof UnreachableError || isBusy(answer.response)))
    return readFileSync(await (await build.checkouts()).find(place));
  if (answer instanceof UnreachableError) throw answer;
  const { response, bytes } = answer;
  if (!response.ok) throw new UpstreamError(`${address} answers ${response.status}`);
  // Where somebody has to sign in, what comes is a page with status 200, and would be kept
  if (/^\s*<(?:!doctype|html)/i.test(Buffer.from(bytes.subarray(0, 200)).toString('latin1')))
    throw new UpstreamError(`${address} is a page for people, not a manifest`);
  writeWhole(kept, bytes);
  return bytes;
}

function isBusy({ status }: Response): boolean {
  return status === 429 || status >= 500;
}

/** Whole, or not at all. */
async function download(address: string) {
  const response = await fetch(address);
  return { response, bytes: new Uint8Array(await response.arrayBuffer()) };
}
