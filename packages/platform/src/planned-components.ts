import { syncWaves } from '@kfdist/argocd';
import { type Settings, settingsTree } from '@kfdist/config';
import type { Diagnostic } from '@kfdist/diagnostics';
import { waveNodes } from './application-graph.ts';
import type { PlannedComponent } from './applications.ts';
import { report } from './codes.ts';
import type { Component } from './component.ts';
import type { Distribution } from './distribution.ts';
import { renderComponent } from './render-component.ts';
import { secretReaders } from './secret-readers.ts';
import { fillStrings, type SettingsReader } from './settings-reader.ts';
import type { TreeFile } from './tree-file.ts';
import type { Locate } from './yaml-document.ts';

/** The selected components, filled in, ordered and rendered. */
export interface PlannedComponents {
  /** By wave, then name, each with the places of its declaration. */
  readonly components: readonly { readonly component: PlannedComponent; readonly locate: Locate }[];
  /** Their files, below `components/`. */
  readonly files: readonly TreeFile[];
  readonly waves: ReadonlyMap<string, number>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Fills in, orders and renders the selected components. */
export function planComponents(
  selected: readonly Component[],
  distribution: Distribution,
  reader: SettingsReader,
): PlannedComponents {
  const unordered = selected.map((component) => fill(component, reader));
  const nodes = waveNodes(
    unordered.map(({ component }) => component),
    distribution.secretsAfter,
  );
  const { waves, diagnostics } = syncWaves(nodes);
  const filled = unordered.map((one) => inWave(one, waves)).toSorted(byWave);
  const data = templateData(
    filled.map(({ component }) => component),
    reader.settings,
  );
  const byName = new Map(selected.map((component) => [component.name, component]));
  const rendered = filled.map(({ component, locate }) => {
    const declared = byName.get(component.name);
    if (declared === undefined) throw new Error(`${component.name} was planned but not selected`);
    const { files, values, diagnostics: wrong } = renderComponent(declared, { distribution, reader, data });
    const hasObjects = 'helm' in component.source || files.length > 0;
    return {
      component: { ...component, values, hasObjects },
      locate,
      files: files.map(under(component.name)),
      wrong: [...wrong, ...withoutKustomization(component, declared, files)],
    };
  });
  return {
    components: rendered,
    files: rendered.flatMap(({ files }) => files),
    waves,
    diagnostics: [
      ...diagnostics,
      ...filled.flatMap((one) => one.diagnostics),
      ...rendered.flatMap(({ wrong }) => wrong),
    ],
  };
}

interface FilledComponent {
  readonly component: PlannedComponent;
  readonly locate: Locate;
  readonly diagnostics: readonly Diagnostic[];
}

function fill(component: Component, reader: SettingsReader): FilledComponent {
  const { settings: _, file: _file, span: _span, locate, ...declared } = component;
  const { value, diagnostics } = fillStrings(declared, { name: component.name, path: [], locate }, reader);
  const prefix = reader.settings.values.get('argocd.name_prefix')?.text ?? '';
  const planned = {
    ...value,
    wave: 0,
    application: `${prefix}${component.name}`,
    values: {},
    hasObjects: true,
  };
  return { component: planned, locate, diagnostics };
}

function inWave(filled: FilledComponent, waves: ReadonlyMap<string, number>): FilledComponent {
  const { component } = filled;
  return { ...filled, component: { ...component, wave: waves.get(component.name) ?? 0 } };
}

/** What kustomize takes as one. @see https://kubectl.docs.kubernetes.io/references/kustomize/glossary/#kustomization */
const KUSTOMIZATIONS = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** A diagnostic where the folder that the source of a component names has no kustomization. */
function withoutKustomization(
  { source }: PlannedComponent,
  { name, locate }: Component,
  files: readonly TreeFile[],
): readonly Diagnostic[] {
  if (!('kustomize' in source)) return [];
  const folder = source.kustomize.path.split('/').filter((part) => part !== '' && part !== '.');
  const paths = KUSTOMIZATIONS.map((file) => [...folder, file].join('/'));
  if (files.some(({ path }) => paths.includes(path))) return [];
  const span = locate(['source', 'kustomize']);
  return [report('MISSING_FILE', { args: { component: name, file: paths[0] ?? '' }, span })];
}

function byWave(a: FilledComponent, b: FilledComponent): number {
  return a.component.wave - b.component.wave || (a.component.name < b.component.name ? -1 : 1);
}

/** What `.hbs` files see: the settings, the selected components by wave, their namespaces and hosts, and who reads secrets. */
function templateData(components: readonly PlannedComponent[], settings: Settings) {
  const namespaces = new Map<string, Readonly<Record<string, string>>>();
  for (const { namespace } of components)
    if (namespace) namespaces.set(namespace.name, { ...namespaces.get(namespace.name), ...namespace.labels });
  return {
    settings: settingsTree(settings),
    selected: components,
    namespaces: [...namespaces]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, labels]) => ({ name, labels })),
    hosts: [...new Set(components.flatMap(({ hosts }) => hosts))].toSorted(),
    secretReaders: secretReaders(components, settings),
  };
}

function under(component: string): (file: TreeFile) => TreeFile {
  return (file) => ({ ...file, path: `components/${component}/${file.path}` });
}
