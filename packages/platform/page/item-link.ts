import { type Child, element } from './element.ts';
import { type Model, type Part, VIEWS, type View } from './model.ts';

/** One item of a part. */
export interface Reference {
  readonly part: Part;
  readonly id: string;
}

/** Where the page is: a view, or an item. */
export type Place = { readonly view: View } | Reference;

/** The fragment of an address that leads to a place. */
export function addressOf(place: Place): string {
  return 'view' in place ? `#${place.view}` : `#${place.part}/${encodeURIComponent(place.id)}`;
}

/** The place that the fragment of an address names. */
export function placeOf(address: string): Place | undefined {
  const [, view = '', id] = /^#([a-z]+)(?:\/(.*))?$/.exec(address) ?? [];
  if (!isView(view)) return undefined;
  return id === undefined || view === 'changes' ? { view } : { part: view, id: decoded(id) };
}

const isView = (name: string): name is View => Object.hasOwn(VIEWS, name);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Names of items as links; plain where the map does not have them. */
export function links(part: Part, ids: readonly string[], { items, old }: Model): Child {
  return ids.map((id, index) => [
    index === 0 ? '' : ', ',
    items[part].has(id) || old?.[part].has(id) === true
      ? element('a', { href: addressOf({ part, id }) }, id)
      : id,
  ]);
}

/** A list of links, one a line, or nothing. */
export function linkList(part: Part, ids: readonly string[], model: Model): Child {
  if (ids.length === 0) return undefined;
  return element(
    'ul',
    { class: 'plain' },
    ids.map((id) => element('li', {}, links(part, [id], model))),
  );
}
