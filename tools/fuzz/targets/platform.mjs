import { select, syncWaves } from '@kfdist/argocd';
import { parseSettingsFile } from '@kfdist/config';
import { formatDiagnostics, hasErrors, sourcesOf } from '@kfdist/diagnostics';
import { loadDistribution, parseYaml, planPlatform, textFile, textOf, unifiedDiff } from '@kfdist/platform';
import { readTree } from '@kfdist/platform/node';
import { parse } from 'yaml';
import { dataOf, invariant, soundDiagnostics } from './invariant.mjs';

const print = (diagnostics, sources) => formatDiagnostics(diagnostics, sourcesOf(sources));
const yaml = [
  ': ',
  '- ',
  '{',
  '}',
  '[',
  ']',
  ',',
  '"',
  "'",
  '|\n  ',
  '#',
  '~',
  '&x ',
  '*x',
  '<<: ',
  '\n  ',
  '---\n',
  '<<__',
  '__>>',
];
const component = [
  'name: ',
  'summary: ',
  'category: ',
  'source: ',
  'helm: ',
  'kustomize: ',
  'manifests: {}',
  'needs: ',
  'after: ',
  'enabled: ',
  'provides: ',
  'serviceAccounts: ',
  'secrets: ',
  'settings: ',
  'namespace: ',
];

const trees = new Map();

/** A folder of the repository, read once. */
function treeOf(folder) {
  if (!trees.has(folder)) trees.set(folder, readTree(folder).files);
  return trees.get(folder);
}

/** The small distribution with one file replaced, and the settings that go with it. */
function planWith(root, changes, settings) {
  const files = new Map(treeOf(`${root}/tests/fixture-distribution`).map((file) => [file.path, file]));
  for (const [path, text] of Object.entries(changes)) files.set(path, textFile(path, text));
  const loaded = loadDistribution(files.values());
  const { entries, diagnostics } = parseSettingsFile({ path: 'kfdist.yaml', text: settings });
  const plan = planPlatform({ entries, distribution: loaded.distribution });
  return { plan, diagnostics: [...loaded.diagnostics, ...diagnostics, ...plan.diagnostics] };
}

const fixture = (root) => textOf(treeOf(`${root}/tests`).find(({ path }) => path === 'fixture.yaml'));

function noPlaceholders({ plan, diagnostics }) {
  if (hasErrors(diagnostics)) return;
  for (const file of plan.files)
    invariant(
      !file.path.startsWith('/') && !file.path.split('/').includes('..'),
      `${file.path} leaves the tree`,
    );
}

export const targets = [
  {
    name: 'component.yaml',
    seeds: [
      'tests/fixture-distribution/web/component.yaml',
      'tests/fixture-distribution/store/component.yaml',
      'distribution/external-dns/component.yaml',
    ],
    tokens: [...component, ...yaml],
    run: (text, root) => {
      const { plan, diagnostics } = planWith(root, { 'web/component.yaml': text }, fixture(root));
      soundDiagnostics(diagnostics, [{ path: 'web/component.yaml', text }], print);
      noPlaceholders({ plan, diagnostics });
    },
  },
  {
    name: 'settings.yaml',
    seeds: ['tests/fixture-distribution/settings.yaml'],
    tokens: [
      'settings:\n',
      'groups:\n',
      'format: ',
      'choices: ',
      'none: ',
      'default: ',
      'secretsAfter: ',
      ...yaml,
    ],
    run: (text, root) => {
      const { diagnostics } = planWith(root, { 'settings.yaml': text }, fixture(root));
      soundDiagnostics(diagnostics, [{ path: 'settings.yaml', text }], print);
    },
  },
  {
    name: 'platform-settings',
    seeds: ['tests/fixture.yaml'],
    tokens: ['components.', 'login: ', 'git_repo.path: ', '../', 'profiles: ', 'cluster_name: ', ...yaml],
    run: (text, root) => noPlaceholders(planWith(root, {}, text)),
  },
  {
    name: 'yaml-document',
    seeds: ['tests/fixture.yaml'],
    tokens: yaml,
    run: (text) => parseYaml({ path: 'x', text }).locate(['a', 0]),
  },
  {
    name: 'waves',
    texts: ['[{ name: a, after: [b] }, { name: b, after: [] }]'],
    tokens: ['{ name: a, after: [a] }', 'name: ', 'after: ', ', ', '[', ']', '{', '}', 'b'],
    run: (text) => {
      const nodes = dataOf(parse, text);
      if (
        !Array.isArray(nodes) ||
        !nodes.every(
          (node) =>
            typeof node?.name === 'string' &&
            Array.isArray(node.after) &&
            node.after.every((one) => typeof one === 'string'),
        )
      )
        return;
      const { waves, diagnostics } = syncWaves(nodes);
      if (diagnostics.length > 0) return;
      for (const { name, after } of nodes)
        for (const other of after)
          if (waves.has(other))
            invariant(waves.get(name) > waves.get(other), `${name} is not after ${other}`);
      select({ components: [], groups: [] }, []);
    },
  },
  {
    name: 'diff',
    texts: ['a\nb\nc\n|a\nx\nc\n'],
    tokens: ['\n', '|', 'a', '\r\n', '@@', '---', '\\'],
    run: (text) => {
      const [before, ...rest] = text.split('|');
      const [old, file] = [textFile('x', before), textFile('x', rest.join('|'))];
      unifiedDiff({ type: 'update', path: 'x', before: old, file }, 'out');
    },
  },
];
