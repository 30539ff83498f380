import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { loadSources } from '../load-sources.mjs';
import { upstreamMirrors } from './mirrors.mjs';

const root = join(import.meta.dirname, '..', '..');

/** The distribution and the settings that are taken where none are named. */
export const OWN = {
  distribution: join(root, 'distribution'),
  settings: join(root, 'examples', 'kfdist.yaml'),
};

/** `UPSTREAM=TAG` texts: by the name of an upstream, the revision that is taken in place of its pinned one. */
export function parseStandIns(texts) {
  return new Map(texts.map((text) => text.split('=')));
}

/** The pins of a distribution, with a mirror on this machine for each and those that have no copy below `copies`. */
export function pinnedMirrors({ distribution, copies, standIns }) {
  const { upstreams: pins } = parse(readFileSync(join(distribution, 'upstreams.yaml'), 'utf8'));
  return { pins, ...upstreamMirrors(pins, resolve(copies), standIns) };
}

/** A distribution and settings, read as `kfdist` does, with the mirrors and the packages that work on them. */
export async function localPlatform({ distribution: folder, settings, upstreams, standIns }) {
  const sources = await loadSources(
    '@kfdist/config',
    '@kfdist/manifests',
    '@kfdist/manifests/build',
    '@kfdist/platform',
    '@kfdist/platform/node',
    '@kfdist/verify',
  );
  await needTools(sources);
  const { distribution } = sources.loadDistribution(sources.readDistribution(folder, { cwd: root }));
  const text = readFileSync(settings, 'utf8');
  const { entries } = sources.parseSettingsFile({ path: 'kfdist.yaml', text });
  const { mirrors, absent } = pinnedMirrors({ distribution: folder, copies: upstreams, standIns });
  return { sources, distribution, entries, mirrors, absent };
}

/** Without them every component would fail for the same reason. */
async function needTools({ findTool, defaultCacheFolder }) {
  for (const name of ['kustomize', 'helm']) {
    const found = await findTool(name, { cwd: root, cacheFolder: defaultCacheFolder() });
    if ('diagnostic' in found) throw new Error(`${found.diagnostic.message}: node tools/install-tools.mjs`);
  }
}
