import type { SettingDefinition } from './setting-definitions.ts';
import { kindOf } from './value-kinds.ts';

/** A JSON Schema, as plain data. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** A pick-one group: `components.<name>` is one of its members. */
export interface SettingGroup {
  readonly name: string;
  readonly members: readonly string[];
  readonly summary?: string;
}

/** A value may always name other settings instead. */
const TEMPLATE = '<<__';

/**
 * The JSON Schema of `kfdist.yaml` for editors: every setting by its nested and its dotted names at any depth.
 *
 * It is draft-07, the newest that the YAML language server knows whole. Further keys are allowed.
 *
 * @see https://github.com/redhat-developer/yaml-language-server
 */
export function settingsSchema(
  definitions: readonly SettingDefinition[],
  { groups = [] }: { readonly groups?: readonly SettingGroup[] } = {},
): JsonSchema {
  const root = newBranch();
  for (const definition of [...groups.map(groupDefinition), ...definitions]) graft(root, definition);
  const schemas = new Map<string, JsonSchema>();
  const { properties } = objectSchema(root, '', schemas);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Settings of kfdist',
    type: 'object',
    properties,
    definitions: Object.fromEntries([...schemas].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}

interface Branch {
  readonly children: Map<string, Branch>;
  definition?: SettingDefinition;
}

function newBranch(): Branch {
  return { children: new Map() };
}

function graft(root: Branch, definition: SettingDefinition): void {
  let branch = root;
  for (const segment of definition.key.split('.')) {
    const child = branch.children.get(segment) ?? newBranch();
    branch.children.set(segment, child);
    branch = child;
  }
  branch.definition = definition;
}

function groupDefinition({ name, members, summary }: SettingGroup): SettingDefinition {
  const about = summary ?? `One of ${members.join(', ')}`;
  return { key: `components.${name}`, kind: 'enum', summary: about, values: members };
}

/** The schema of a branch by reference; it is written out once, under its key. */
function reference(branch: Branch, key: string, schemas: Map<string, JsonSchema>): JsonSchema {
  if (!schemas.has(key)) {
    schemas.set(key, {});
    schemas.set(key, branchSchema(branch, key, schemas));
  }
  return { $ref: `#/definitions/${encodeURIComponent(key)}` };
}

function branchSchema(branch: Branch, key: string, schemas: Map<string, JsonSchema>): JsonSchema {
  const { definition, children } = branch;
  const items = children.get('*');
  const shapes = [
    ...(definition ? [leafSchema(definition)] : []),
    ...(items ? [{ type: 'array', items: reference(items, `${key}.*`, schemas) }] : []),
    ...([...children.keys()].some((name) => name !== '*') ? [objectSchema(branch, key, schemas)] : []),
  ];
  return shapes.length === 1 ? (shapes[0] ?? {}) : { anyOf: shapes };
}

function objectSchema(branch: Branch, key: string, schemas: Map<string, JsonSchema>): JsonSchema {
  const properties = descendants(branch).map(([path, child]): [string, JsonSchema] => [
    path,
    reference(child, key === '' ? path : `${key}.${path}`, schemas),
  ]);
  return { type: 'object', properties: Object.fromEntries(properties) };
}

/** Every branch below one, by its dotted path; what is inside list items has no such path. */
function descendants(branch: Branch): [string, Branch][] {
  return [...branch.children].flatMap(([segment, child]): [string, Branch][] => {
    if (segment === '*') return [];
    return [
      [segment, child],
      ...descendants(child).map(([path, far]): [string, Branch] => [`${segment}.${path}`, far]),
    ];
  });
}

function leafSchema(definition: SettingDefinition): JsonSchema {
  const { summary, example, values } = definition;
  const text = `${summary}${definition.default === undefined ? '' : `\n\nDefault: ${definition.default}`}`;
  return {
    description: text,
    ...(example === undefined || definition.sensitive ? {} : { examples: [typed(example, definition)] }),
    ...(values === undefined
      ? kindSchema(definition)
      : { anyOf: [{ enum: values.map(asYaml) }, { pattern: TEMPLATE, type: 'string' }] }),
  };
}

function kindSchema({ kind }: SettingDefinition): JsonSchema {
  const { type, pattern } = kindOf(kind);
  const text = { type: 'string', ...(pattern === undefined ? {} : { pattern: `${TEMPLATE}|${pattern}` }) };
  if (kind === 'port') return { anyOf: [{ type: 'integer', minimum: 1, maximum: 65_535 }, text] };
  if (type !== 'string') return { anyOf: [{ type }, text] };
  // bare numbers and booleans are taken as they are written
  return { ...text, type: ['string', 'number', 'boolean'] };
}

function typed(text: string, { kind }: SettingDefinition): string | number | boolean {
  return kindOf(kind).type === 'string' ? text : asYaml(text);
}

function asYaml(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^(?:0|-?[1-9]\d{0,14})(?:\.\d{1,9})?$/.test(text) ? Number(text) : text;
}
