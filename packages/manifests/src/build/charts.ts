import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { localPath, mirrored } from '../mirrors.ts';
import type { ChartAccess, ChartPin } from './chart-access.ts';
import { packChart } from './chart-folder.ts';
import { UpstreamError } from './git-repository.ts';
import { runProgram } from './run-program.ts';
import { toolMessage } from './tool-message.ts';

/**
 * The path of a chart on this machine. A mirror may be another repository, a folder of packed charts, the folder of the
 * chart itself, or such a folder in a Git repository: `/srv/git/external-dns//charts/external-dns?ref=v1.2.3`.
 */
export async function findChart(pin: ChartPin, access: ChartAccess): Promise<string> {
  const { repository, chart, version } = pin;
  const address = mirrored(`${repository.replace(/\/+$/, '')}/${chart}`, access.mirrors);
  const path = localPath(address);
  if (path === undefined) return await pullChart(address, pin, access);
  const folder = resolve(access.cwd, path);
  const packed = [`${folder}-${version}.tgz`, join(folder, `${chart}-${version}.tgz`)].find((file) =>
    existsSync(file),
  );
  return (
    packed ??
    (await packChart(folder, pin, { ...access, find: async (other) => await findChart(other, access) }))
  );
}

async function pullChart(
  address: string,
  { chart, version }: ChartPin,
  { helm, cacheFolder }: ChartAccess,
): Promise<string> {
  const folder = join(cacheFolder, 'charts', encodeURIComponent(address));
  const packed = join(folder, `${chart}-${version}.tgz`);
  if (existsSync(packed)) return packed;
  mkdirSync(folder, { recursive: true });
  const place = address.startsWith('oci://')
    ? [address]
    : [chart, '--repo', address.slice(0, address.lastIndexOf('/'))];
  const finished = await runProgram({
    program: helm.program,
    arguments: ['pull', ...place, '--version', version, '--destination', folder],
  });
  if (finished.status !== 0) throw new UpstreamError(toolMessage(finished.stderr));
  return packed;
}
