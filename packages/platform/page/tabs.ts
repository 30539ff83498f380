import { element } from './element.ts';
import { VIEWS, type View } from './model.ts';
import type { Control, Page } from './page.ts';
import { shownViews } from './views.ts';

/** The tabs, each with how many items of it match. */
export function tabs(page: Page, counts: () => ReadonlyMap<View, number>): Control {
  const all = shownViews(page.model).map((view) => {
    const count = element('span', { class: 'count' });
    const button = element(
      'button',
      { type: 'button', role: 'tab', id: `tab-${view}`, 'aria-controls': `view-${view}` },
      VIEWS[view],
      count,
    );
    button.addEventListener('click', () => page.go({ view }));
    return { view, button, count };
  });
  const list = element(
    'div',
    { role: 'tablist', class: 'tabs', 'aria-label': 'Views' },
    all.map(({ button }) => button),
  );
  list.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const at = all.findIndex(({ button }) => button === document.activeElement);
    const next = all.at((at + step) % all.length);
    if (next === undefined) return;
    page.go({ view: next.view });
    next.button.focus();
  });
  return {
    element: element('nav', { 'aria-label': 'Views' }, list),
    update(state) {
      for (const { view, button, count } of all) {
        button.setAttribute('aria-selected', String(view === state.view));
        button.tabIndex = view === state.view ? 0 : -1;
        count.textContent = String(counts().get(view) ?? 0);
      }
    },
  };
}
