import type { PlacedObject } from './placed-object.ts';
import type { Path } from './reading.ts';

/** The kinds that objects refer to by name, with their groups. */
export const REFERRED = {
  Secret: '',
  ConfigMap: '',
  ServiceAccount: '',
  PersistentVolumeClaim: '',
  Service: '',
  StorageClass: 'storage.k8s.io',
  PriorityClass: 'scheduling.k8s.io',
  IngressClass: 'networking.k8s.io',
  Role: 'rbac.authorization.k8s.io',
  ClusterRole: 'rbac.authorization.k8s.io',
  Issuer: 'cert-manager.io',
  ClusterIssuer: 'cert-manager.io',
  SecretStore: 'external-secrets.io',
  ClusterSecretStore: 'external-secrets.io',
} as const;

/** A kind that can be referred to. */
export type ReferredKind = keyof typeof REFERRED;

/** One object names another. */
export interface Reference {
  readonly from: PlacedObject;
  readonly path: Path;
  readonly kind: ReferredKind;
  /** Empty for kinds without a namespace. */
  readonly namespace: string;
  readonly name: string;
  /** The key that is read, where one is named. */
  readonly key?: string;
  /** Nothing fails where it is missing. */
  readonly isOptional: boolean;
}

/** An object that names the same thing at five places lacks one thing. */
export function onceForEachObject(references: readonly Reference[]): readonly Reference[] {
  const seen = new Map<object, Set<string>>();
  return references.filter(({ from, kind, namespace, name, key = '' }) => {
    const names = seen.get(from) ?? new Set();
    seen.set(from, names);
    const spelled = `${kind}/${namespace}/${name}/${key}`;
    if (names.has(spelled)) return false;
    names.add(spelled);
    return true;
  });
}
