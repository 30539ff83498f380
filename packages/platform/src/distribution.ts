import type { Group } from '@kfdist/argocd';
import {
  type Compatibility,
  parseCompatibility,
  parseDefinitions,
  type SettingDefinition,
} from '@kfdist/config';
import type { Diagnostic, Source } from '@kfdist/diagnostics';
import * as v from 'valibot';
import { report } from './codes.ts';
import { type Component, parseComponent, shapeProblem } from './component.ts';
import { formatProblem, type Support, supportSchema } from './support.ts';
import { type TreeFile, textOf } from './tree-file.ts';
import { type Locate, parseYaml } from './yaml-document.ts';

/** A pick-one group as `settings.yaml` declares it. */
export interface GroupDeclaration extends Group {
  readonly summary: string;
  /** The choice when nobody says otherwise. */
  readonly default: string;
  /** Another default, wherever the named setting has a value. */
  readonly defaultWhenSet: Readonly<Record<string, string>>;
}

/** The components and settings that a platform is made from, in memory. */
export interface Distribution {
  readonly components: readonly Component[];
  readonly groups: readonly GroupDeclaration[];
  readonly definitions: readonly SettingDefinition[];
  readonly compatibility: Compatibility;
  /** Components that every `<component>-secrets` Application comes after. */
  readonly secretsAfter: readonly string[];
  /** What the distribution is made for, if it says so. */
  readonly supports: Support | undefined;
  /** Every file, by its path below the distribution. */
  readonly files: ReadonlyMap<string, TreeFile>;
}

/** A distribution, what is wrong with it, and the texts that its diagnostics point into. */
export interface LoadedDistribution {
  readonly distribution: Distribution;
  /** Whether `settings.yaml` could be read; without it nothing can be said about anybody's settings. */
  readonly isComplete: boolean;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: readonly Source[];
}

const groupSchema = v.strictObject({
  summary: v.string(),
  default: v.string(),
  defaultWhenSet: v.optional(v.record(v.string(), v.string()), {}),
  none: v.optional(v.boolean(), false),
  choices: v.optional(v.record(v.string(), v.array(v.string()))),
});

/** The shape of `settings.yaml`. */
export const settingsFileSchema = v.strictObject({
  format: v.optional(v.number(), 1),
  supports: v.optional(supportSchema),
  settings: v.array(v.looseObject({})),
  groups: v.optional(v.record(v.string(), groupSchema), {}),
  secretsAfter: v.optional(v.array(v.string()), []),
  compatibility: v.optional(v.looseObject({}), {}),
});

/** Reads `settings.yaml` and every `<component>/component.yaml` of a set of files. */
export function loadDistribution(files: Iterable<TreeFile>): LoadedDistribution {
  const byPath = new Map([...files].map((file) => [file.path, file]));
  const declarations = [...byPath.values()].filter(({ path }) => /^[^/]+\/component\.yaml$/.test(path));
  const parsed = declarations.map((file) => ({ file, ...parseComponent(sourceOf(file)) }));
  const components = parsed
    .flatMap(({ component }) => component ?? [])
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const settings = loadSettings(byPath.get('settings.yaml'), components);
  const misplaced = parsed
    .filter(
      ({ component, file }) => component !== undefined && file.path !== `${component.name}/component.yaml`,
    )
    .map(({ component }) =>
      report('DUPLICATE_COMPONENT', { args: { name: component?.name ?? '' }, span: component?.span }),
    );
  return {
    distribution: { ...settings.value, components, files: byPath },
    isComplete: settings.isComplete,
    diagnostics: [
      ...settings.diagnostics,
      ...parsed.flatMap(({ diagnostics }) => diagnostics),
      ...misplaced,
      ...(settings.isComplete ? strayMembers(components, settings.value.groups) : []),
    ],
    sources: [byPath.get('settings.yaml'), ...declarations].flatMap((file) => (file ? [sourceOf(file)] : [])),
  };
}

/** A file as a source of diagnostics, under the path that people know. */
export function sourceOf(file: TreeFile): Source {
  return { path: file.origin ?? file.path, text: textOf(file) ?? '' };
}

type SettingsFile = Pick<
  Distribution,
  'groups' | 'definitions' | 'compatibility' | 'secretsAfter' | 'supports'
>;

function loadSettings(
  file: TreeFile | undefined,
  components: readonly Component[],
): { value: SettingsFile; isComplete: boolean; diagnostics: readonly Diagnostic[] } {
  const { value, locate, diagnostics } = parseYaml(
    file ? sourceOf(file) : { path: 'settings.yaml', text: 'settings: []' },
  );
  const foreign = formatProblem(value, locate);
  const parsed = v.safeParse(settingsFileSchema, foreign === undefined ? value : {});
  const output = parsed.success
    ? parsed.output
    : { settings: [], groups: {}, compatibility: {}, secretsAfter: [], supports: undefined };
  const definitions = parseDefinitions(output.settings, under(locate, 'settings'));
  const compatibility = parseCompatibility(output.compatibility, under(locate, 'compatibility'));
  const shape =
    foreign !== undefined
      ? [foreign]
      : parsed.success || value === undefined
        ? []
        : parsed.issues.map((issue) => shapeProblem(issue, locate));
  return {
    value: {
      definitions: definitions.definitions,
      compatibility: compatibility.compatibility,
      secretsAfter: output.secretsAfter,
      supports: output.supports,
      groups: Object.entries(output.groups).map(([name, group]) => declareGroup(name, group, components)),
    },
    isComplete: parsed.success,
    diagnostics: [...diagnostics, ...shape, ...definitions.diagnostics, ...compatibility.diagnostics],
  };
}

function under(locate: Locate, key: string): Locate {
  return (path) => locate([key, ...path]);
}

function declareGroup(
  name: string,
  { none, choices, ...group }: v.InferOutput<typeof groupSchema>,
  components: readonly Component[],
): GroupDeclaration {
  const members = components.filter(({ provides }) => provides === name);
  const single = Object.fromEntries(members.map((member) => [member.name, [member.name]]));
  return { name, ...group, choices: { ...(choices ?? single), ...(none ? { none: [] } : {}) } };
}

function strayMembers(components: readonly Component[], groups: readonly GroupDeclaration[]): Diagnostic[] {
  const known = new Set(groups.map(({ name }) => name));
  return components.flatMap(({ name, provides, locate }) =>
    provides === undefined || known.has(provides)
      ? []
      : [report('EMPTY_GROUP', { args: { component: name, group: provides }, span: locate(['provides']) })],
  );
}
