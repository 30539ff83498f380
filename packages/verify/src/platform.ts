import type { BuiltComponent } from './built-component.ts';
import { type CustomKind, customKinds, groupOf, isNamespacedKind } from './kinds.ts';
import { keyOf, type PlacedObject } from './placed-object.ts';
import { at, isRecord, type KubernetesObject, labels, records, text } from './reading.ts';
import { type Workload, workloadOf } from './workload.ts';

/** What is verified, and what is known about it beside the objects. */
export interface VerifyInput {
  readonly components: readonly BuiltComponent[];
  /** What comes from outside: `Secret/kubeflow/rds`, `StorageClass/gp3`, `Kind/example.com/Thing`; `*` stands for any text. */
  readonly provides?: readonly string[] | undefined;
  /** The version of the cluster, such as `1.34`. */
  readonly kubernetesVersion?: string | undefined;
  /** Which ServiceAccounts each role trusts. */
  readonly roles?: readonly TrustedRole[] | undefined;
  /** The digests of images, by `canonicalImage`. */
  readonly imageLock?: ReadonlyMap<string, string> | undefined;
  /** The objects as they were, to compare with. */
  readonly previous?: readonly BuiltComponent[] | undefined;
}

/** A role, and the ServiceAccounts that its trust policy names. */
export interface TrustedRole {
  readonly arn: string;
  readonly subjects: readonly { readonly namespace: string; readonly serviceAccount: string }[];
}

/** All objects, found by kind and by name, with what follows from them. */
export interface Platform {
  readonly input: VerifyInput;
  readonly objects: readonly PlacedObject[];
  /** Objects by `group/kind/namespace/name`; more than one where two components bring the same. */
  readonly byKey: ReadonlyMap<string, readonly PlacedObject[]>;
  /** The objects of a kind: `ofKind('apps/Deployment')`, `ofKind('/Secret')`. */
  readonly ofKind: (groupKind: string) => readonly PlacedObject[];
  /** What CustomResourceDefinitions bring, by `group/kind`. */
  readonly customKinds: ReadonlyMap<string, CustomKind>;
  readonly workloads: readonly Workload[];
  /** The labels of a namespace, with the name that Kubernetes puts there. */
  readonly namespaceLabels: (name: string) => Readonly<Record<string, string>>;
}

/** Places every object of the components, once for all rules. */
export function indexPlatform(input: VerifyInput): Platform {
  const flat = input.components.map((component) => ({
    component,
    objects: component.objects.flatMap(items),
  }));
  const definitions = flat.flatMap(({ component, objects }) =>
    objects
      .filter(({ kind }) => kind === 'CustomResourceDefinition')
      .map((object) => place(object, component, new Map())),
  );
  const kinds = customKinds(definitions);
  const objects = flat.flatMap(({ component, objects: own }) =>
    own.map((object) => place(object, component, kinds)),
  );
  const byKind = grouped(objects, ({ group, kind }) => `${group}/${kind}`);
  const ofKind = (groupKind: string) => byKind.get(groupKind) ?? [];
  return {
    input,
    objects,
    byKey: grouped(objects, keyOf),
    ofKind,
    customKinds: kinds,
    workloads: objects.flatMap((object) => workloadOf(object) ?? []),
    namespaceLabels: namespaceLabels(ofKind('/Namespace')),
  };
}

/** A `List` stands for its items. */
function items(object: KubernetesObject): readonly KubernetesObject[] {
  if (!isRecord(object)) return [];
  return object.kind === 'List' && Array.isArray(object.items) ? records(object.items) : [object];
}

function place(
  object: KubernetesObject,
  component: BuiltComponent,
  kinds: ReadonlyMap<string, CustomKind>,
): PlacedObject {
  const apiVersion = text(object.apiVersion);
  const kind = text(object.kind);
  const group = groupOf(apiVersion);
  const given = text(at(object, 'metadata', 'namespace'));
  const isNamespaced =
    isNamespacedKind(apiVersion, kind) ?? kinds.get(`${group}/${kind}`)?.isNamespaced ?? given !== '';
  const wave = Number(text(at(object, 'metadata', 'annotations', 'argocd.argoproj.io/sync-wave')) || 0);
  return {
    object,
    component,
    apiVersion,
    group,
    kind,
    name: text(at(object, 'metadata', 'name')) || text(at(object, 'metadata', 'generateName')),
    namespace: isNamespaced ? given || component.namespace || 'default' : '',
    wave: Number.isFinite(wave) ? wave : 0,
  };
}

function namespaceLabels(namespaces: readonly PlacedObject[]): Platform['namespaceLabels'] {
  const own = new Map(namespaces.map(({ name, object }) => [name, labels(at(object, 'metadata', 'labels'))]));
  return (name) => ({ ...own.get(name), 'kubernetes.io/metadata.name': name });
}

/** Values by a key, each in its order. */
export function grouped<T>(
  values: readonly T[],
  key: (value: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const name = key(value);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [value]);
    else group.push(value);
  }
  return groups;
}
