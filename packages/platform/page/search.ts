import type { Part, View } from './model.ts';

/** One item as it is shown in a view. */
export interface ShownItem {
  readonly view: View;
  readonly part: Part;
  readonly id: string;
  readonly link: HTMLElement;
  /** What disappears with it. */
  readonly element: HTMLElement;
  /** All that is known about it, in lower case. */
  readonly text: string;
  readonly categories: readonly string[];
}

/** What is looked for: every word, in one of the categories. */
export interface Filter {
  readonly query: string;
  readonly categories: ReadonlySet<string>;
}

/** Hides what does not match and says how many are left in each view. */
export function search(items: readonly ShownItem[], filter: Filter): ReadonlyMap<View, number> {
  const words = filter.query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const counts = new Map<View, number>();
  const groups = new Map<Element, boolean>();
  for (const { view, element, text, categories } of items) {
    const isFound =
      words.every((word) => text.includes(word)) &&
      (filter.categories.size === 0 || categories.some((category) => filter.categories.has(category)));
    element.hidden = !isFound;
    counts.set(view, (counts.get(view) ?? 0) + (isFound ? 1 : 0));
    const group = element.closest('.group');
    if (group !== null) groups.set(group, groups.get(group) === true || isFound);
  }
  for (const [group, hasItems] of groups) group.toggleAttribute('hidden', !hasItems);
  return counts;
}
