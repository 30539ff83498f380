import type { SettingsReader } from './settings-reader.ts';

/** What the Applications need to know about the cluster and its repository. */
export interface ApplicationInputs {
  readonly repository: string;
  readonly revision: string;
  /** The folder of the platform below the Git root, without a trailing slash. */
  readonly root: string;
  readonly namePrefix: string;
  /** The cluster's name in Argo CD. */
  readonly cluster: string;
  readonly argocdNamespace: string;
}

/** The one mapping from settings to the inputs of the packages below. */
export function applicationInputs(reader: SettingsReader): ApplicationInputs {
  const read = (key: string, otherwise = ''): string => {
    reader.note(key, 'Argo CD', undefined);
    return reader.settings.values.get(key)?.text ?? otherwise;
  };
  return {
    repository: read('git_repo.url'),
    revision: read('git_repo.target_revision'),
    root: read('git_repo.path').replace(/\/+$/, ''),
    namePrefix: read('argocd.name_prefix'),
    cluster: read('argocd.cluster', 'in-cluster'),
    argocdNamespace: read('argocd.namespace', 'argocd'),
  };
}
