import type { MapChange, MapFieldChange } from '../src/map/map-changes.ts';
import { type Child, element } from './element.ts';
import { addressOf } from './item-link.ts';
import { KINDS, type Model } from './model.ts';

/** What differs between the two maps, side by side. */
export function changesView(model: Model): Child {
  const { map, before, changes } = model;
  if (before === undefined) return undefined;
  const isOther = before.cluster.name !== map.cluster.name;
  const heads = isOther ? [before.cluster.name, map.cluster.name] : ['before', 'now'];
  const note =
    before.isBuilt === map.isBuilt
      ? undefined
      : element(
          'p',
          { class: 'note' },
          'Images and access rules are not compared: one map is of a build, the other is not.',
        );
  if (changes.length === 0) return [note, element('p', { class: 'note' }, 'Nothing differs.')];
  const parts = [...new Set(changes.map(({ part }) => part))];
  return [
    note,
    element(
      'table',
      { class: 'sides' },
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          ['Field', ...heads].map((head) => element('th', { scope: 'col' }, head)),
        ),
      ),
      parts.map((part) =>
        changes.filter((change) => change.part === part).map((change) => oneChange(change, model)),
      ),
    ),
  ];
}

function oneChange(difference: MapChange, model: Model): HTMLElement {
  const { part, id, change, fields } = difference;
  const isItem = part !== 'cluster';
  const name = isItem
    ? element('a', { href: addressOf({ part, id }), 'data-item': `${part}/${id}` }, id)
    : id;
  const kind = element('span', { class: 'kind' }, isItem ? KINDS[part] : 'Cluster');
  const rows = change === 'changed' ? fields.map(fieldRow) : [wholeRow(difference, model)];
  return element(
    'tbody',
    { class: isItem ? `item ${change}` : change },
    element(
      'tr',
      {},
      element(
        'th',
        { scope: 'rowgroup', colspan: '3' },
        name,
        element('span', { class: 'flag' }, change),
        kind,
      ),
    ),
    rows,
  );
}

function fieldRow({ field, before, after }: MapFieldChange): HTMLElement {
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, field),
    element('td', {}, side(before, after, 'del')),
    element('td', {}, side(after, before, 'ins')),
  );
}

/** What is new or gone is said in a line; all of it is beside the page when it is selected. */
function wholeRow({ change, id, part }: MapChange, { items, old }: Model): HTMLElement {
  const from = change === 'removed' ? old : items;
  const component = part === 'components' ? from?.components.get(id) : undefined;
  const text = component === undefined ? id : component.summary;
  const cells = [
    change === 'removed' ? element('del', {}, text) : '',
    change === 'added' ? element('ins', {}, text) : '',
  ];
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, component === undefined ? 'name' : 'summary'),
    cells.map((cell) => element('td', {}, cell)),
  );
}

/** Lines that the other side does not have are marked; of those far from them only that there are some. */
function side(own: string, other: string, tag: 'ins' | 'del'): Child {
  if (own === '') return undefined;
  const known = new Set(other.split('\n'));
  const all = own.split('\n');
  const marked = all.flatMap((line, index) => (known.has(line) ? [] : [index]));
  const isNear = (index: number) =>
    all.length <= SHORT ||
    marked.some((place) => Math.abs(place - index) <= NEAR) ||
    (marked.length === 0 && index < SHORT);
  return all.map((line, index) => {
    if (!isNear(index))
      return isNear(index - 1) || index === 0 ? element('div', { class: 'line' }, '…') : undefined;
    return element('div', { class: 'line' }, known.has(line) ? line : element(tag, {}, line));
  });
}

const SHORT = 12;
const NEAR = 3;
