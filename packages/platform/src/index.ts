export { type ApplicationNode, applicationGraph } from './application-graph.ts';
export {
  type ApplicationState,
  type FirstLook,
  type PlatformStatus,
  type Progress,
  platformStatus,
} from './application-status.ts';
export type { PlannedComponent } from './applications.ts';
export { type BootstrapInput, bootstrapSteps } from './bootstrap-steps.ts';
export { buildUnits, type PlatformUnit } from './build-units.ts';
export { type BuiltDiff, builtDiff, type DeliveredObjects, type ObjectChange } from './built-diff.ts';
export {
  type ChangeOptions,
  type ChangeSet,
  type ExistingTree,
  type FileChange,
  isPending,
  sameFile,
  toChanges,
} from './changes.ts';
export { type Check, type CheckOutcome, type CheckResult, runChecks } from './checks/check.ts';
export { withoutUser } from './checks/git-checks.ts';
export { PLATFORM_CHECKS } from './checks/platform-checks.ts';
export type { PlatformCheck, PlatformWorld } from './checks/world.ts';
export { PLATFORM_DIAGNOSTICS } from './codes.ts';
export { CATEGORIES, type Component, type ComponentDeclaration, componentSchema } from './component.ts';
export { credentialPath, isCredentialFile, LOCK_PATH } from './credential-files.ts';
export { type DeselectionInput, deselections } from './deselection.ts';
export {
  type Distribution,
  type GroupDeclaration,
  type LoadedDistribution,
  loadDistribution,
  settingsFileSchema,
  sourceOf,
} from './distribution.ts';
export { formatGraph, GRAPH_FORMS, type GraphForm } from './graph-text.ts';
export { type BuiltUnit, hydrate } from './hydrate.ts';
export { clusterArn, type DeliveryInputs } from './inputs.ts';
export { isOtherCluster } from './kube-cluster.ts';
export { type LiveApplication, parseApplications } from './live-application.ts';
export type { AwsLookups } from './lookups.ts';
export { type MapChange, type MapFieldChange, type MapPart, mapChanges } from './map/map-changes.ts';
export { mapOf } from './map/map-of.ts';
export { mapPage } from './map/map-page.ts';
export { parseMap } from './map/parse-map.ts';
export type {
  MapCluster,
  MapComponent,
  MapHost,
  MapImage,
  MapPin,
  MapPolicy,
  MapRole,
  MapSecret,
  MapSecretKey,
  PlatformMap,
} from './map/platform-map.ts';
export { type Fate, type MigratedKey, type Migration, migrateSettings } from './migration.ts';
export { isImageMirror, mirroredImage, mirrorImages } from './mirror-images.ts';
export { nestedMirrors } from './mirror-references.ts';
export { definitionsOf, type PlatformInput, type PlatformPlan, planPlatform, planSources } from './plan.ts';
export { type Digest, fingerprint, RECORD_PATH, type RecordOptions, type WriteRecord } from './record.ts';
export { redactSettings } from './redact-settings.ts';
export { type RenderedTree, renderTree, treeSources } from './render-tree.ts';
export { markRestarts, type RestartMarks } from './restarts.ts';
export type { RoleUse } from './role-uses.ts';
export type { PlannedRoles, WaitingRole } from './roles.ts';
export type { PlannedCredentials } from './secrets.ts';
export { sensitiveFiles } from './sensitive-files.ts';
export { groupDefinitions, missingFacts, type StarterInput, starterFile } from './starter.ts';
export { formatCommand, type Step, type StepCommand } from './step.ts';
export {
  DISTRIBUTION_FORMATS,
  formatProblem,
  kubernetesProblem,
  type Support,
} from './support.ts';
export { byPath, staysInside, type TreeFile, textFile, textOf } from './tree-file.ts';
export { unifiedDiff } from './unified-diff.ts';
export { type Remainder, type UninstallInput, type UninstallPlan, uninstallPlan } from './uninstall-steps.ts';
export { type BuiltObjects, verifyInput } from './verify-input.ts';
export { type Locate, parseYaml, type YamlDocument } from './yaml-document.ts';
