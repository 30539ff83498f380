import { type Entry, type SettingDefinition, typeOfKind } from '@kfdist/config';
import { stringifyManifests } from '@kfdist/manifests';
import { choiceDefinitions } from './choices.ts';
import type { Distribution } from './distribution.ts';
import { definitionsOf, planPlatform } from './plan.ts';

/** The settings that nobody can know but the person who has the cluster: those without which the plan is incomplete. */
export function missingFacts(
  entries: readonly Entry[],
  distribution: Distribution,
): readonly SettingDefinition[] {
  const { diagnostics } = planPlatform({ entries, distribution });
  const asked = new Set(
    diagnostics.flatMap(({ code, args }) =>
      code === 'MISSING_SETTING' ? (args?.key ?? []) : code === 'ROLES_WAIT' ? (args?.setting ?? []) : [],
    ),
  );
  return definitionsOf(distribution).filter(({ key }) => asked.has(key));
}

/** The pick-one groups as settings: `components.<group>`. */
export function groupDefinitions(distribution: Distribution): readonly SettingDefinition[] {
  const groups = new Set(distribution.groups.map(({ name }) => `components.${name}`));
  return choiceDefinitions(distribution).filter(({ key }) => groups.has(key));
}

/** What a first settings file is made from. */
export interface StarterInput {
  /** Values by key; lists are `profiles.0.name`. */
  readonly values: ReadonlyMap<string, string>;
  readonly distribution: Distribution;
  /** Where editors find the schema. */
  readonly schema: string;
}

/**
 * A `kfdist.yaml` with the values given, in the order of their definitions, each with a line about it. What it says when it is
 * read again is what was given.
 */
export function starterFile({ values, distribution, schema }: StarterInput): string {
  const definitions = definitionsOf(distribution);
  const rank = new Map(definitions.map(({ key }, i) => [key, i]));
  const order = (key: string) => rank.get(patternOf(key)) ?? definitions.length;
  const keys = [...values.keys()].toSorted((a, b) => order(a) - order(b));
  const byKey = new Map(definitions.map((definition) => [definition.key, definition]));
  const lists = [...new Set(keys.flatMap((key) => LIST.exec(key)?.[1] ?? []))];
  const plain = keys
    .filter((key) => !LIST.test(key))
    .map((key) => {
      const definition = byKey.get(key);
      const node = stringifyManifests([{ [key]: typed(values.get(key) ?? '', definition) }]);
      return `${commentOf(definition)}${node}`;
    });
  const listed = lists.map((name) => {
    const first = byKey.get(`${name}.*.name`) ?? definitions.find(({ key }) => key.startsWith(`${name}.*.`));
    return `${commentOf(first)}${stringifyManifests([{ [name]: itemsOf(name, values, byKey) }])}`;
  });
  return [
    `# yaml-language-server: $schema=${schema}`,
    '# kfdist explain lists everything that can be set, with its default; kfdist explain KEY says more about one.',
    '',
    ...plain,
    ...listed,
  ]
    .join('\n')
    .replace(/\n*$/, '\n');
}

const LIST = /^([^.]+)\.(\d+)\./;

function patternOf(key: string): string {
  return key.replace(/\.\d+\./, '.*.');
}

function commentOf(definition: SettingDefinition | undefined): string {
  return definition === undefined || definition.summary === '' ? '' : `# ${definition.summary}\n`;
}

/** A number or a truth value where that is what the setting is; everything else is a text, quoted where YAML needs it. */
function typed(text: string, definition: SettingDefinition | undefined): string | number | boolean {
  const type = definition === undefined ? 'string' : typeOfKind(definition.kind);
  if (type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
  return type === 'integer' && /^-?(0|[1-9]\d{0,14})$/.test(text) ? Number(text) : text;
}

function itemsOf(
  name: string,
  values: ReadonlyMap<string, string>,
  definitions: ReadonlyMap<string, SettingDefinition>,
): readonly Readonly<Record<string, unknown>>[] {
  const items = new Map<string, Record<string, unknown>>();
  for (const [key, text] of values) {
    const [, list, index = ''] = LIST.exec(key) ?? [];
    if (list !== name) continue;
    const item = items.get(index) ?? {};
    item[key.slice(`${name}.${index}.`.length)] = typed(text, definitions.get(patternOf(key)));
    items.set(index, item);
  }
  return [...items].toSorted(([a], [b]) => Number(a) - Number(b)).map(([, item]) => item);
}
