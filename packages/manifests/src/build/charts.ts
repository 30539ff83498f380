import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { localPath, mirrored } from '../mirrors.ts';
import type { ChartAccess, ChartPin } from './chart-access.ts';
import { type ChartPlace, packChart, parseChartPlace, stateOf } from './chart-folder.ts';
import { isWhole } from './checkouts.ts';
import { localRepository } from './git-repository.ts';
import { runProgram } from './run-program.ts';
import { toolMessage } from './tool-message.ts';
import { fetchError, UpstreamError, withoutUsers } from './upstream-error.ts';

/**
 * The path of a chart on this machine. A mirror may be another repository, a folder of packed charts, the folder of the
 * chart itself, or such a folder in a Git repository: `/srv/git/external-dns//charts/external-dns?ref=v1.2.3`.
 */
export async function findChart(pin: ChartPin, access: ChartAccess): Promise<string> {
  const address = mirroredChart(pin, access);
  const path = localPath(address);
  if (path === undefined) return await pullChart(address, pin, access);
  const place = placeIn(access.cwd, path);
  const found = packedIn(place, pin);
  if (found !== undefined) return found;
  const find = async (other: ChartPin) => await findChart(other, access);
  return await packChart(place, pin, { ...access, find });
}

/** What a chart on this machine depends on beside its pin: folders may be edited, and the newest state of a repository moves. */
export async function chartState(pin: ChartPin, access: Omit<ChartAccess, 'helm'>): Promise<string> {
  const path = localPath(mirroredChart(pin, access));
  if (path === undefined) return '';
  const place = placeIn(access.cwd, path);
  // A revision that is named is a pin, as upstream's version is
  if (place.inside !== undefined)
    return place.ref ?? (await localRepository(place.folder, (await access.git()).git).commitOf(undefined));
  return stateOf(packedIn(place, pin) ?? place.folder);
}

function mirroredChart({ repository, chart }: ChartPin, { mirrors }: Pick<ChartAccess, 'mirrors'>): string {
  return mirrored(`${repository.replace(/\/+$/, '')}/${chart}`, mirrors);
}

function placeIn(cwd: string, path: string): ChartPlace {
  const place = parseChartPlace(path);
  return { ...place, folder: resolve(cwd, place.folder) };
}

function packedIn({ folder }: ChartPlace, { chart, version }: ChartPin): string | undefined {
  return [`${folder}-${version}.tgz`, join(folder, `${chart}-${version}.tgz`)].find((file) =>
    existsSync(file),
  );
}

async function pullChart(
  address: string,
  { chart, version }: ChartPin,
  { helm, cacheFolder }: ChartAccess,
): Promise<string> {
  const folder = join(cacheFolder, 'charts', encodeURIComponent(address));
  const packed = join(folder, `${chart}-${version}.tgz`);
  if (isWhole(packed)) return packed;
  mkdirSync(folder, { recursive: true });
  const place = address.startsWith('oci://')
    ? [address]
    : [chart, '--repo', address.slice(0, address.lastIndexOf('/'))];
  // A repository calls its files as it likes, and takes 1.2.3 for v1.2.3
  const part = mkdtempSync(join(folder, 'pull-'));
  try {
    const finished = await runProgram({
      program: helm.program,
      arguments: ['pull', ...place, '--version', version, '--destination', part],
    });
    if (finished.status !== 0) throw fetchError(address, toolMessage(finished.stderr, withoutUsers));
    const [file] = readdirSync(part);
    if (file === undefined) throw new UpstreamError(`helm pull put no file of ${chart} ${version} down`);
    renameSync(join(part, file), packed);
    return packed;
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}
