/**
 * Writes the table of Kubernetes' own kinds and their fields that `@kfdist/verify` checks objects against.
 *
 *   mkdir /tmp/client && cd /tmp/client && npm install --ignore-scripts @kubernetes/client-node
 *   node tools/kubernetes-kinds.mjs /tmp/client/node_modules/@kubernetes/client-node
 *
 * The table has every kind that can be created, without alpha versions and without status.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TARGET = join(import.meta.dirname, '../packages/verify/src/data/kubernetes.ts');

/** The client calls a quantity a string; the API takes numbers too. */
const QUANTITIES =
  /^(limits|requests|hard|capacity|allocatable|default|defaultRequest|max|min|maxLimitRequestRatio|overhead|podFixed|sizeLimit|divisor|averageValue)$/;

/** What custom kinds are described by is checked by Kubernetes itself, and is most of what there is. */
const CODES = {
  V1JSONSchemaProps: '*',
  string: 's',
  boolean: 'b',
  Date: 's',
  V1MicroTime: 's',
  any: '*',
  object: '*',
  IntOrString: 'x',
};

/** `Array<V1Container>` as `[V1Container]`, `{ [key: string]: string; }` as `{s}`. */
export function packType({ owner, name, type, format }) {
  const list = /^(?:Array|Set)<(.*)>$/s.exec(type);
  if (list) return `[${packType({ owner, name, type: list[1], format })}]`;
  const map = /^\{ \[key: string\]: (.*); \}$/s.exec(type);
  if (map) return `{${packType({ owner, name, type: map[1], format })}}`;
  if (type === 'number') return format.startsWith('int') ? 'i' : 'n';
  if (type === 'string' && (QUANTITIES.test(name) || (owner === 'V2MetricTarget' && name === 'value')))
    return 'q';
  return CODES[type] ?? type;
}

/** The names of the fields that a class declares without a question mark. */
function requiredIn(declaration) {
  return new Set([...declaration.matchAll(/^ {4}'(\w+)': /gm)].map(([, name]) => name));
}

function readTypes(folder) {
  const types = new Map();
  for (const file of readdirSync(folder).filter((name) => /^[\w]+\.js$/.test(name))) {
    const name = file.slice(0, -3);
    const list = /attributeTypeMap = (\[.*?\n\]);/s.exec(readFileSync(join(folder, file), 'utf8'));
    if (list === null) continue;
    const required = requiredIn(readFileSync(join(folder, `${name}.d.ts`), 'utf8'));
    const fields = JSON.parse(list[1]).map((field) => ({
      name: field.baseName,
      type: packType({ ...field, owner: name, name: field.baseName }),
      isRequired: required.has(field.name),
    }));
    types.set(name, fields);
  }
  return types;
}

/** Every kind that an API can create, with its type and whether it lies in a namespace. */
function readKinds(folder) {
  const kinds = new Map();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('Api.js'))) {
    const source = readFileSync(join(folder, file), 'utf8');
    for (const part of source.split(/\n {4}async /).filter((text) => text.startsWith('create'))) {
      const path = /localVarPath = '\/apis?\/([^']+)'/.exec(part)?.[1];
      const type = /ObjectSerializer\.serialize\(body, "(\w+)"/.exec(part)?.[1];
      if (path === undefined || type === undefined || /\{name\}|alpha/.test(path)) continue;
      const apiVersion = path
        .split('/')
        .slice(0, path.startsWith('v1/') ? 1 : 2)
        .join('/');
      const kind = /V\d+(?:(?:alpha|beta)\d+)?(\w+)$/.exec(type)?.[1];
      if (kind === undefined) continue;
      kinds.set(`${apiVersion}/${kind}`, { type, isNamespaced: path.includes('{namespace}') });
    }
  }
  return kinds;
}

const byText = ([a], [b]) => (a < b ? -1 : a > b ? 1 : 0);

function reachable(kinds, types) {
  const found = new Map();
  const add = (name) => {
    if (found.has(name) || !types.has(name)) return;
    const fields = types
      .get(name)
      .map((field) => (field.name === 'status' ? { ...field, type: '*' } : field));
    found.set(name, fields);
    for (const { type } of fields) for (const [word] of type.matchAll(/\w{3,}/g)) add(word);
  };
  for (const { type } of kinds.values()) add(type);
  return found;
}

const [client] = process.argv.slice(2);
const { version } = JSON.parse(readFileSync(join(client, 'package.json'), 'utf8'));
const types = readTypes(join(client, 'dist/gen/models'));
const kinds = readKinds(join(client, 'dist/gen/apis'));
const release = /OpenAPI spec version: release-([\d.]+)/.exec(
  readFileSync(join(client, 'dist/gen/models/V1Pod.js'), 'utf8'),
)[1];
const fieldText = ({ name, type, isRequired }) => `${name}${isRequired ? '!' : ''}:${type}`;
const lines = [
  '// Written by tools/kubernetes-kinds.mjs; do not edit.',
  `// Data of @kubernetes/client-node ${version}, Apache License 2.0, Copyright The Kubernetes Authors.`,
  '// biome-ignore-all format: data, one type a line',
  '',
  '/** The release of Kubernetes that the tables describe. */',
  `export const KUBERNETES_RELEASE = '${release}';`,
  '',
  '/** The type of each kind by `group/version/kind`; `~` marks those without a namespace. */',
  'export const KUBERNETES_KINDS: Readonly<Record<string, string>> = {',
  ...[...kinds]
    .toSorted(byText)
    .map(([key, { type, isNamespaced }]) => `  '${key}': '${isNamespaced ? '' : '~'}${type}',`),
  '};',
  '',
  '/**',
  ' * The fields of each type: `name:type`, with `!` where a field is required. `s` is a text, `i` an integer, `n` a number, `b` a',
  ' * boolean, `x` an integer or a text, `q` a quantity, `*` anything, `[T]` a list, `{T}` a mapping.',
  ' */',
  'export const KUBERNETES_TYPES: Readonly<Record<string, string>> = {',
  ...[...reachable(kinds, types)]
    .toSorted(byText)
    .map(([name, fields]) => `  ${name}: '${fields.map(fieldText).join(' ')}',`),
  '};',
];
writeFileSync(TARGET, `${lines.join('\n')}\n`);
console.log(`${kinds.size} kinds of Kubernetes ${release} in ${TARGET}`);
