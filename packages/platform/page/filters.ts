import { element } from './element.ts';
import type { Control, Page } from './page.ts';
import { categoriesOf, hueOf } from './waves.ts';

/** The categories to look at, and how components are grouped. */
export function filters(page: Page): Control {
  const categories = categoriesOf(page.model).map((category) => {
    const button = element('button', { type: 'button', class: 'category' }, category);
    button.style.setProperty('--hue', String(hueOf(page.model, category)));
    button.addEventListener('click', () => {
      const chosen = new Set(page.state().categories);
      if (!chosen.delete(category)) chosen.add(category);
      page.change({ categories: chosen });
    });
    return { category, button };
  });
  const grouping = element('button', { type: 'button', class: 'grouping' });
  grouping.addEventListener('click', () =>
    page.change({ grouping: page.state().grouping === 'wave' ? 'category' : 'wave' }),
  );
  const group = element(
    'div',
    { role: 'group', 'aria-label': 'Categories' },
    categories.map(({ button }) => button),
  );
  return {
    element: element('section', { class: 'filters', 'aria-label': 'Filters' }, group, grouping),
    update(state) {
      for (const { category, button } of categories)
        button.setAttribute('aria-pressed', String(state.categories.has(category)));
      grouping.textContent = state.grouping === 'wave' ? 'Group by category' : 'Group by wave';
      grouping.hidden = state.view !== 'components';
    },
  };
}
