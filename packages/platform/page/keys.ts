import { placeOf } from './item-link.ts';
import type { Page } from './page.ts';
import { shownViews } from './views.ts';

/** What the keyboard moves between. */
export interface Reachable {
  readonly dialog: HTMLDialogElement;
  readonly details: HTMLElement;
  readonly main: HTMLElement;
  readonly searchBox: HTMLInputElement;
}

/** Lets the keyboard do everything that the mouse can. */
export function listenToKeys(page: Page, reachable: Reachable): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || reachable.dialog.open) return;
    const isTyping = event.target === reachable.searchBox;
    const act = event.key === 'Escape' ? back : isTyping ? inSearch(event.key) : KEYS[event.key];
    if (act?.(page, reachable, event.key) === true) event.preventDefault();
  });
}

type Act = (page: Page, reachable: Reachable, key: string) => boolean;

const inSearch = (key: string): Act | undefined =>
  key === 'ArrowDown' || key === 'Enter' ? move : undefined;

/** Each says whether it did something. */
const KEYS: Readonly<Record<string, Act>> = {
  '/': (_page, { searchBox }) => {
    searchBox.focus();
    searchBox.select();
    return true;
  },
  '?': (_page, { dialog }) => {
    dialog.showModal();
    return true;
  },
  g: (page) => {
    page.change({ grouping: page.state().grouping === 'wave' ? 'category' : 'wave' });
    return true;
  },
  Enter: into,
  ArrowUp: move,
  ArrowDown: move,
  ArrowLeft: move,
  ArrowRight: move,
  ...Object.fromEntries(Array.from({ length: 8 }, (_, i): [string, Act] => [String(i + 1), open])),
};

function open(page: Page, _reachable: Reachable, key: string): boolean {
  const view = shownViews(page.model)[Number(key) - 1];
  if (view === undefined) return false;
  page.go({ view });
  return true;
}

/** From the selected item into its details. */
function into({ state }: Page, { details, main }: Reachable): boolean {
  const focused = document.activeElement;
  if (
    !main.contains(focused) ||
    focused?.getAttribute('aria-current') !== 'true' ||
    state().selected === undefined
  )
    return false;
  details.querySelector<HTMLElement>('h2')?.focus();
  return true;
}

/** Out of the details, then without them, then without search and categories. */
function back(page: Page, { details, main, searchBox }: Reachable): boolean {
  const current = main.querySelector<HTMLElement>('[aria-current]:not([hidden] *)');
  if (details.contains(document.activeElement) && current !== null) current.focus();
  else if (page.state().selected !== undefined) page.change({ selected: undefined });
  else {
    page.change({ query: '', categories: new Set() });
    searchBox.blur();
  }
  return true;
}

/** To the next item in a direction; from anywhere else to the first. */
function move(page: Page, { main, details, searchBox }: Reachable, key: string): boolean {
  const focused = document.activeElement;
  if (details.contains(focused) || focused?.closest('[role=tablist]')) return false;
  const links = [...main.querySelectorAll<HTMLElement>('[data-item]')].filter(
    (link) => link.offsetParent !== null,
  );
  const at = links.find((link) => link === focused);
  const next = at === undefined || focused === searchBox ? links[0] : nextIn(key, at, links);
  if (next === undefined) return false;
  next.focus();
  const place = placeOf(next.getAttribute('href') ?? '');
  if (place !== undefined && 'part' in place) page.change({ selected: place });
  return true;
}

/** Left and right in the order of reading; up and down the nearest in the next row. */
function nextIn(key: string, from: HTMLElement, links: readonly HTMLElement[]): HTMLElement | undefined {
  const index = links.indexOf(from);
  if (key === 'ArrowRight') return links[index + 1];
  if (key === 'ArrowLeft') return links[index - 1];
  const here = from.getBoundingClientRect();
  const distance = (link: HTMLElement) => {
    const there = link.getBoundingClientRect();
    const down = (there.top - here.top) * (key === 'ArrowDown' ? 1 : -1);
    return down < 4 ? Number.POSITIVE_INFINITY : down * 4 + Math.abs(there.left - here.left);
  };
  const nearest = links.toSorted((a, b) => distance(a) - distance(b))[0];
  return nearest !== undefined && Number.isFinite(distance(nearest)) ? nearest : undefined;
}
