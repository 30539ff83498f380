import type { KubernetesObject } from './application.ts';

/** A kind of object, for example `{ group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' }`. */
export interface GroupKind {
  readonly group: string;
  readonly kind: string;
}

/** What the Applications of a project may read and touch. */
export interface ProjectSpec {
  readonly name: string;
  readonly argocdNamespace: string;
  readonly description: string;
  readonly sourceRepositories: readonly string[];
  /** The cluster by its name in Argo CD. */
  readonly cluster: string;
  readonly namespaces: readonly string[];
  readonly clusterKinds: readonly GroupKind[];
  /** @default every kind */
  readonly namespacedKinds?: readonly GroupKind[];
}

/**
 * The Argo CD `AppProject` that confines Applications to listed repositories, namespaces and cluster-wide kinds.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
 */
export function project(spec: ProjectSpec): KubernetesObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: {
      name: spec.name,
      namespace: spec.argocdNamespace,
      // Before every Application of the same folder
      annotations: { 'argocd.argoproj.io/sync-wave': '-1' },
    },
    spec: {
      description: spec.description,
      sourceRepos: [...new Set(spec.sourceRepositories)].toSorted(),
      destinations: [...new Set(spec.namespaces)]
        .toSorted()
        .map((namespace) => ({ name: spec.cluster, namespace })),
      clusterResourceWhitelist: sortedKinds(spec.clusterKinds),
      ...(spec.namespacedKinds === undefined
        ? {}
        : { namespaceResourceWhitelist: sortedKinds(spec.namespacedKinds) }),
    },
  };
}

function sortedKinds(kinds: readonly GroupKind[]): readonly GroupKind[] {
  const byName = new Map(kinds.map(({ group, kind }) => [`${group}/${kind}`, { group, kind }]));
  return [...byName].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, kind]) => kind);
}
