import { selectedBy } from '../components-table.mjs';
import { ownImages } from './component-images.mjs';
import { orderLines } from './component-order.mjs';
import { secretsText } from './component-secrets.mjs';
import { upstreamRows } from './component-upstreams.mjs';
import { codeSpan, markdownTable, slugOf } from './markdown.mjs';
import { SETTING_COLUMNS, sectionOf, settingCells } from './settings-page.mjs';

/** What a page says, in order. A section without a text is left out. */
const SECTIONS = [
  ['Upstreams', upstreams],
  ['Order', (component, { distribution }) => orderLines(component, distribution).join('\n')],
  ['Settings', settings],
  ['Roles', roles],
  ['Access keys', accessKeys],
  ['Secrets', (component) => secretsText(component)],
  ['Images', images],
  ['Beyond its namespace', reach],
];

/** The page of every component, by its path. `context` has the distribution, the pins, the settings and who reads them. */
export function componentPages(context) {
  return Object.fromEntries(
    context.distribution.components.map((component) => [
      `docs/components/${component.name}.md`,
      componentPage(component, context),
    ]),
  );
}

function componentPage(component, context) {
  const { name, summary } = component;
  const sections = SECTIONS.map(([title, textOf]) => [title, textOf(component, context)]);
  return [
    `# ${name}`,
    `${summary}.`,
    `Written by \`npm run generate\` from [\`component.yaml\`](../../distribution/${name}/component.yaml) and the files beside it. What has\nno section here, it does not have. \`<<__key__>>\` stands for the value of a setting.`,
    facts(component, context),
    ...sections.flatMap(([title, text]) => (text === '' ? [] : [`## ${title}`, text])),
  ]
    .join('\n\n')
    .concat('\n');
}

function facts({ name, category, namespace, hosts, data, provides, enabled = true }, { distribution }) {
  const { groups } = distribution;
  const labels = Object.entries(namespace?.labels ?? {}).map(([key, value]) => codeSpan(`${key}: ${value}`));
  const rows = [
    ['Category', category],
    ['Selected', selectedBy({ name, provides, enabled, groups })],
    ['Namespace', namespace === undefined ? '' : [codeSpan(namespace.name), ...labels].join(', ')],
    ['Hosts', hosts.map(codeSpan).join(', ')],
    ['Data that a deselection deletes', data ?? ''],
  ];
  return rows
    .filter(([, text]) => text !== '')
    .map(([title, text]) => `- ${title}: ${text}`)
    .join('\n');
}

function upstreams(component, context) {
  const rows = upstreamRows(component, context);
  return rows.length === 0
    ? ''
    : markdownTable(['What', 'Version', 'Pinned as', 'What of it', 'Releases'], rows);
}

function settings({ name }, { definitions, readersOf }) {
  const read = definitions
    .filter((one) => readersOf(one).components.includes(name))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const own = read.filter(({ component }) => component === name);
  const others = read
    .filter(({ component }) => component !== name)
    .map(({ key }) => `[\`${key}\`](../settings.md#${slugOf(sectionOf(key))})`);
  const table = own.length === 0 ? [] : [markdownTable(SETTING_COLUMNS, own.map(settingCells))];
  const also = others.length === 0 ? [] : [`Settings of others that it reads: ${others.join(', ')}.`];
  return [...table, ...also].join('\n\n');
}

function roles({ namespace, serviceAccounts }, { findPolicy }) {
  if (serviceAccounts.length === 0) return '';
  const rows = serviceAccounts.map(({ name, each, namespace: own, role, policy }) => [
    codeSpan(name),
    each === undefined ? codeSpan(own ?? namespace?.name) : `of each of ${codeSpan(each)}`,
    codeSpan(each === undefined ? `role_arn.${role}` : `${each}.*.role_arn`),
    ...policyCells(policy ?? 'policy.json', findPolicy),
  ]);
  return markdownTable(['ServiceAccount', 'Namespace', 'ARN of the role', 'Policy', 'What it allows'], rows);
}

function accessKeys({ users }, { findPolicy }) {
  if (users.length === 0) return '';
  const rows = users.map(({ name, policy, enabled }) => [
    codeSpan(name),
    codeSpan(enabled),
    ...policyCells(policy, findPolicy),
  ]);
  return markdownTable(['IAM user', 'Only where this is true', 'Policy', 'What it allows'], rows);
}

function policyCells(policy, findPolicy) {
  return [codeSpan(policy), findPolicy(policy)?.summary ?? ''];
}

function images(component, context) {
  const own = ownImages(component, context).map((image) => `- ${codeSpan(image)}`);
  const rest = 'Those that its upstreams bring, `kfdist images` lists for your cluster.';
  if (component.source.manifests !== undefined) return own.join('\n');
  return own.length === 0 ? rest : ['Named here:', own.join('\n'), rest].join('\n\n');
}

function reach({ project = {} }) {
  const { clusterKinds = [], namespaces = [], repositories = [] } = project;
  return [
    ['Cluster-wide kinds', clusterKinds],
    ['Further namespaces', namespaces],
    ['Further repositories', repositories],
  ]
    .filter(([, names]) => names.length > 0)
    .map(([title, names]) => `- ${title}: ${names.map(codeSpan).join(', ')}`)
    .join('\n');
}
