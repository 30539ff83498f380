import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pinnedMirrors } from '../conformance/local-platform.mjs';
import { copyOf } from '../conformance/mirrors.mjs';
import { loadSources } from '../load-sources.mjs';
import { runCommand } from './run-command.mjs';

/**
 * Serves every upstream of `distribution/upstreams.yaml` to a lab, from the Git directories `<owner>+<name>/repo` below
 * `copies`. A chart is packed from its source folder.
 * @param {{ copies: string, distribution: string, work: string, standIns: ReadonlyMap<string, string> }} options
 * @returns the sentences about what has no copy here, or stands in for another tag
 */
export async function serveUpstreams(lab, { copies, distribution, work, standIns = new Map() }) {
  const { pins, mirrors, absent } = pinnedMirrors({ distribution, copies, standIns });
  const { stdout: texts } = await runCommand(['grep', '-rh', 'https://', distribution]);
  const missing = new Set(absent.map(({ name }) => name));
  const there = pins.filter(({ name, image }) => image === undefined && !missing.has(name));
  for (const { git, commit } of there)
    if (commit !== undefined && texts.includes(`${git}//`))
      await lab.serveGit(git, copyOf(git, copies), commit);
  await serveFiles(lab, { texts, copies, work });
  await serveCharts(lab, { charts: there.filter(({ chart }) => chart !== undefined), mirrors, work });
  return [
    ...absent.map(({ name, why }) => `${name} is not served: ${why}`),
    ...[...standIns].map(([name, tag]) => `${name} is packed from ${tag}, not from the pinned tag`),
  ];
}

async function serveCharts(lab, { charts, mirrors, work }) {
  const { findChart, findTool } = await loadSources(
    '../../packages/manifests/src/build/charts.ts',
    '../../packages/manifests/src/build/tools.ts',
  );
  const place = { cwd: import.meta.dirname, cacheFolder: join(work, 'cache') };
  const tool = async (name) => {
    const { tool: found, diagnostic } = await findTool(name, place);
    if (found === undefined) throw new Error(diagnostic.message);
    return found;
  };
  const git = { ...place, mirrors, git: await tool('git') };
  const access = { ...place, mirrors, helm: await tool('helm'), git: async () => git };
  for (const { chart, repository, version } of charts)
    await lab.serveChart(
      repository.replace(/\/$/, ''),
      await findChart({ chart, repository, version }, access),
      version,
    );
}

const RAW = /https:\/\/raw\.githubusercontent\.com\/([\w-]+)\/([\w.-]+)\/([0-9a-f]{40})\/([^\s"?]+)/g;

/** Single files of an upstream that Kustomizations name. A placeholder in a path stands for every file below its folder. */
async function serveFiles(lab, { texts, copies, work }) {
  for (const [url, owner, name, commit, path] of texts.matchAll(RAW)) {
    const repository = copyOf(`https://github.com/${owner}/${name}`, copies);
    const place = path.includes('<<__') ? path.split('<<__')[0] : path;
    const listed = await runCommand(['git', '-C', repository, 'ls-tree', '-r', '--name-only', commit, place]);
    for (const file of listed.stdout.split('\n').filter((one) => one !== '')) {
      const { stdout } = await runCommand(['git', '-C', repository, 'show', `${commit}:${file}`]);
      const copy = join(work, 'files', commit, file);
      mkdirSync(dirname(copy), { recursive: true });
      writeFileSync(copy, stdout);
      await lab.serveFile(`${url.slice(0, url.indexOf(commit))}${commit}/${file}`, copy);
    }
  }
}
