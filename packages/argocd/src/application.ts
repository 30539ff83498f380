/** A Helm chart of a chart repository; `oci://` repositories are named as such. */
export interface HelmSource {
  readonly kind: 'helm';
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
  readonly releaseName: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** A folder of a Git repository: plain YAML files, or a Kustomization. */
export interface GitSource {
  readonly kind: 'kustomize' | 'manifests';
  readonly repository: string;
  readonly revision: string;
  readonly path: string;
}

/** Fields of live objects that are not compared. */
export interface IgnoredDifference {
  readonly group?: string | undefined;
  readonly kind: string;
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  readonly jsonPointers?: readonly string[] | undefined;
  readonly jqPathExpressions?: readonly string[] | undefined;
  readonly managedFieldsManagers?: readonly string[] | undefined;
}

/** What one Application is made from. */
export interface ApplicationSpec {
  readonly name: string;
  /** The namespace of Argo CD itself. */
  readonly argocdNamespace: string;
  readonly project: string;
  readonly wave: number;
  readonly source: HelmSource | GitSource;
  /** The cluster: its name in Argo CD; the one that Argo CD runs in has the name `in-cluster`. */
  readonly cluster: string;
  /** Where objects without a namespace of their own go. */
  readonly namespace?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly ignoreDifferences?: readonly IgnoredDifference[] | undefined;
  readonly syncOptions?: readonly string[] | undefined;
  /** Whether deleting the Application deletes its objects. @default true */
  readonly cascade?: boolean | undefined;
}

/** A Kubernetes object as plain data, its keys in the order in which people read them. */
export type KubernetesObject = Readonly<Record<string, unknown>>;

/** Deleting an Application with this finalizer deletes its objects too. */
const RESOURCES_FINALIZER = 'resources-finalizer.argocd.argoproj.io';

/**
 * Server-side apply holds objects whose last-applied annotation would exceed 262,144 bytes; a missing kind is not an error
 * because waves order the creation of Applications, not their later commits.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/
 */
const SYNC_OPTIONS = ['ServerSideApply=true', 'SkipDryRunOnMissingResource=true'];

/**
 * The Argo CD `Application` of a component: automated with pruning and self-healing, retried without limit.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/
 */
export function application(spec: ApplicationSpec): KubernetesObject {
  const { ignoreDifferences = [], cascade = true, labels } = spec;
  const respect = ignoreDifferences.length > 0 ? ['RespectIgnoreDifferences=true'] : [];
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: spec.name,
      namespace: spec.argocdNamespace,
      ...(labels === undefined ? {} : { labels }),
      annotations: { 'argocd.argoproj.io/sync-wave': String(spec.wave) },
      ...(cascade ? { finalizers: [RESOURCES_FINALIZER] } : {}),
    },
    spec: {
      project: spec.project,
      source: sourceOf(spec.source),
      destination: {
        name: spec.cluster,
        ...(spec.namespace === undefined ? {} : { namespace: spec.namespace }),
      },
      syncPolicy: {
        automated: { prune: true, selfHeal: true },
        syncOptions: [...SYNC_OPTIONS, ...respect, ...(spec.syncOptions ?? [])],
        // A retry without refresh would try an old commit for ever
        retry: { limit: -1, backoff: { duration: '15s', factor: 2, maxDuration: '5m' }, refresh: true },
      },
      ...(ignoreDifferences.length === 0 ? {} : { ignoreDifferences }),
    },
  };
}

function sourceOf(source: HelmSource | GitSource): KubernetesObject {
  if (source.kind === 'helm') {
    const { repository, chart, version, releaseName, values } = source;
    // Argo CD names an OCI registry without its scheme
    const repoURL = repository.replace(/^oci:\/\//, '');
    const valuesObject = Object.keys(values).length === 0 ? {} : { valuesObject: values };
    return { repoURL, chart, targetRevision: version, helm: { releaseName, ...valuesObject } };
  }
  const { repository, revision, path, kind } = source;
  const directory = kind === 'manifests' ? { directory: { recurse: true } } : {};
  return { repoURL: repository, targetRevision: revision, path, ...directory };
}
