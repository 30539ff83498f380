import { changesView } from './changes.ts';
import { showRelations } from './edges.ts';
import { type Child, element } from './element.ts';
import { type Model, type Part, VIEWS, type View } from './model.ts';
import type { Control, Page, State } from './page.ts';
import { type ShownItem, search } from './search.ts';
import { tableOf } from './tables.ts';
import { componentTiles, type Grouping } from './waves.ts';

const PARTS: readonly Part[] = ['components', 'roles', 'secrets', 'hosts', 'policies', 'images', 'sources'];

/** The views of a map; what changed only where two are compared. */
export function shownViews(model: Model): readonly View[] {
  return model.before === undefined ? PARTS : [...PARTS, 'changes'];
}

/** The middle of the page: one view for each part, of which one is open. All are printed. */
export function views(page: Page): Control & { readonly counts: () => ReadonlyMap<View, number> } {
  const { model } = page;
  const nothing = element('p', { class: 'note', role: 'status' });
  const panels = new Map(
    shownViews(model).map((view) => [
      view,
      element('section', {
        id: `view-${view}`,
        class: 'view',
        role: 'tabpanel',
        'aria-labelledby': `tab-${view}`,
      }),
    ]),
  );
  const made = element('main', { tabindex: '-1' }, nothing, [...panels.values()]);
  let counts: ReadonlyMap<View, number> = new Map();
  let grouping: Grouping | undefined;
  let items: readonly ShownItem[] = [];
  return {
    element: made,
    counts: () => counts,
    update(state) {
      if (state.grouping !== grouping) {
        grouping = state.grouping;
        for (const [view, panel] of panels)
          panel.replaceChildren(
            element('h2', { class: 'view-title' }, VIEWS[view]),
            element('div', {}, contentOf(view, model, grouping)),
          );
        items = itemsIn(panels, model);
      }
      counts = search(items, state);
      nothing.textContent = emptyNote(state, counts);
      for (const [view, panel] of panels) panel.hidden = view !== state.view;
      mark(items, state);
      const [components] = panels.values();
      if (components !== undefined)
        showRelations(
          components,
          model,
          state.selected?.part === 'components' ? state.selected.id : undefined,
        );
    },
  };
}

function contentOf(view: View, model: Model, grouping: Grouping): Child {
  if (view === 'components') return componentTiles(model, grouping);
  if (view === 'changes') return changesView(model);
  const isPartial = !model.map.isBuilt && (view === 'images' || view === 'policies');
  const note =
    'Only what settings and the files of the distribution name. kfdist map --built shows what upstreams bring along.';
  return [isPartial ? element('p', { class: 'note' }, note) : undefined, tableOf(view, model)];
}

function itemsIn(panels: ReadonlyMap<View, HTMLElement>, model: Model): readonly ShownItem[] {
  return [...panels].flatMap(([view, panel]) =>
    [...panel.querySelectorAll<HTMLElement>('[data-item]')].flatMap((link) => {
      const [, name = '', id = ''] = /^([a-z]+)\/(.*)$/s.exec(link.dataset.item ?? '') ?? [];
      const part = PARTS.find((one) => one === name);
      if (part === undefined) return [];
      const item = model.items[part].get(id) ?? model.old?.[part].get(id);
      const text = JSON.stringify(item ?? {}).toLowerCase();
      return [
        {
          view,
          part,
          id,
          link,
          element: link.closest<HTMLElement>('tbody.item') ?? link.closest<HTMLElement>('li, tr') ?? link,
          text,
          categories: categoriesIn(item, model),
        },
      ];
    }),
  );
}

/** The categories of the components that an item is or belongs to. */
function categoriesIn(item: object | undefined, model: Model): readonly string[] {
  const names = Object.entries(item ?? {}).flatMap(([key, value]): readonly unknown[] => {
    if (key === 'category') return [];
    if (key === 'component' || key === 'name') return [value];
    if (key === 'components' && Array.isArray(value)) return value;
    return key === 'pins' && Array.isArray(value) ? value.map((pin) => Object(pin).component) : [];
  });
  const { components } = model.items;
  return names.flatMap((name) => (typeof name === 'string' ? (components.get(name)?.category ?? []) : []));
}

function emptyNote({ view }: State, counts: ReadonlyMap<View, number>): string {
  if (counts.get(view) !== 0 || view === 'changes') return '';
  const others = [...counts]
    .filter(([name, count]) => count > 0 && name !== 'changes')
    .map(([name]) => VIEWS[name]);
  return others.length === 0
    ? 'Nothing matches.'
    : `Nothing here matches. Something does in: ${others.join(', ')}.`;
}

function mark(items: readonly ShownItem[], { selected }: State): void {
  for (const { part, id, link } of items)
    if (part === selected?.part && id === selected.id) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
}
