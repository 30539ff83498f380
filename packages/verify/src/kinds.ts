import { KUBERNETES_KINDS } from './data/kubernetes.ts';
import type { PlacedObject } from './placed-object.ts';
import { at, type KubernetesObject, record, records, text } from './reading.ts';

/** A kind that a CustomResourceDefinition among the objects brings. */
export interface CustomKind {
  readonly definition: PlacedObject;
  readonly isNamespaced: boolean;
  /** The schema of each served version. */
  readonly versions: ReadonlyMap<string, KubernetesObject>;
}

/** Whether objects of one of Kubernetes' own kinds lie in a namespace; `undefined` for any other kind. */
export function isNamespacedKind(apiVersion: string, kind: string): boolean | undefined {
  const known = BY_GROUP.get(`${groupOf(apiVersion)}/${kind}`);
  return known === undefined ? undefined : !known.startsWith('~');
}

/** Kinds by group, so that a removed version is still known. */
const BY_GROUP: ReadonlyMap<string, string> = new Map(
  Object.entries(KUBERNETES_KINDS).map(([key, type]) => {
    const slash = key.lastIndexOf('/');
    return [`${groupOf(key.slice(0, slash))}/${key.slice(slash + 1)}`, type];
  }),
);

/** The group in an `apiVersion`, empty for the core. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** The version in an `apiVersion`. */
export function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1);
}

/** Whether a group belongs to Kubernetes itself. */
export function isBuiltInGroup(group: string): boolean {
  return group === '' || BUILT_IN_GROUPS.has(group);
}

const BUILT_IN_GROUPS: ReadonlySet<string> = new Set([
  'extensions',
  ...[...BY_GROUP.keys()].map((key) => key.slice(0, key.lastIndexOf('/'))),
]);

/** The kinds that definitions among the objects bring, by `group/kind`. */
export function customKinds(definitions: readonly PlacedObject[]): ReadonlyMap<string, CustomKind> {
  return new Map(
    definitions.map((definition) => {
      const spec = record(definition.object.spec);
      const served = records(spec.versions).filter(({ served: isServed }) => isServed !== false);
      const key = `${text(spec.group)}/${text(at(spec, 'names', 'kind'))}`;
      const versions = new Map(
        served.map((version) => [text(version.name), record(at(version, 'schema', 'openAPIV3Schema'))]),
      );
      return [key, { definition, isNamespaced: spec.scope !== 'Cluster', versions }];
    }),
  );
}
