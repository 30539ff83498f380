export { kustomization, type RootSpec, rootApplication } from './app-of-apps.ts';
export {
  type ApplicationSpec,
  application,
  type GitSource,
  type HelmSource,
  type IgnoredDifference,
  type KubernetesObject,
} from './application.ts';
export { ARGOCD_DIAGNOSTICS } from './codes.ts';
export { type GroupKind, type ProjectSpec, project } from './project.ts';
export { type Catalog, type Choice, type Group, type Selectable, type Selection, select } from './select.ts';
export { syncWaves, type WaveNode } from './sync-waves.ts';
