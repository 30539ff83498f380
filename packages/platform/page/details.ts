import type { PlatformMap } from '../src/map/platform-map.ts';
import { type Child, element, outside } from './element.ts';
import { linkList, links, type Reference } from './item-link.ts';
import { KINDS, type Model, type Part, type Source, sourceId } from './model.ts';
import { statements } from './statements.ts';
import { lines, tlsOf } from './tables.ts';

type Details = {
  readonly [Name in Exclude<Part, 'sources'>]: (
    item: PlatformMap[Name][number],
    model: Model,
  ) => readonly Child[];
} & { readonly sources: (item: Source, model: Model) => readonly Child[] };

/** What there is to know about each kind of item. */
const DETAILS: Details = {
  components: (item, model) => [
    element('p', { class: 'summary' }, item.summary),
    facts([
      ['Wave', String(item.wave)],
      ['Category', item.category],
      ['Namespace', item.namespace],
      ['Application', item.application === item.name ? undefined : item.application],
      ['Chosen for', item.group],
      ['Lost with it', item.data],
    ]),
    section('Needs', linkList('components', item.needs, model)),
    section('Comes after', linkList('components', item.after, model)),
    section('Needed by', linkList('components', model.dependants.get(item.name) ?? [], model)),
    section('Roles', linkList('roles', item.roles, model)),
    section(
      'ServiceAccounts with a role',
      item.serviceAccounts.length === 0 ? undefined : lines(item.serviceAccounts),
    ),
    section('Secrets', linkList('secrets', item.secrets, model)),
    section('Hosts', linkList('hosts', item.hosts, model)),
    section(
      'Comes from',
      item.pins.length === 0 ? 'manifests of the distribution' : pinList(item.pins, model),
    ),
    section('Images', item.images.length === 0 ? undefined : codes(item.images)),
  ],
  roles: (item, model) => [
    facts([
      ['ARN', item.arn === '' ? 'none yet' : item.arn],
      ['Made', item.made],
      ['For', links('components', item.components, model)],
      ['ServiceAccounts', item.subjects.length === 0 ? undefined : lines(item.subjects)],
    ]),
    section('Trust', item.trust === undefined ? undefined : statements(item.trust)),
    item.policies.map(({ name, document }) => section(`Policy ${name}`, statements(document))),
  ],
  secrets: (item, model) => [
    facts([
      ['For', links('components', [item.component], model)],
      ['Kept in', item.backend],
      ['Restarts', item.restarts.length === 0 ? undefined : lines(item.restarts)],
    ]),
    section(
      'Keys',
      item.keys.map(({ key, recipe, remote }) =>
        element(
          'div',
          { class: 'key' },
          element('code', {}, key),
          element('div', {}, recipe),
          remote === undefined ? undefined : element('div', { class: 'quiet' }, remote),
        ),
      ),
    ),
  ],
  hosts: (item, model) => [
    facts([
      ['For', item.component === undefined ? 'the platform' : links('components', [item.component], model)],
      ['TLS', tlsOf(item)],
      ['Gateway', item.gateway],
      ['Certificate', item.certificate],
      ['Issuer', item.issuer],
      ['Routes', item.routes.length === 0 ? undefined : lines(item.routes)],
    ]),
    section('A request passes', linkList('policies', item.policies, model)),
  ],
  policies: (item, model) => [
    facts([
      ['Does', item.provider === undefined ? item.action : `${item.action}: asks ${item.provider}`],
      ['Pods', item.selects.length === 0 ? 'all of the namespace' : lines(item.selects)],
      ['From', links('components', [item.component], model)],
    ]),
    section('Hosts', linkList('hosts', item.hosts, model)),
    section('Paths', item.paths.length === 0 ? undefined : codes(item.paths)),
    section('Except', item.exceptPaths.length === 0 ? undefined : codes(item.exceptPaths)),
    section('Users', item.users.length === 0 ? undefined : lines(item.users)),
  ],
  images: (item, model) => [
    facts([['Named in', item.places.join(', ')]]),
    section('Versions', codes(item.versions)),
    section('Used by', linkList('components', item.components, model)),
  ],
  sources: (item, model) => [
    facts([
      ['From', outside(item.repository, item.repository)],
      ['Release', item.release === '' ? undefined : item.release],
      ['Pinned to', item.version],
    ]),
    section(
      'Components',
      item.pins.map(({ component, path }) =>
        element('div', {}, links('components', [component], model), ' ', element('code', {}, path)),
      ),
    ),
  ],
};

/** The whole of an item for the side of the page; nothing if neither map has it. */
export function detailsOf({ part, id }: Reference, model: Model): Child {
  const item = model.items[part].get(id);
  const gone = item === undefined ? model.old?.[part].get(id) : undefined;
  const shown = item ?? gone;
  if (shown === undefined) return undefined;
  const describe: (item: never, model: Model) => readonly Child[] = DETAILS[part];
  return [
    element('p', { class: 'kind' }, KINDS[part]),
    element('h2', { tabindex: '-1' }, id),
    gone === undefined ? undefined : element('p', { class: 'gone' }, 'It is only in the other map.'),
    // Item and description are of one part
    describe(shown as never, model), // oxlint-disable-line typescript/no-unsafe-type-assertion
  ];
}

function facts(pairs: readonly (readonly [string, Child])[]): Child {
  return element(
    'dl',
    {},
    pairs.flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [element('dt', {}, name), element('dd', {}, value)],
    ),
  );
}

function section(title: string, content: Child): Child {
  return content === undefined ? undefined : element('section', {}, element('h3', {}, title), content);
}

const codes = (texts: readonly string[]): Child =>
  texts.map((text) => element('div', {}, element('code', {}, text)));

function pinList(pins: PlatformMap['components'][number]['pins'], model: Model): Child {
  return [...new Set(pins.map(sourceId))].map((id) => {
    const same = pins.filter((pin) => sourceId(pin) === id);
    return element(
      'div',
      { class: 'key' },
      links('sources', [id], model),
      same.map(({ path }) => (path === '' ? undefined : element('div', { class: 'quiet' }, path))),
    );
  });
}
