import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { parseDocument } from 'yaml';
import type { ChartAccess, ChartPin, FindChart } from './chart-access.ts';
import { addDependencies } from './chart-dependencies.ts';
import { type GitRepository, localRepository } from './git-repository.ts';
import { putInPlace } from './put-in-place.ts';
import { UpstreamError } from './upstream-error.ts';

/** A chart folder as a mirror names it. */
export interface ChartPlace {
  /** A folder with a chart, or a Git repository. */
  readonly folder: string;
  /** The chart's folder in the Git repository. */
  readonly inside?: string;
  readonly ref?: string;
  /** A folder of kinds that upstream copies into the chart when it is released. */
  readonly crds?: string;
}

/** `/srv/git/a//charts/b?ref=v1&crds=config/crd`. */
export function parseChartPlace(path: string): ChartPlace {
  const [address = '', query = ''] = path.split('?', 2);
  const [folder = '', inside] = address.split('//', 2);
  const options = new URLSearchParams(query);
  const [ref, crds] = [options.get('ref'), options.get('crds')];
  return {
    folder,
    ...(inside === undefined ? {} : { inside }),
    ...(ref === null ? {} : { ref }),
    ...(crds === null ? {} : { crds }),
  };
}

/** A copy of a chart folder that helm can read: with its dependencies, and with the version that is pinned. */
export async function packChart(
  place: ChartPlace,
  pin: ChartPin,
  access: ChartAccess & { readonly find: FindChart },
): Promise<string> {
  const source =
    place.inside === undefined ? undefined : localRepository(place.folder, (await access.git()).git);
  const state = source === undefined ? stateOf(place.folder) : await source.commitOf(place.ref);
  const key = createHash('sha256')
    .update(JSON.stringify([place, state, pin.version, pin.values ?? {}, access.mirrors]))
    .digest('hex')
    .slice(0, 32);
  const target = join(access.cacheFolder, 'packed', `${pin.chart}-${key}`, pin.chart);
  if (existsSync(target)) return target;
  mkdirSync(dirname(dirname(target)), { recursive: true });
  const part = mkdtempSync(`${dirname(target)}.part-`);
  const copy = join(part, pin.chart);
  try {
    if (source === undefined) cpSync(place.folder, copy, { recursive: true, dereference: true });
    else await extractChart({ source, place, commit: state }, copy);
    setVersion(copy, pin);
    await addDependencies(copy, pin, access.find);
    putInPlace(part, dirname(target));
    return target;
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

/** A file, or a folder with all that it holds, by sizes and dates. */
export function stateOf(path: string): string {
  const kind = statSync(path, { throwIfNoEntry: false });
  if (kind === undefined) throw new UpstreamError(`there is no chart in ${path}`);
  const files = kind.isDirectory() ? readdirSync(path, { recursive: true }).map(String).toSorted() : [''];
  return files
    .map((file) => {
      const { size, mtimeMs } = statSync(join(path, file));
      return `${file} ${size} ${mtimeMs}`;
    })
    .join('\n');
}

interface Extraction {
  readonly source: GitRepository;
  readonly place: ChartPlace;
  readonly commit: string;
}

async function extractChart({ source, place, commit }: Extraction, target: string): Promise<void> {
  const { inside = '', crds } = place;
  await extractFolder(source, commit, { from: inside, to: target });
  if (crds === undefined) return;
  await extractFolder(source, commit, { from: crds, to: join(target, 'crds') });
  rmSync(join(target, 'crds', 'kustomization.yaml'), { force: true });
}

async function extractFolder(
  source: GitRepository,
  commit: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  const entries = await source.list(commit, from);
  const blobs = await source.read(entries.map(({ hash }) => hash));
  for (const [i, { path, mode }] of entries.entries()) {
    const bytes = blobs[i];
    if (bytes === undefined) throw new UpstreamError(`the copy of the upstream lacks ${path}`);
    const file = join(to, path.slice(from.length + (from === '' ? 0 : 1)));
    mkdirSync(dirname(file), { recursive: true });
    if (mode === '120000')
      await followLink(source, commit, { file, to: posix.join(dirname(path), bytes.toString()) });
    else writeFileSync(file, bytes);
  }
}

/** Packing a chart follows links, also those that lead out of its folder. */
async function followLink(
  source: GitRepository,
  commit: string,
  { file, to }: { readonly file: string; readonly to: string },
): Promise<void> {
  const entries = await source.list(commit, to);
  const [first] = entries;
  if (first?.path !== to) return await extractFolder(source, commit, { from: to, to: file });
  const [bytes] = await source.read([first.hash]);
  if (bytes === undefined) throw new UpstreamError(`the copy of the upstream lacks ${to}`);
  writeFileSync(file, bytes);
}

/** Upstreams write the version of a release into the chart when they pack it. */
function setVersion(folder: string, { version }: ChartPin): void {
  const file = join(folder, 'Chart.yaml');
  if (!existsSync(file)) throw new UpstreamError(`there is no chart in ${folder}`);
  const chart = parseDocument(readFileSync(file, 'utf8'));
  if (chart.get('version') === version) return;
  chart.set('version', version);
  writeFileSync(file, chart.toString());
}
