import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';

/**
 * A mirror on this machine for every pin of upstreams.yaml, and the pins that have no copy here. `standIns` has, by the name of
 * an upstream, the revision that is taken in place of its pinned one.
 */
export function upstreamMirrors(pinned, folder, standIns = new Map()) {
  const mirrors = [];
  const absent = [];
  const pins = pinned.filter(({ image }) => image === undefined).map((pin) => withStandIn(pin, standIns));
  for (const pin of pins) {
    const places = pin.chart === undefined ? [{ git: pin.git, tag: pin.commit }] : chartPlaces(pin);
    const missing = places.map((place) => whyMissing(place, folder)).find((why) => why !== undefined);
    if (missing !== undefined) absent.push({ name: pin.name, why: missing });
    mirrors.push(
      ...(pin.chart === undefined ? [gitMirror(pin, folder)] : chartMirrors(pin, folder, missing)),
    );
  }
  return { mirrors: [...new Map(mirrors.map((mirror) => [mirror.from, mirror])).values()], absent };
}

function withStandIn(pin, standIns) {
  const tag = standIns.get(pin.name);
  if (tag === undefined) return pin;
  return pin.chart === undefined ? { ...pin, commit: tag } : { ...pin, source: { ...pin.source, tag } };
}

function chartPlaces({ source }) {
  return [source, ...(source.charts ?? [])];
}

/** The copy of a repository below the folder. */
export function copyOf(git, folder) {
  return join(folder, new URL(git).pathname.slice(1).replace('/', '+'), 'repo');
}

function whyMissing({ git, tag }, folder) {
  const copy = copyOf(git, folder);
  if (!existsSync(copy)) return `there is no copy of ${git}`;
  try {
    gitText(copy, 'rev-parse', '--verify', '--quiet', `${tag}^{commit}`);
    return undefined;
  } catch {
    return `the copy of ${git} has no ${tag}`;
  }
}

function gitText(copy, ...args) {
  return execFileSync('git', ['-c', 'safe.directory=*', '-C', copy, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

const gitMirror = ({ git }, folder) => ({ from: git, to: copyOf(git, folder) });

/** The chart itself, and the charts that it brings: their repositories stand in its Chart.yaml. */
function chartMirrors({ chart, repository, source }, folder, missing) {
  const own = { from: `${repository.replace(/\/+$/, '')}/${chart}`, to: placeText(source, folder) };
  if (missing !== undefined || source.charts === undefined) return [own];
  const declared = parse(
    gitText(copyOf(source.git, folder), 'show', `${source.tag}:${source.path}/Chart.yaml`),
  );
  const brought = source.charts.flatMap((place) => {
    const dependency = declared.dependencies?.find(({ name }) => name === basename(place.path));
    return dependency === undefined
      ? []
      : [
          {
            from: `${dependency.repository.replace(/\/+$/, '')}/${dependency.name}`,
            to: placeText(place, folder),
          },
        ];
  });
  return [own, ...brought];
}

function placeText({ git, tag, path, crds }, folder) {
  const kinds = crds === undefined ? '' : `&crds=${crds}`;
  return `${copyOf(git, folder)}//${path}?ref=${encodeURIComponent(tag)}${kinds}`;
}
