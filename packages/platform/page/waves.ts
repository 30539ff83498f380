import type { MapComponent } from '../src/map/platform-map.ts';
import { type Child, drawing, element } from './element.ts';
import { addressOf } from './item-link.ts';
import type { Model } from './model.ts';

export type Grouping = 'wave' | 'category';

/** The components as tiles, by wave or by category; those that are gone are among them. */
export function componentTiles(model: Model, grouping: Grouping): readonly HTMLElement[] {
  const gone = (model.before?.components ?? []).filter(({ name }) => !model.items.components.has(name));
  const all = [...model.map.components, ...gone].toSorted(
    (a, b) =>
      a.wave - b.wave || order(model, a.category) - order(model, b.category) || (a.name < b.name ? -1 : 1),
  );
  const keys = [...new Set(all.map((component) => component[grouping]))];
  return (grouping === 'wave' ? keys : categoriesOf(model)).map((key) => {
    const members = all.filter((component) => component[grouping] === key);
    const title = grouping === 'wave' ? `Wave ${key}` : String(key);
    return element(
      'section',
      { class: 'group', 'aria-label': title },
      element('h3', {}, title),
      element(
        'ol',
        { class: 'tiles' },
        members.map((component) => element('li', {}, tile(component, model))),
      ),
    );
  });
}

/** The categories of both maps, in the order of lists. */
export function categoriesOf({ map, before }: Model): readonly string[] {
  return [...new Set([...map.categories, ...(before?.categories ?? [])])];
}

const order = (model: Model, category: string) => categoriesOf(model).indexOf(category);

function tile(component: MapComponent, model: Model): HTMLElement {
  const { name, category, roles, secrets, hosts } = component;
  const change = model.changesById.get(`components/${name}`)?.change;
  const made = element(
    'a',
    {
      href: addressOf({ part: 'components', id: name }),
      class: change === undefined ? 'tile' : `tile ${change}`,
      'data-item': `components/${name}`,
    },
    element('span', { class: 'tile-name' }, breakable(name)),
    element(
      'span',
      { class: 'tile-more' },
      element('span', { class: 'tile-source' }, change === undefined ? sourceLine(component) : change),
      mark('role', roles.length),
      mark('secret', secrets.length),
      mark('host', hosts.length),
    ),
  );
  made.style.setProperty('--hue', String(hueOf(model, category)));
  return made;
}

/** Colours that are as far apart as they can be. */
export function hueOf(model: Model, category: string): number {
  const all = categoriesOf(model);
  return Math.round((all.indexOf(category) * 360) / Math.max(all.length, 1));
}

/** A long name may break after its dashes. */
function breakable(name: string): Child {
  return name.split(/(?<=-)/).flatMap((part, index) => (index === 0 ? [part] : [element('wbr'), part]));
}

/** What a component is made from, in two words. */
export function sourceLine({ source, pins }: MapComponent): string {
  const [pin] = pins;
  if (pin === undefined) return 'own manifests';
  if (source === 'helm') return `chart ${pin.version}`;
  const releases = [
    ...new Set(
      pins.map(({ upstream, release, version }) =>
        `${upstream ?? ''} ${release ?? version.slice(0, 10)}`.trim(),
      ),
    ),
  ];
  return releases.join(', ');
}

const MARKS = {
  role: 'M8 1 14 3.5V8c0 3.5-2.6 5.8-6 7-3.4-1.2-6-3.5-6-7V3.5Z',
  secret: 'M10.5 1.5a4 4 0 1 1-2.4 7.2L4 12.8V14.5H1.5V12L7.3 6.2A4 4 0 0 1 10.5 1.5ZM11.5 4.5h.01',
  host: 'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM1.5 8h13M8 1.5c-4 4-4 9 0 13M8 1.5c4 4 4 9 0 13',
} as const;

function mark(kind: keyof typeof MARKS, count: number): Child {
  if (count === 0) return undefined;
  const title = `${count} ${kind}${count === 1 ? '' : 's'}`;
  return element(
    'span',
    { class: 'mark', title },
    drawing('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true' }, drawing('path', { d: MARKS[kind] })),
    element('span', { class: 'unseen' }, title),
  );
}
