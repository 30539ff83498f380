import type { Diagnostic } from '@kfdist/diagnostics';
import { report } from './codes.ts';
import type { Entry } from './entry.ts';
import type { SettingDefinition } from './setting-definitions.ts';
import { indexPattern, isIndex } from './suggest.ts';

type Given = ReadonlyMap<string, Entry>;

/** The lists of all settings by key, with their lengths, and what is wrong with those that are declared. */
export interface Lists {
  readonly lists: ReadonlyMap<string, number>;
  /** The indexes of each list; where the list is faulty, they have gaps. */
  readonly items: ReadonlyMap<string, Iterable<number>>;
  readonly diagnostics: readonly Diagnostic[];
}

interface Family {
  /** The first entry of each item. */
  readonly items: Map<number, Entry>;
  /** A child that is not an item. */
  stray?: Entry;
}

/**
 * Finds the lists: what a definition declares as one, and any key whose children are numbered from 0 without a gap.
 */
export function findLists(given: Given, definitions: readonly SettingDefinition[]): Lists {
  const declared = new Set(definitions.flatMap(({ key }) => listPatterns(key)));
  const families = familiesOf(given, declared);
  const lists = new Map<string, number>();
  const diagnostics: Diagnostic[] = [];
  for (const [key, family] of families) {
    const isDeclared = declared.has(indexPattern(key));
    const isComplete = [...family.items.keys()].every((index) => index < family.items.size);
    const leaf = given.get(key);
    const isLeaf = leaf !== undefined && leaf.type !== 'empty-list';
    if (isDeclared) diagnostics.push(...listProblems(key, family, given));
    if (isDeclared || (isComplete && family.stray === undefined && !isLeaf))
      lists.set(key, family.items.size);
  }
  for (const pattern of declared) if (!pattern.includes('*') && !lists.has(pattern)) lists.set(pattern, 0);
  const items = new Map([...families].map(([key, family]) => [key, [...family.items.keys()]]));
  return {
    lists,
    items,
    diagnostics: [...diagnostics, ...notLists(lists, definitions, (key) => firstOf(key, families, given))],
  };
}

/** The definition of each key that exists: those of list items once for each item. */
export function instances(
  definitions: readonly SettingDefinition[],
  items: Lists['items'],
): Map<string, SettingDefinition> {
  const all = new Map<string, SettingDefinition>();
  for (const definition of definitions) {
    for (const key of expand(definition.key, items)) all.set(key, definition);
  }
  return all;
}

function expand(pattern: string, items: Lists['items']): string[] {
  const at = pattern.indexOf('.*');
  if (at < 0) return [pattern];
  const list = pattern.slice(0, at);
  const rest = pattern.slice(at + 2);
  return [...(items.get(list) ?? [])].flatMap((index) => expand(`${list}.${index}${rest}`, items));
}

/** `profiles.*.hosts.*` declares the lists `profiles` and `profiles.*.hosts`. */
function listPatterns(key: string): string[] {
  return [...key.matchAll(/\.\*(?=\.|$)/g)].map(({ index }) => key.slice(0, index));
}

function familiesOf(given: Given, declared: ReadonlySet<string>): Map<string, Family> {
  const families = new Map<string, Family>();
  for (const [key, { type }] of given) {
    for (const [list, segment] of steps(key)) {
      if (!isIndex(segment) && !declared.has(indexPattern(list))) continue;
      if (!families.has(list)) families.set(list, { items: new Map() });
    }
    if (type === 'empty-list' || declared.has(indexPattern(key))) {
      if (!families.has(key)) families.set(key, { items: new Map() });
    }
  }
  for (const [key, entry] of given) {
    for (const [list, segment] of steps(key)) {
      const family = families.get(list);
      if (family === undefined) continue;
      if (!isIndex(segment)) family.stray ??= entry;
      else if (!family.items.has(Number(segment))) family.items.set(Number(segment), entry);
    }
  }
  return families;
}

/** Each part of a key that ends before a dot, with the segment after it. */
function steps(key: string): [string, string][] {
  const found: [string, string][] = [];
  for (let at = key.indexOf('.'); at >= 0; at = key.indexOf('.', at + 1)) {
    const end = key.indexOf('.', at + 1);
    found.push([key.slice(0, at), key.slice(at + 1, end < 0 ? key.length : end)]);
  }
  return found;
}

function listProblems(key: string, { items, stray }: Family, given: Given): Diagnostic[] {
  const found: Diagnostic[] = [];
  const wrong = (entry: Entry | undefined, problem: string, right: string) => {
    if (entry?.reported) return;
    found.push(report('BAD_LIST', { args: { key, problem, right }, span: entry?.span }));
  };
  const leaf = given.get(key);
  if (leaf !== undefined && leaf.type !== 'empty-list') wrong(leaf, 'is a list, not one value', `${key}.0`);
  if (stray !== undefined) {
    const rest = stray.key.slice(key.length + 1);
    wrong(stray, `is a list, and ${rest} is not the number of an item`, `${key}.0.${rest}`);
  }
  const gap = Array.from({ length: items.size }, (_, index) => index).find((index) => !items.has(index));
  if (gap !== undefined) {
    const next = [...items.keys()].filter((index) => index > gap).toSorted((a, b) => a - b)[0] ?? gap;
    wrong(items.get(next), `has no item ${gap}, but later ones`, `${key}.${gap}`);
  }
  return found;
}

/** A list where a definition wants one value. */
function notLists(
  lists: ReadonlyMap<string, number>,
  definitions: readonly SettingDefinition[],
  entryOf: (key: string) => Entry | undefined,
): Diagnostic[] {
  const single = new Set(definitions.map(({ key }) => key));
  return [...lists.keys()].flatMap((key) => {
    if (
      !single.has(indexPattern(key)) ||
      definitions.some((other) => other.key.startsWith(`${indexPattern(key)}.`))
    ) {
      return [];
    }
    const args = { key, problem: 'takes one value, not a list', right: `${key} with one value` };
    return [report('BAD_LIST', { args, span: entryOf(key)?.span })];
  });
}

function firstOf(key: string, families: ReadonlyMap<string, Family>, given: Given): Entry | undefined {
  return given.get(key) ?? families.get(key)?.items.get(0);
}
