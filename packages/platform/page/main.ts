import { filters } from './filters.ts';
import { header } from './header.ts';
import { help } from './help.ts';
import { addressOf, type Place, placeOf } from './item-link.ts';
import { listenToKeys } from './keys.ts';
import { readModel } from './model.ts';
import type { Page, State } from './page.ts';
import { printRoles } from './printing.ts';
import { side } from './side.ts';
import { tabs } from './tabs.ts';
import { views } from './views.ts';

/** Where an address leads; an item is shown beside the view that is open, or beside its own when the page is opened. */
function arrival(place: Place | undefined, isFirst: boolean): Partial<State> {
  if (place === undefined) return {};
  if ('view' in place) return { view: place.view };
  return { selected: place, ...(isFirst ? { view: place.part } : {}) };
}

/** Shows the map that the page carries. */
function start(): void {
  const model = readModel(document.querySelector('#data')?.textContent ?? '');
  const nothing: State = {
    view: 'components',
    selected: undefined,
    grouping: 'wave',
    query: '',
    categories: new Set(),
  };
  let state: State = { ...nothing, ...arrival(placeOf(location.hash), true) };
  const update = () => {
    for (const control of controls) control.update(state);
  };
  const page: Page = {
    model,
    state: () => state,
    change(next) {
      state = { ...state, ...next };
      update();
    },
    go(place) {
      const address = addressOf(place);
      if (location.hash !== address) history.pushState(undefined, '', address);
      page.change(arrival(place, false));
    },
  };
  const dialog = help();
  const shown = views(page);
  const details = side(page);
  const top = header(page, dialog);
  const controls = [shown, top, tabs(page, shown.counts), filters(page), details];
  const [, ...above] = controls.map(({ element }) => element);
  document.body.append(...above.slice(0, 3), shown.element, details.element, dialog);
  update();
  const follow = () => page.change(arrival(placeOf(location.hash), false));
  addEventListener('hashchange', follow);
  addEventListener('popstate', follow);
  addEventListener('resize', update);
  listenToKeys(page, { dialog, details: details.element, main: shown.element, searchBox: top.searchBox });
  printRoles(page);
}

start();
