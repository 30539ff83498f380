import type { MapChange } from '../src/map/map-changes.ts';
import type { PageData } from '../src/map/map-page.ts';
import type { MapComponent, MapPin, PlatformMap } from '../src/map/platform-map.ts';

/** The parts of the page, in the order of their tabs, each with its title. */
export const VIEWS = {
  components: 'Components',
  roles: 'Roles',
  secrets: 'Secrets',
  hosts: 'Hosts',
  policies: 'Access',
  images: 'Images',
  sources: 'Sources',
  changes: 'Changes',
} as const;

export type View = keyof typeof VIEWS;

/** The parts whose items can be selected. */
export type Part = Exclude<View, 'changes'>;

/** What one item of a part is called. */
export const KINDS: Readonly<Record<Part, string>> = {
  components: 'Component',
  roles: 'IAM role',
  secrets: 'Secret',
  hosts: 'Host',
  policies: 'Access rule',
  images: 'Image',
  sources: 'Source',
};

/** A pinned upstream, and who is taken from it. */
export interface Source {
  readonly id: string;
  readonly repository: string;
  readonly version: string;
  readonly release: string;
  readonly pins: readonly { readonly component: string; readonly path: string }[];
}

/** The items of each part of a map by what names them. */
export type Items = {
  readonly [Name in Exclude<Part, 'sources'>]: ReadonlyMap<string, PlatformMap[Name][number]>;
} & {
  readonly sources: ReadonlyMap<string, Source>;
};

/** The data of the page, indexed. */
export interface Model extends PageData {
  readonly items: Items;
  /** The items of the map that is compared with. */
  readonly old: Items | undefined;
  /** Who needs or comes after a component, by its name. */
  readonly dependants: ReadonlyMap<string, readonly string[]>;
  readonly changesById: ReadonlyMap<string, MapChange>;
}

/** Reads the data that the page carries. */
export function readModel(text: string): Model {
  // It was written by the same release
  const data = JSON.parse(text) as PageData; // oxlint-disable-line typescript/no-unsafe-type-assertion
  return {
    ...data,
    items: itemsOf(data.map),
    old: data.before && itemsOf(data.before),
    dependants: dependantsOf(data.map.components),
    changesById: new Map(data.changes.map((change) => [`${change.part}/${change.id}`, change])),
  };
}

function itemsOf(map: PlatformMap): Items {
  return {
    components: new Map(map.components.map((item) => [item.name, item])),
    roles: new Map(map.roles.map((item) => [item.key, item])),
    secrets: new Map(map.secrets.map((item) => [item.id, item])),
    hosts: new Map(map.hosts.map((item) => [item.host, item])),
    policies: new Map(map.policies.map((item) => [item.name, item])),
    images: new Map(map.images.map((item) => [item.name, item])),
    sources: sourcesOf(map.components),
  };
}

/** What names a source: its upstream and release, else its address and version. Folders of one commit are one source. */
export function sourceId({ upstream, release, repository, path, version }: MapPin): string {
  if (upstream !== undefined) return `${upstream} ${release ?? version}`;
  const name = path === '' || repository.includes('github.com') ? repository : `${repository} ${path}`;
  return `${name.replace(/^https:\/\//, '')} ${version}`.trim();
}

function sourcesOf(components: readonly MapComponent[]): ReadonlyMap<string, Source> {
  const found = new Map<string, Source>();
  for (const { name, pins } of components)
    for (const pin of pins) {
      const id = sourceId(pin);
      const known = found.get(id);
      found.set(id, {
        id,
        repository: pin.repository,
        version: pin.version,
        release: pin.release ?? '',
        pins: [...(known?.pins ?? []), { component: name, path: pin.path }],
      });
    }
  return new Map([...found].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What a component needs or only comes after. */
export function before({ needs, after }: Pick<MapComponent, 'needs' | 'after'>): readonly string[] {
  return [...needs, ...after];
}

function dependantsOf(components: readonly MapComponent[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    components.map(({ name }) => [
      name,
      components.filter((other) => before(other).includes(name)).map((other) => other.name),
    ]),
  );
}

/** Everything that is reached from a component over some edges. */
export function reached(start: string, edges: (name: string) => readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [...edges(start)];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    waiting.push(...edges(next));
  }
  return found;
}
