import type { Entry } from './entry.ts';
import { isIndex } from './suggest.ts';

/**
 * One entry for each key: later files and options win over earlier ones.
 *
 * A list in a later file replaces the list of an earlier file whole; an option replaces one item.
 */
export function mergeLayers(entries: readonly Entry[]): Map<string, Entry> {
  const merged = new Map<string, Entry>();
  const items = new Map<string, Set<string>>();
  for (const layer of layersOf(entries)) {
    for (const list of replacedLists(layer)) {
      for (const key of items.get(list) ?? []) merged.delete(key);
      items.delete(list);
      merged.delete(list);
    }
    for (const entry of layer) {
      merged.set(entry.key, entry);
      const list = listOf(entry.key);
      if (list !== undefined) items.set(list, (items.get(list) ?? new Set<string>()).add(entry.key));
    }
  }
  return merged;
}

/** The entries of one file, or one option, after the other. */
function layersOf(entries: readonly Entry[]): Entry[][] {
  const layers: Entry[][] = [];
  for (const entry of entries) {
    const layer = layers.at(-1);
    const first = layer?.[0];
    if (first?.origin === 'file' && entry.origin === 'file' && first.span.path === entry.span.path)
      layer?.push(entry);
    else layers.push([entry]);
  }
  return layers;
}

/** The lists that a file starts anew. */
function replacedLists(layer: readonly Entry[]): Set<string> {
  const lists = new Set<string>();
  for (const { key, type, origin } of layer) {
    if (type === 'empty-list') lists.add(key);
    const list = origin === 'file' ? listOf(key) : undefined;
    if (list !== undefined && /^0(?:\.|$)/.test(key.slice(list.length + 1))) lists.add(list);
  }
  return lists;
}

/** The part of a key before its first index. */
function listOf(key: string): string | undefined {
  const segments = key.split('.');
  const at = segments.findIndex(isIndex);
  return at > 0 ? segments.slice(0, at).join('.') : undefined;
}
