import { matchesPattern, spell } from './pattern.ts';
import { keyOf, type PlacedObject } from './placed-object.ts';
import type { Platform } from './platform.ts';
import { at, isRecord, record, records, text } from './reading.ts';
import { REFERRED, type Reference } from './reference.ts';

/** Something that a reference can name: who brings it, and with which keys. */
export interface Provision {
  /** `undefined` for what comes from outside or is made at run time. */
  readonly by?: PlacedObject | undefined;
  /** `undefined` where any key may be there. */
  readonly keys?: ReadonlySet<string> | undefined;
}

/** Finds what a reference names, or `undefined`. */
export type FindProvision = (
  reference: Pick<Reference, 'kind' | 'namespace' | 'name'>,
) => Provision | undefined;

/** What every cluster and well-known programs bring without an object. */
const ALWAYS = [
  'ConfigMap/*/kube-root-ca.crt',
  'ConfigMap/kube-system/extension-apiserver-authentication',
  // istiod writes it into every namespace
  'ConfigMap/*/istio-ca-root-cert',
  'ServiceAccount/*/default',
  'PriorityClass/system-*',
  'ClusterRole/system:*',
  'ClusterRole/cluster-admin',
  'ClusterRole/admin',
  'ClusterRole/edit',
  'ClusterRole/view',
  'Role/kube-system/extension-apiserver-authentication-reader',
  'Service/default/kubernetes',
  'Service/kube-system/kube-dns',
];

/** Everything that can be named: the objects, what controllers make from them, and what comes from outside. */
export function provisionsOf(platform: Platform): FindProvision {
  const { input, byKey } = platform;
  const made = new Map(platform.objects.flatMap(madeFrom));
  const outside = [...ALWAYS, ...(input.provides ?? [])];
  const patterns = [...outside, ...input.components.flatMap(({ provides = [] }) => provides)];
  return ({ kind, namespace, name }) => {
    const key = keyOf({ group: REFERRED[kind], kind, namespace, name });
    const [by] = byKey.get(key) ?? [];
    const controlled = made.get(key);
    if (controlled !== undefined) return controlled;
    if (by !== undefined) return { by, keys: keysOf(by) };
    const spelled = spell({ kind, namespace, name });
    return patterns.some((pattern) => matchesPattern(spelled, pattern)) ? {} : undefined;
  };
}

/** The keys of a Secret or ConfigMap; one that is empty is filled at run time. */
function keysOf({ object }: PlacedObject): ReadonlySet<string> | undefined {
  const keys = ['data', 'stringData', 'binaryData'].flatMap((field) => Object.keys(record(object[field])));
  return keys.length === 0 ? undefined : new Set(keys);
}

type Made = readonly [key: string, provision: Provision];

/** What a controller makes from an object. */
function madeFrom(by: PlacedObject): readonly Made[] {
  return MAKERS[`${by.group}/${by.kind}`]?.(by) ?? [];
}

function secret(by: PlacedObject, name: unknown, keys?: readonly string[]): readonly Made[] {
  if (typeof name !== 'string' || name === '') return [];
  const key = keyOf({ group: '', kind: 'Secret', namespace: by.namespace, name });
  return [[key, { by, keys: keys === undefined ? undefined : new Set(keys) }]];
}

function externalSecret(by: PlacedObject): readonly Made[] {
  const spec = record(by.object.spec);
  const target = record(spec.target);
  const name = text(target.name) || by.name;
  const template = record(target.template);
  if (Array.isArray(spec.dataFrom) || Array.isArray(template.templateFrom)) return secret(by, name);
  const own = records(spec.data).map(({ secretKey }) => text(secretKey));
  const made = Object.keys(record(template.data));
  const isReplaced = made.length > 0 && template.mergePolicy !== 'Merge';
  return secret(by, name, isReplaced ? made : [...own, ...made]);
}

function sealedSecret(by: PlacedObject): readonly Made[] {
  const spec = record(by.object.spec);
  const name = text(at(spec, 'template', 'metadata', 'name')) || by.name;
  const sealed = Object.keys(record(spec.encryptedData));
  return secret(by, name, [...sealed, ...Object.keys(record(at(spec, 'template', 'data')))]);
}

function certificate(by: PlacedObject): readonly Made[] {
  const spec = record(by.object.spec);
  const keys = ['tls.crt', 'tls.key', 'ca.crt'];
  return secret(by, spec.secretName, isRecord(spec.keystores) ? undefined : keys);
}

/** A profile is a namespace with two accounts. */
function profile(by: PlacedObject): readonly Made[] {
  return ['default-editor', 'default-viewer'].map((name) => [
    keyOf({ group: '', kind: 'ServiceAccount', namespace: by.name, name }),
    { by },
  ]);
}

const MAKERS: Readonly<Record<string, (by: PlacedObject) => readonly Made[]>> = {
  'external-secrets.io/ExternalSecret': externalSecret,
  'bitnami.com/SealedSecret': sealedSecret,
  'cert-manager.io/Certificate': certificate,
  'kubeflow.org/Profile': profile,
};
