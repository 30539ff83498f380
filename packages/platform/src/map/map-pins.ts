import { parseRemoteBase } from '@kfdist/manifests';
import * as v from 'valibot';
import type { PlannedComponent } from '../applications.ts';
import type { Distribution } from '../distribution.ts';
import type { PlatformPlan } from '../plan.ts';
import { textOf } from '../tree-file.ts';
import { parseYaml } from '../yaml-document.ts';
import type { MapPin } from './platform-map.ts';

/** The pinned places that a component is taken from. */
export type PinReader = (component: PlannedComponent) => readonly MapPin[];

const upstream = v.object({
  name: v.string(),
  git: v.optional(v.string()),
  commit: v.optional(v.string()),
  repository: v.optional(v.string()),
  release: v.optional(v.string()),
  version: v.optional(v.string()),
});
const upstreamsFile = v.object({ upstreams: v.array(v.unknown()) });
const kustomization = v.object({
  resources: v.optional(v.array(v.unknown()), []),
  components: v.optional(v.array(v.unknown()), []),
});

type Upstream = v.InferOutput<typeof upstream>;

/** Reads the pins of components: the chart, or the remote bases in their rendered Kustomizations. */
export function pinReader({ files }: PlatformPlan, distribution: Distribution): PinReader {
  const known = upstreamsOf(distribution);
  return ({ name, source }) => {
    if ('helm' in source) {
      const { repository, chart: path, version } = source.helm;
      return [named({ repository, path, version }, known)];
    }
    const bases = files
      .filter(({ path }) => path.startsWith(`components/${name}/`) && /\/kustomization\.ya?ml$/.test(path))
      .flatMap((file) => entriesOf(textOf(file) ?? '', file.path))
      .flatMap(pinOf);
    const unique = new Map(bases.map((pin) => [`${pin.repository} ${pin.path} ${pin.version}`, pin]));
    return [...unique.values()].map((pin) => named(pin, known));
  };
}

function upstreamsOf({ files }: Distribution): readonly Upstream[] {
  const file = files.get('upstreams.yaml');
  const read = v.safeParse(
    upstreamsFile,
    file && parseYaml({ path: file.path, text: textOf(file) ?? '' }).value,
  );
  if (!read.success) return [];
  return read.output.upstreams.flatMap((one) => {
    const found = v.safeParse(upstream, one);
    return found.success ? [found.output] : [];
  });
}

function entriesOf(text: string, path: string): readonly string[] {
  const read = v.safeParse(kustomization, parseYaml({ path, text }).value);
  if (!read.success) return [];
  return [...read.output.resources, ...read.output.components].filter((entry) => typeof entry === 'string');
}

function pinOf(entry: string): readonly MapPin[] {
  const base = parseRemoteBase(entry);
  const place = base?.kind === 'file' ? base.place : base;
  if (place !== undefined)
    return [{ repository: place.repository, path: place.path, version: place.ref ?? '' }];
  return base?.kind === 'file' ? [{ repository: base.url, path: '', version: '' }] : [];
}

function named(pin: MapPin, known: readonly Upstream[]): MapPin {
  const isOf = ({ git, commit, repository, version }: Upstream) =>
    (git === pin.repository && commit === pin.version) ||
    (repository === pin.repository && version === pin.version);
  const found = known.find(isOf);
  if (found === undefined) return pin;
  const release = found.release ?? found.version;
  return { ...pin, upstream: found.name, ...(release === undefined ? {} : { release }) };
}
