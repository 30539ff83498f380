import { isRecord, type ManifestObject } from './parse-objects.ts';

/** The objects by group, kind, namespace and name, so that the order in which a tool writes them changes nothing. */
export function sortObjects(objects: readonly ManifestObject[]): readonly ManifestObject[] {
  return objects
    .map((item) => ({ item, id: objectId(item.object) }))
    .toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.item.text < b.item.text ? -1 : 1))
    .map(({ item }) => item);
}

/** Group, kind, namespace and name of an object, separated by slashes: what it is in the cluster. */
export function objectId(object: Readonly<Record<string, unknown>>): string {
  const { namespace = '', name = '' } = isRecord(object.metadata) ? object.metadata : {};
  const group =
    typeof object.apiVersion === 'string' ? object.apiVersion.split('/').slice(0, -1).join('/') : '';
  return `${group}/${String(object.kind)}/${String(namespace)}/${String(name)}`;
}

/** The YAML of objects, as documents of one text. */
export function joinObjects(objects: readonly ManifestObject[]): string {
  return objects.map(({ text }) => text).join('---\n');
}
