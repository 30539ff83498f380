import { type ApplicationSpec, application, type GitSource, type KubernetesObject } from './application.ts';

/** The Application that creates all others from a folder of the repository. */
export interface RootSpec extends Pick<ApplicationSpec, 'name' | 'argocdNamespace' | 'project'> {
  readonly source: GitSource;
}

/**
 * The root Application. Deleting it leaves the platform as it is: only its children carry the finalizer.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/cluster-bootstrapping/
 */
export function rootApplication(spec: RootSpec): KubernetesObject {
  const { name, argocdNamespace, project, source } = spec;
  return application({
    name,
    argocdNamespace,
    project,
    source,
    wave: 0,
    cluster: 'in-cluster',
    namespace: argocdNamespace,
    cascade: false,
  });
}

/** The `Kustomization` that lists the files of a folder. */
export function kustomization(resources: readonly string[]): KubernetesObject {
  return {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: resources.toSorted(),
  };
}
