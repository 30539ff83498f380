import type { PlatformMap } from './platform-map.ts';

/** The parts of a map that can differ, each with what makes an item of it the same one in two maps. */
const PARTS = {
  components: 'name',
  roles: 'key',
  secrets: 'id',
  hosts: 'host',
  policies: 'name',
  images: 'name',
} as const;

/** A part of the map that can change, such as `components`. */
export type MapPart = keyof typeof PARTS;

/** What became of one item between two maps. */
export interface MapChange {
  readonly part: MapPart | 'cluster';
  readonly id: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** The fields that differ, each as text; empty for what is not there. */
  readonly fields: readonly MapFieldChange[];
}

/** One field before and after, as lines of text. */
export interface MapFieldChange {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

/** What differs between two maps, in the order of their parts. Waves shift for many at once and are fields like others. */
export function mapChanges(before: PlatformMap, after: PlatformMap): readonly MapChange[] {
  const cluster = fieldsOf(before.cluster, after.cluster);
  const ofCluster: readonly MapChange[] =
    cluster.length === 0
      ? []
      : [{ part: 'cluster', id: after.cluster.name, change: 'changed', fields: cluster }];
  return [...ofCluster, ...partsOf(before, after).flatMap((part) => changesOf(part, before, after))];
}

/** Policies and images can be compared only where both maps know the same of them. */
function partsOf(before: PlatformMap, after: PlatformMap): readonly MapPart[] {
  const parts: readonly MapPart[] = ['components', 'roles', 'secrets', 'hosts', 'policies', 'images'];
  if (before.isBuilt === after.isBuilt) return parts;
  return parts.filter((part) => part !== 'policies' && part !== 'images');
}

type Item = Readonly<Record<string, unknown>>;

function changesOf(part: MapPart, before: PlatformMap, after: PlatformMap): readonly MapChange[] {
  const old = itemsOf(part, before);
  const now = itemsOf(part, after);
  const without = before.isBuilt === after.isBuilt ? [] : ['images', 'policies', 'routes'];
  return [...new Set([...old.keys(), ...now.keys()])].toSorted().flatMap((id): readonly MapChange[] => {
    const [was, is] = [old.get(id), now.get(id)];
    const fields = fieldsOf(was ?? {}, is ?? {}).filter(({ field }) => !without.includes(field));
    if (was === undefined) return [{ part, id, change: 'added', fields }];
    if (is === undefined) return [{ part, id, change: 'removed', fields }];
    return fields.length === 0 ? [] : [{ part, id, change: 'changed', fields }];
  });
}

function itemsOf(part: MapPart, map: PlatformMap): ReadonlyMap<string, Item> {
  const items: readonly object[] = map[part];
  return new Map(items.map((item) => [String(Object(item)[PARTS[part]]), { ...item }]));
}

function fieldsOf(before: object, after: object): readonly MapFieldChange[] {
  const [was, is] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((field) => {
    const [old, now] = [linesOf(was.get(field)), linesOf(is.get(field))];
    return old === now ? [] : [{ field, before: old, after: now }];
  });
}

/** A value as lines: lists of texts one a line, anything deeper as JSON. */
function linesOf(value: unknown): string {
  if (value === undefined) return '';
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return value.join('\n');
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
