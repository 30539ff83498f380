import { select, syncWaves } from '@kfdist/argocd';
import {
  type Entry,
  isSensitiveKey,
  redactedSource,
  resolveSettings,
  type SettingDefinition,
  type Settings,
  settingsTree,
  unusedSettings,
} from '@kfdist/config';
import type { Diagnostic, Source } from '@kfdist/diagnostics';
import { applicationFiles, type PlannedComponent } from './applications.ts';
import { choiceDefinitions, choicesOf, withSelection } from './choices.ts';
import { report } from './codes.ts';
import type { Component } from './component.ts';
import { type Distribution, sourceOf } from './distribution.ts';
import { applicationInputs } from './inputs.ts';
import { type RenderedComponent, renderComponent } from './render-component.ts';
import { fillStrings, missingSettings, type SettingsReader, settingsReader } from './settings-reader.ts';
import { byPath, type TreeFile } from './tree-file.ts';

/** The platform of one cluster: what to write, in which order Argo CD creates it, and what is wrong. No secret values. */
export interface PlatformPlan {
  /** The folder of the platform below the Git root. */
  readonly root: string;
  /** Files by their path below `root`, in order. */
  readonly files: readonly TreeFile[];
  /** The selected components by wave, then name. */
  readonly components: readonly PlannedComponent[];
  readonly settings: Settings;
  readonly definitions: readonly SettingDefinition[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The settings of a cluster and the distribution that they are for. */
export interface PlatformInput {
  /** The entries of all settings files and options; later ones win. */
  readonly entries: readonly Entry[];
  readonly distribution: Distribution;
}

/** Every declared setting: of the distribution, of its components, and the selection itself. */
export function definitionsOf(distribution: Distribution): readonly SettingDefinition[] {
  return [
    ...distribution.definitions,
    ...distribution.components.flatMap(({ settings }) => settings),
    ...choiceDefinitions(distribution),
  ];
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
export function planPlatform({ entries, distribution }: PlatformInput): PlatformPlan {
  const definitions = definitionsOf(distribution);
  const resolved = resolveSettings(entries, { definitions, compatibility: distribution.compatibility });
  const selection = select(distribution, choicesOf(resolved.settings));
  const settings = withSelection(resolved.settings, selection.chosen);
  const reader = settingsReader(settings);
  const order = orderOf(selection.selected);
  const planned = selection.selected
    .map((component) => planComponent(component, { reader, waves: order.waves }))
    .toSorted(
      (a, b) => a.component.wave - b.component.wave || (a.component.name < b.component.name ? -1 : 1),
    );
  const data = templateData(
    planned.map(({ component }) => component),
    settings,
  );
  const rendered = selection.selected.map((component) => ({
    name: component.name,
    ...renderComponent(component, { distribution, reader, data }),
  }));
  const components = withValues(
    planned.map(({ component }) => component),
    rendered,
  );
  const inputs = applicationInputs(reader);
  const files = [...applicationFiles(components, inputs), ...rendered.flatMap(underComponents)].toSorted(
    byPath,
  );
  return {
    root: inputs.root,
    files,
    components,
    settings,
    definitions,
    diagnostics: [
      ...resolved.diagnostics,
      ...selection.diagnostics,
      ...order.diagnostics,
      ...planned.flatMap(({ diagnostics }) => diagnostics),
      ...rendered.flatMap(({ diagnostics }) => diagnostics),
      ...outsideRoot(inputs.root),
      ...missingSettings(reader, lastEntry(entries)),
      ...unusedSettings(
        settings,
        new Set([...reader.uses.keys(), ...keysInTemplates(distribution, settings)]),
      ),
    ],
  };
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

function lastEntry(entries: readonly Entry[]) {
  return entries.findLast(({ origin }) => origin === 'file')?.span;
}

function orderOf(selected: readonly Component[]) {
  const members = (name: string) =>
    selected.filter(({ provides }) => provides === name).map((member) => member.name);
  return syncWaves(
    selected.map(({ name, needs, after }) => ({
      name,
      after: [...needs, ...after].flatMap((other) => [other, ...members(other)]),
    })),
  );
}

interface Ordering {
  readonly reader: SettingsReader;
  readonly waves: ReadonlyMap<string, number>;
}

function planComponent(component: Component, { reader, waves }: Ordering) {
  const { settings: _, file: _file, span: _span, locate, ...declared } = component;
  const { value, diagnostics } = fillStrings(declared, { name: component.name, path: [], locate }, reader);
  const prefix = reader.settings.values.get('argocd.name_prefix')?.text ?? '';
  const planned: PlannedComponent = {
    ...value,
    wave: waves.get(component.name) ?? 0,
    application: `${prefix}${component.name}`,
    values: {},
  };
  return { component: planned, diagnostics };
}

function withValues(
  components: readonly PlannedComponent[],
  rendered: readonly (RenderedComponent & { readonly name: string })[],
): readonly PlannedComponent[] {
  const values = new Map(rendered.map((one) => [one.name, one.values]));
  return components.map((component) => ({ ...component, values: values.get(component.name) ?? {} }));
}

/** What `.hbs` files see: the settings, the selected components by wave, and the namespaces they live in. */
function templateData(components: readonly PlannedComponent[], settings: Settings) {
  const namespaces = new Map<string, Record<string, string>>();
  for (const { namespace } of components)
    if (namespace) namespaces.set(namespace.name, { ...namespaces.get(namespace.name), ...namespace.labels });
  return {
    settings: settingsTree(settings),
    selected: components,
    namespaces: [...namespaces]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, labels]) => ({ name, labels })),
  };
}

function underComponents({
  name,
  files,
}: {
  readonly name: string;
  readonly files: readonly TreeFile[];
}): TreeFile[] {
  return files.map((file) => ({ ...file, path: `components/${name}/${file.path}` }));
}

function outsideRoot(root: string): Diagnostic[] {
  const inside = root === '' || (!root.startsWith('/') && !root.split('/').includes('..'));
  return inside ? [] : [report('PATH_OUTSIDE', { args: { path: root } })];
}

/** Keys that templates with expressions may read: those whose name they mention. */
function keysInTemplates({ files }: Distribution, settings: Settings): readonly string[] {
  const templates = [...files.values()]
    .filter(({ path }) => path.endsWith('.hbs'))
    .map((file) => sourceOf(file).text);
  const all = templates.join('\n');
  const mentioned = new Set(
    [...all.matchAll(/settings\.([\w-]+)|setting "([^"]+)"/g)].map(([, path, key]) => path ?? key),
  );
  return [...settings.values.keys()].filter((key) => mentioned.has(key) || mentioned.has(key.split('.')[0]));
}

/** Whether a value of this setting must not be shown. */
export function isSecretSetting(key: string, definitions: readonly SettingDefinition[]): boolean {
  return isSensitiveKey(
    key,
    definitions.find((definition) => definition.key === key),
  );
}
