import { drawing } from './element.ts';
import { before, type Model, reached } from './model.ts';

/** Marks what the selected component needs and what needs it, and draws the direct lines. */
export function showRelations(view: HTMLElement, model: Model, selected: string | undefined): void {
  view.querySelector('svg.edges')?.remove();
  const tiles = new Map(
    [...view.querySelectorAll<HTMLElement>('[data-item]')].map((tile) => [
      tile.dataset.item?.slice('components/'.length) ?? '',
      tile,
    ]),
  );
  const isKnown = selected !== undefined && model.items.components.has(selected);
  const beforeIt = (name: string) => {
    const found = model.items.components.get(name);
    return found === undefined ? [] : before(found);
  };
  const afterIt = (name: string) => model.dependants.get(name) ?? [];
  const needed = isKnown ? reached(selected, beforeIt) : new Set();
  const needing = isKnown ? reached(selected, afterIt) : new Set();
  for (const [name, tile] of tiles) {
    tile.classList.toggle('needed', needed.has(name));
    tile.classList.toggle('needing', needing.has(name));
    tile.classList.toggle('apart', isKnown && name !== selected && !needed.has(name) && !needing.has(name));
  }
  if (!isKnown || view.hidden) return;
  const own = tiles.get(selected);
  const lines = drawing('svg', { class: 'edges', 'aria-hidden': 'true' }, [
    ...beforeIt(selected).flatMap((name) => line({ from: tiles.get(name), to: own, view }, 'needed')),
    ...afterIt(selected).flatMap((name) => line({ from: own, to: tiles.get(name), view }, 'needing')),
  ]);
  view.prepend(lines);
}

interface Ends {
  readonly from: HTMLElement | undefined;
  readonly to: HTMLElement | undefined;
  readonly view: HTMLElement;
}

/** A line between two tiles that are shown. */
function line({ from, to, view }: Ends, kind: string): readonly SVGElement[] {
  if (!from?.offsetParent || !to?.offsetParent) return [];
  return [drawing('path', { class: kind, d: curve(from, to, view) })];
}

/** From the bottom of one tile to the top of another, or from side to side where they stand in one row. */
function curve(from: HTMLElement, to: HTMLElement, view: HTMLElement): string {
  const origin = view.getBoundingClientRect();
  const a = from.getBoundingClientRect();
  const b = to.getBoundingClientRect();
  const x = (at: number) => Math.round(at - origin.left + view.scrollLeft);
  const y = (at: number) => Math.round(at - origin.top + view.scrollTop);
  const [ax, bx] = [x(a.left + a.width / 2), x(b.left + b.width / 2)];
  const isAbove = a.bottom <= b.top;
  const [ay, by] = isAbove ? [y(a.bottom), y(b.top)] : [y(a.top), y(b.bottom)];
  const bend = Math.max(16, Math.abs(by - ay) / 2) * (isAbove ? 1 : -1);
  return `M${ax} ${ay}C${ax} ${ay + bend} ${bx} ${by - bend} ${bx} ${by}`;
}
