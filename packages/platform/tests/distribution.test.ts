import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { kubernetesProblem, loadDistribution } from '../src/index.ts';
import { fixtureFiles } from './fixture.ts';

const codes = (changes: Record<string, string>) =>
  loadDistribution(fixtureFiles(changes)).diagnostics.map(({ code }) => code);
const diagnostics = (changes: Record<string, string>) => loadDistribution(fixtureFiles(changes)).diagnostics;
const valid = 'name: x\nsummary: s\ncategory: storage\nsource: { manifests: {} }\n';

describe('loadDistribution', () => {
  it('knows components, groups and their choices', () => {
    const { distribution, diagnostics: found } = loadDistribution(fixtureFiles());
    expect(found).toEqual([]);
    expect(distribution.components.map(({ name }) => name)).toEqual([
      'dns',
      'gateway',
      'login-company',
      'login-simple',
      'mesh',
      'namespaces',
      'store',
      'web',
    ]);
    expect(distribution.groups.map(({ name, choices }) => [name, Object.keys(choices)])).toEqual([
      ['login', ['login-company', 'login-simple']],
      ['sessions', ['cookie', 'redis']],
    ]);
  });

  it.each<[string, string, string]>([
    ['another name than its folder', valid, 'DUPLICATE_COMPONENT'],
    ['no source', 'name: web\nsummary: s\ncategory: storage\n', 'INVALID_COMPONENT'],
    [
      'two sources',
      valid.replace('x', 'web').replace('{ manifests: {} }', '{ manifests: {}, kustomize: {} }'),
      'INVALID_COMPONENT',
    ],
    ['an unknown field', `${valid.replace('x', 'web')}colour: red\n`, 'INVALID_COMPONENT'],
    ['an unknown category', valid.replace('x', 'web').replace('storage', 'misc'), 'INVALID_COMPONENT'],
    ['a name that is no Kubernetes name', valid.replace('x', 'Web'), 'INVALID_COMPONENT'],
    ['a group that is not declared', `${valid.replace('x', 'web')}provides: colours\n`, 'EMPTY_GROUP'],
    ['no YAML', 'name: [', 'INVALID_YAML'],
    ['a value that contains itself', 'name: &a { b: *a }\n', 'INVALID_YAML'],
  ])('refuses a component with %s', (_title, text, code) => {
    expect(codes({ 'web/component.yaml': text })).toContain(code);
  });

  it('says where a mistake lies', () => {
    const text = `${valid.replace('x', 'web')}needs: [1]\n`;
    expect(diagnostics({ 'web/component.yaml': text })).toMatchObject([
      {
        code: 'INVALID_COMPONENT',
        span: { path: 'web/component.yaml', start: text.indexOf('1') },
        args: { at: 'needs.0', problem: 'must be a text' },
      },
    ]);
  });

  it.each([
    ['namespace: web', 'namespace', 'must be a map'],
    ['needs: web', 'needs', 'must be a list'],
    ['enabled: "yes"', 'enabled', 'must be true or false'],
    ['colour: red', 'colour', 'is not known'],
    ['serviceAccounts: [{ name: a }]', 'serviceAccounts.0.role', 'is missing'],
  ])('says what %s should be', (line, at, problem) => {
    const text = `${valid.replace('x', 'web')}${line}\n`;
    expect(diagnostics({ 'web/component.yaml': text })).toMatchObject([{ args: { at, problem } }]);
  });

  it('lets a folder of the same name replace files and a new folder add a component', () => {
    const changed = loadDistribution(
      fixtureFiles({ 'web/login.yaml': 'a: 1\n', 'own/component.yaml': valid.replace('x', 'own') }),
    ).distribution;
    expect(changed.components.map(({ name }) => name)).toContain('own');
    expect(changed.files.has('web/login.yaml')).toBe(true);
  });
});

describe('what a distribution fits', () => {
  const root = join(import.meta.dirname, '..', '..', '..');
  const settings = readFileSync(join(root, 'distribution', 'settings.yaml'), 'utf8');
  const supports = { kubeflow: '26.03.1', kubernetes: { from: '1.33', to: '1.36' } };

  it('is refused whole, once, where its format is not known', () => {
    const text = 'settings: {}\nformat: 2\nnew: thing\n';
    const loaded = loadDistribution(fixtureFiles({ 'settings.yaml': text }));
    expect(loaded.isComplete).toBe(false);
    expect(loaded.diagnostics).toMatchObject([
      {
        code: 'UNSUPPORTED_DISTRIBUTION',
        span: { path: 'settings.yaml', start: text.indexOf('format') },
        args: { format: '2', known: '1' },
      },
    ]);
  });

  it.each(['"1"', 'null', '[]', '1.5'])('a format of %s is none', (format) => {
    expect(codes({ 'settings.yaml': `format: ${format}\nsettings: []\n` })).toEqual([
      'UNSUPPORTED_DISTRIBUTION',
    ]);
  });

  it.each<[string, string[]]>([
    ['1.33', []],
    ['v1.36.2-eks-1a2b3c', []],
    ['1.32', ['UNSUPPORTED_KUBERNETES']],
    ['v1.37.0', ['UNSUPPORTED_KUBERNETES']],
    ['1.4', ['UNSUPPORTED_KUBERNETES']],
    ['unknown', []],
  ])('Kubernetes %s: %j', (version, expected) => {
    const found = kubernetesProblem(supports, version);
    expect(found === undefined ? [] : [found.code]).toEqual(expected);
  });

  it('says nothing where the distribution says nothing', () => {
    expect(kubernetesProblem(undefined, '1.20')).toBeUndefined();
  });

  it('is stated in the README and in the pin of Kubeflow', () => {
    const { kubernetes, kubeflow } = (parse(settings) as { readonly supports: typeof supports }).supports;
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(
      `Kubernetes ${kubernetes.from} to ${kubernetes.to}`,
    );
    const upstreams = readFileSync(join(root, 'distribution', 'upstreams.yaml'), 'utf8');
    expect(upstreams).toContain(`release: ${kubeflow} `);
  });
});
