import { type ApplicationSpec, select } from '@kfdist/argocd';
import {
  type Entry,
  redactedSource,
  resolveSettings,
  type SettingDefinition,
  type Settings,
  sensitiveInFile,
  unusedSettings,
} from '@kfdist/config';
import type { Diagnostic, Source, Span } from '@kfdist/diagnostics';
import { type PlannedComponent, planApplications } from './applications.ts';
import { choiceDefinitions, choicesOf, withSelection } from './choices.ts';
import { clusterProblems } from './cluster-problems.ts';
import { withoutConsequences } from './consequences.ts';
import { type Distribution, sourceOf } from './distribution.ts';
import {
  applicationInputs,
  type DeliveryInputs,
  deliveryInputs,
  ROLE_IDENTITY,
  ROLE_TAGS,
  SECRETS_BACKEND,
} from './inputs.ts';
import { mirrorReferences } from './mirror-references.ts';
import { withPartitionOfRegion } from './partition-settings.ts';
import { planComponents } from './planned-components.ts';
import { roleFiles } from './role-files.ts';
import { roleDefinitions, withRoleNamesCut } from './role-settings.ts';
import { type PlannedRoles, planPlatformRoles } from './roles.ts';
import { secretReaders } from './secret-readers.ts';
import { type PlannedCredentials, planSecrets } from './secrets.ts';
import { missingSettings, type SettingsReader, settingsReader } from './settings-reader.ts';
import { keysInTemplates } from './template-keys.ts';
import { byPath, type TreeFile } from './tree-file.ts';

/** The platform of one cluster: what to write, in which order Argo CD creates it, and what is wrong. No secret values. */
export interface PlatformPlan {
  /** The folder of the platform below the Git root. */
  readonly root: string;
  /** Files by their path below `root`, in order. */
  readonly files: readonly TreeFile[];
  /** What each Application delivers, from its pinned source. */
  readonly applications: readonly ApplicationSpec[];
  /** How it is built and what the Applications point to. */
  readonly delivery: DeliveryInputs;
  /** The selected components by wave, then name. */
  readonly components: readonly PlannedComponent[];
  /** What `@kfdist/credentials` generates: declarations, no values. */
  readonly credentials: PlannedCredentials;
  /** The IAM roles that the ServiceAccounts of the components assume, as `@kfdist/iam` plans, exports and applies them. */
  readonly roles: PlannedRoles;
  readonly settings: Settings;
  readonly definitions: readonly SettingDefinition[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The settings of a cluster and the distribution that they are for. */
export interface PlatformInput {
  /** The entries of all settings files and options; later ones win. */
  readonly entries: readonly Entry[];
  readonly distribution: Distribution;
  /** Where a missing setting is to be added: the end of the settings file. */
  readonly end?: Span | undefined;
}

/** Every declared setting: of the distribution, of its components, and the selection itself. */
export function definitionsOf(distribution: Distribution): readonly SettingDefinition[] {
  return [
    ...distribution.definitions,
    ...distribution.components.flatMap(({ settings }) => settings),
    ...choiceDefinitions(distribution),
    ...roleDefinitions(distribution),
  ];
}

/** Resolves the settings; some defaults follow from the values of others in ways that no template says. */
function resolve(
  { entries, distribution: { compatibility } }: PlatformInput,
  definitions: readonly SettingDefinition[],
): ReturnType<typeof resolveSettings> {
  let known = definitions;
  let resolved = resolveSettings(entries, { definitions, compatibility });
  for (const adjusted of [withPartitionOfRegion, withRoleNamesCut]) {
    const better = adjusted(known, resolved.settings);
    if (better !== known) resolved = resolveSettings(entries, { definitions: better, compatibility });
    known = better;
  }
  return resolved;
}

/**
 * Plans the platform: resolves the settings, selects the components, renders their files and orders their Applications.
 *
 * @example
 * const { entries } = parseSettingsFile({ path: 'kfdist.yaml', text });
 * const plan = planPlatform({ entries, distribution });
 * plan.files.map(({ path }) => path);
 * //=> ['applications/argocd.yaml', ..., 'kubeflow.yaml']
 */
export function planPlatform({ entries, distribution, end }: PlatformInput): PlatformPlan {
  const definitions = definitionsOf(distribution);
  const resolved = resolve({ entries, distribution }, definitions);
  const selection = select(distribution, choicesOf(resolved.settings));
  const settings = withSelection(resolved.settings, selection.chosen);
  const reader = settingsReader(settings);
  const planned = planComponents(selection.selected, distribution, reader);
  const components = planned.components.map(({ component }) => component);
  const inputs = applicationInputs(reader);
  const delivery = deliveryInputs(reader);
  const secrets = planSecrets(planned.components, {
    settings,
    waves: planned.waves,
    namePrefix: inputs.namePrefix,
  });
  const roles = planPlatformRoles({
    components: planned.components,
    distribution,
    reader,
    credentials: secrets.credentials,
    readers: secretReaders(components, settings),
  });
  const absentNamespaces = namespacesWithout(components, distribution);
  const delivered = { components, secrets: secrets.applications, absentNamespaces };
  const applications = planApplications(delivered, inputs, delivery);
  const references = mirrorReferences(planned.files, delivery);
  const diagnostics = withoutConsequences({
    entries,
    settings: resolved.diagnostics,
    selection: selection.diagnostics,
    components: planned.diagnostics,
    cluster: clusterProblems({
      inputs,
      components: planned.components,
      settings,
      supports: distribution.supports,
    }),
    missing: missingSettings(reader, end),
    secrets: secrets.diagnostics,
    roles,
  });
  return {
    root: inputs.root,
    files: [...applications.files, ...references.files, ...secrets.files, ...roleFiles(roles)].toSorted(
      byPath,
    ),
    applications: applications.specs,
    delivery,
    components,
    credentials: secrets.credentials,
    roles,
    settings,
    definitions,
    diagnostics: [
      ...diagnostics,
      ...references.diagnostics,
      ...unusedSettings(settings, usedKeys(reader, distribution)),
      ...sensitiveInFile(settings),
    ],
  };
}

/** What placeholders, templates and the plan itself read. */
function usedKeys({ uses, settings }: SettingsReader, distribution: Distribution): ReadonlySet<string> {
  const own = [ROLE_TAGS, ROLE_IDENTITY, SECRETS_BACKEND];
  return new Set([...uses.keys(), ...keysInTemplates(distribution, settings), ...own]);
}

/** The namespaces of the components of a distribution without those of the selected ones. */
function namespacesWithout(
  selected: readonly PlannedComponent[],
  { components }: Distribution,
): ReadonlySet<string> {
  const own = new Set(selected.flatMap(({ namespace }) => namespace?.name ?? []));
  const all = components.flatMap(({ namespace }) => namespace?.name ?? []);
  return new Set(all.filter((name) => !own.has(name)));
}

/** The texts that the diagnostics of a plan point into, with sensitive values marked. */
export function planSources(
  { entries, distribution }: PlatformInput,
  files: readonly Source[],
): readonly Source[] {
  const definitions = definitionsOf(distribution);
  const ofDistribution = [...distribution.files.values()]
    .filter(({ symlink }) => symlink === undefined)
    .map(sourceOf);
  return [...ofDistribution, ...files.map((file) => redactedSource(file, entries, definitions))];
}
