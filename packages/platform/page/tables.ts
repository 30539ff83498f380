import type { MapHost, PlatformMap } from '../src/map/platform-map.ts';
import { type Child, element } from './element.ts';
import { addressOf, links } from './item-link.ts';
import type { Model, Part, Source } from './model.ts';

interface Column<Item> {
  readonly title: string;
  readonly cell: (item: Item, model: Model) => Child;
}

type Tables = {
  readonly [Name in Exclude<Part, 'components' | 'sources'>]: readonly Column<PlatformMap[Name][number]>[];
} & { readonly sources: readonly Column<Source>[] };

/** The columns after the name of an item. */
const TABLES: Tables = {
  roles: [
    { title: 'Who may have it', cell: ({ subjects }) => lines(subjects) },
    { title: 'Services', cell: ({ policies }) => servicesIn(policies).join(', ') },
    { title: 'For', cell: ({ components }, model) => links('components', components, model) },
    { title: 'Made', cell: ({ made }) => made },
  ],
  secrets: [
    { title: 'For', cell: ({ component }, model) => links('components', [component], model) },
    { title: 'Kept in', cell: ({ backend }) => backend },
    { title: 'Keys', cell: ({ keys }) => lines(keys.map(({ key, recipe }) => `${key}: ${recipe}`)) },
    { title: 'Restarts', cell: ({ restarts }) => lines(restarts) },
  ],
  hosts: [
    { title: 'TLS', cell: tlsOf },
    { title: 'Certificate', cell: ({ issuer }) => issuer ?? 'not in our files' },
    { title: 'Login', cell: ({ policies }, model) => loginOf(policies, model) },
    { title: 'Users', cell: ({ policies }, model) => usersOf(policies, model) },
    {
      title: 'For',
      cell: ({ component }, model) =>
        component === undefined ? 'the platform' : links('components', [component], model),
    },
  ],
  policies: [
    {
      title: 'Does',
      cell: ({ action, provider }) => (provider === undefined ? action : `${action}: ${provider}`),
    },
    { title: 'Requests to', cell: ({ hosts, paths }) => lines([...hosts, ...paths]) },
    { title: 'Except', cell: ({ exceptPaths }) => lines(exceptPaths) },
    { title: 'Users', cell: ({ users }) => lines(users) },
    { title: 'From', cell: ({ component }, model) => links('components', [component], model) },
  ],
  images: [
    { title: 'Versions', cell: ({ versions }) => lines(versions) },
    { title: 'Used by', cell: ({ components }, model) => links('components', components, model) },
    { title: 'Named in', cell: ({ places }) => places.join(', ') },
  ],
  sources: [
    { title: 'Pinned to', cell: ({ version }) => (version === '' ? 'nothing' : version) },
    {
      title: 'Components',
      cell: ({ pins }, model) =>
        links('components', [...new Set(pins.map(({ component }) => component))], model),
    },
  ],
};

/** Where TLS ends, and whether plain HTTP is redirected. */
export function tlsOf({ tls, minimumTls, isRedirected }: MapHost): string {
  const version = minimumTls?.replace(/^TLSV(\d)_(\d)$/, 'TLS $1.$2 or newer');
  const where = tls === 'nowhere' ? 'none' : `ends at the ${tls}`;
  return [where, version, isRedirected ? 'port 80 redirects' : undefined]
    .filter((part) => part !== undefined)
    .join(', ');
}

const policiesOf = (names: readonly string[], { items }: Model) =>
  names.flatMap((name) => items.policies.get(name) ?? []);

/** Who is asked about a request, as far as our files say it. */
function loginOf(names: readonly string[], model: Model): string {
  const providers = policiesOf(names, model).flatMap(({ provider }) => provider ?? []);
  return providers.length === 0 ? 'none that our files name' : [...new Set(providers)].join(', ');
}

function usersOf(names: readonly string[], model: Model): Child {
  const users = policiesOf(names, model).flatMap((policy) => policy.users);
  return users.length === 0 ? 'as the applications say' : lines(users);
}

/** Items as a table: their names lead to them. */
export function tableOf(part: Exclude<Part, 'components'>, model: Model): HTMLElement {
  const columns: readonly Column<never>[] = TABLES[part];
  const rows = [...model.items[part]].map(([id, item]) => {
    const change = part === 'sources' ? undefined : model.changesById.get(`${part}/${id}`)?.change;
    const name = element('a', { href: addressOf({ part, id }), 'data-item': `${part}/${id}` }, id);
    return element(
      'tr',
      change === undefined ? {} : { class: change },
      element(
        'th',
        { scope: 'row' },
        name,
        change === undefined ? undefined : element('span', { class: 'flag' }, change),
      ),
      // Rows and columns are of one part
      columns.map(({ cell }) => element('td', {}, cell(item as never, model))), // oxlint-disable-line typescript/no-unsafe-type-assertion
    );
  });
  return element(
    'table',
    { class: part },
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        ['Name', ...columns.map(({ title }) => title)].map((title) => element('th', { scope: 'col' }, title)),
      ),
    ),
    element('tbody', {}, rows),
  );
}

/** Parts, one a line. */
export function lines(parts: readonly Child[]): Child {
  return parts.map((part) => element('div', {}, part));
}

/** The services of AWS whose actions policies name. */
function servicesIn(policies: PlatformMap['roles'][number]['policies']): readonly string[] {
  const actions = policies.flatMap(({ document }) => document.Statement.flatMap(({ Action = [] }) => Action));
  return [...new Set(actions.map((action) => action.split(':')[0] ?? action))].toSorted();
}
