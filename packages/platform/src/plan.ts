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
import { type Diagnostic, hasErrors, type Source, type Span } from '@kfdist/diagnostics';
import { type PlannedComponent, planApplications } from './applications.ts';
import { choiceDefinitions, choicesOf, withSelection } from './choices.ts';
import { report } from './codes.ts';
import { type Distribution, sourceOf } from './distribution.ts';
import {
  type ApplicationInputs,
  applicationInputs,
  type DeliveryInputs,
  deliveryInputs,
  IN_CLUSTER,
  ROLE_IDENTITY,
  ROLE_TAGS,
} from './inputs.ts';
import { itemNamespaces } from './item-namespaces.ts';
import { mirrorReferences } from './mirror-references.ts';
import { withPartitionOfRegion } from './partition-settings.ts';
import { planComponents } from './planned-components.ts';
import { roleFiles } from './role-files.ts';
import { roleDefinitions, withRoleNamesCut } from './role-settings.ts';
import { type PlannedRoles, planPlatformRoles, waitingRoles } from './roles.ts';
import { secretReaders } from './secret-readers.ts';
import { type PlannedCredentials, planSecrets } from './secrets.ts';
import { missingSettings, settingsReader } from './settings-reader.ts';
import { kubernetesProblem } from './support.ts';
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

type Resolved = ReturnType<typeof resolveSettings>;

/** Resolves the settings; some defaults follow from the values of others in ways that no template says. */
function resolve(
  { entries, distribution: { compatibility } }: PlatformInput,
  definitions: readonly SettingDefinition[],
): Resolved {
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
  const used = new Set([
    ...reader.uses.keys(),
    ...keysInTemplates(distribution, settings),
    ROLE_TAGS,
    ROLE_IDENTITY,
  ]);
  const lists = keysGivenAsLists(resolved);
  const missing = missingSettings(reader, end).filter(({ args }) => !lists.has(args?.key ?? ''));
  const isMissing = (key: string | undefined) => missing.some(({ args }) => args?.key === key);
  const faulty = entries.filter(({ reported }) => reported);
  const isSound =
    missing.length + faulty.length === 0 && !hasErrors([...resolved.diagnostics, ...selection.diagnostics]);
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
      ...resolved.diagnostics.filter(({ code, args }) => code !== 'MISSING_SETTING' || !isMissing(args?.key)),
      ...selection.diagnostics.filter(({ span }) => !isReported(span, resolved.diagnostics)),
      ...planned.diagnostics.filter((found) => !followsFromChoice(found, selection.diagnostics)),
      ...references.diagnostics,
      ...(isSound ? outsideRoot(inputs.root) : []),
      ...itemNamespaces(components, settings),
      ...unsupportedVersion(distribution, settings),
      ...withoutPrefix(inputs, settings),
      ...missing,
      // Secrets made from missing or wrong settings are wrong for that reason alone
      ...(isSound ? secrets.diagnostics : []),
      ...roles.diagnostics.filter((found) => !isExplained(found, wrongPlaces(resolved, faulty))),
      ...waitingRoles(roles, new Set([...lists, ...missing.flatMap(({ args }) => args?.key ?? [])])),
      ...unusedSettings(settings, used),
      ...sensitiveInFile(settings),
    ],
  };
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

/** A choice that is no member is reported once, as a value of the wrong kind. */
function isReported(span: Span | undefined, diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(
    ({ code, span: other }) => code === 'BAD_VALUE' && span !== undefined && isSame(span, other),
  );
}

/** Where a group has no valid choice, names and paths that are made from the choice lead nowhere. */
function followsFromChoice({ code }: Diagnostic, selection: readonly Diagnostic[]): boolean {
  return (
    ['UNKNOWN_SETTING_IN_COMPONENT', 'MISSING_FILE'].includes(code) &&
    selection.some((found) => found.code.endsWith('_CHOICE'))
  );
}

/** Keys that want one value and have a list, or the other way round, are not missing: that is reported. */
function keysGivenAsLists({ diagnostics }: Resolved): ReadonlySet<string> {
  return new Set(diagnostics.flatMap(({ code, args }) => (code === 'BAD_LIST' ? (args?.key ?? []) : [])));
}

/** Where values are of the wrong kind, or have been found faulty when they were read. */
function wrongPlaces({ diagnostics }: Resolved, faulty: readonly Entry[]): readonly (Span | undefined)[] {
  return [
    ...diagnostics.filter(({ code }) => code === 'BAD_VALUE').map(({ span }) => span),
    ...faulty.map(({ span, valueSpan }) => ({ ...span, end: valueSpan.end })),
  ];
}

/** A wrong value is no news, nor is what is made from it. */
function isExplained({ code, span }: Diagnostic, wrong: readonly (Span | undefined)[]): boolean {
  if (code !== 'BAD_INPUT') return false;
  return wrong.some((other) => span === undefined || (other !== undefined && overlaps(span, other)));
}

function overlaps(a: Span, b: Span): boolean {
  return a.path === b.path && a.start <= b.end && b.start <= a.end;
}

function isSame(a: Span, b: Span | undefined): boolean {
  return a.path === b?.path && a.start === b.start;
}

function withoutPrefix({ cluster, namePrefix }: ApplicationInputs, { values }: Settings): Diagnostic[] {
  if (cluster === IN_CLUSTER || namePrefix !== '') return [];
  const span = values.get('argocd.cluster')?.span;
  return [report('PREFIX_MISSING', { args: { cluster, prefix: `${cluster}-` }, span })];
}

function outsideRoot(root: string): Diagnostic[] {
  const inside = root === '' || (!root.startsWith('/') && !root.split('/').includes('..'));
  return inside ? [] : [report('PATH_OUTSIDE', { args: { path: root } })];
}

function unsupportedVersion({ supports }: Distribution, { values }: Settings): Diagnostic[] {
  const { text = '', valueSpan } = values.get('kubernetes_version') ?? {};
  const problem = kubernetesProblem(supports, text);
  return problem === undefined
    ? []
    : [{ ...problem, severity: 'warning', ...(valueSpan && { span: valueSpan }) }];
}
