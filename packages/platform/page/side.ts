import { detailsOf } from './details.ts';
import { element } from './element.ts';
import { addressOf } from './item-link.ts';
import type { Control, Page } from './page.ts';

/** The side of the page: all about the selected item. */
export function side(page: Page): Control {
  const close = element('button', { type: 'button', class: 'close' }, 'Close');
  const content = element('div');
  const made = element('aside', { 'aria-label': 'Details', tabindex: '-1' }, close, content);
  close.addEventListener('click', () => page.change({ selected: undefined }));
  let shown: string | undefined;
  return {
    element: made,
    update({ selected }) {
      const address = selected && addressOf(selected);
      made.hidden = selected === undefined;
      if (address === shown) return;
      shown = address;
      const found = selected && detailsOf(selected, page.model);
      content.replaceChildren(
        element('div', {}, found ?? element('p', {}, 'The map has nothing of this name.')),
      );
      made.scrollTop = 0;
    },
  };
}
