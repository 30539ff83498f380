import type { Setting, Settings } from './settings.ts';

/** Settings as plain data: what templates see. Objects have no prototype. */
export type SettingsTree = { [key: string]: SettingsNode };
/** One value of the tree: a setting, a list or a nested object. */
export type SettingsNode = string | number | boolean | SettingsNode[] | SettingsTree;

/**
 * The settings nested at their dots, lists as arrays, numbers and booleans as themselves.
 *
 * Where a key is both a value and a prefix (`rds` and `rds.host`), the object wins and the value is its member `''`.
 */
export function settingsTree({ values, lists, emptyMaps }: Settings): SettingsTree {
  const root = emptyObject();
  const nodes = new Map<string, SettingsTree | SettingsNode[]>([['', root]]);
  const containers = [...lists.keys(), ...emptyMaps].filter((key) => !key.includes('*'));
  for (const key of containers.toSorted()) container(key, nodes, lists);
  for (const key of values.keys()) container(parentOf(key), nodes, lists);
  for (const setting of values.values()) place(setting, nodes);
  return root;
}

type Nodes = Map<string, SettingsTree | SettingsNode[]>;

function container(key: string, nodes: Nodes, lists: Settings['lists']): SettingsTree | SettingsNode[] {
  const missing: string[] = [];
  let at = key;
  for (; !nodes.has(at); at = parentOf(at)) missing.push(at);
  let node = nodes.get(at) ?? emptyObject();
  for (const path of missing.toReversed()) {
    const child = lists.has(path) ? [] : emptyObject();
    put(node, lastOf(path), child);
    nodes.set(path, child);
    node = child;
  }
  return node;
}

function place(setting: Setting, nodes: Nodes): void {
  const { key } = setting;
  const own = nodes.get(key);
  const parent = nodes.get(parentOf(key));
  if (own !== undefined && !Array.isArray(own)) put(own, '', typedValue(setting));
  else if (own === undefined && parent !== undefined) put(parent, lastOf(key), typedValue(setting));
}

function put(node: SettingsTree | SettingsNode[], name: string, value: SettingsNode): void {
  if (!Array.isArray(node)) node[name] = value;
  else if (/^\d+$/.test(name)) node[Number(name)] = value;
}

function typedValue({ text, type }: Setting): string | number | boolean {
  if (type === 'boolean') return text === 'true';
  return type === 'string' ? text : Number(text);
}

/** `''` is the root; the key of a setting may have empty segments, which `..` keeps apart from it. */
function parentOf(key: string): string {
  const at = key.lastIndexOf('.');
  return at < 0 ? '' : key.slice(0, at);
}

function lastOf(key: string): string {
  return key.slice(key.lastIndexOf('.') + 1);
}

function emptyObject(): SettingsTree {
  const empty: SettingsTree = Object.create(null);
  return empty;
}
