import { describe, expect, it } from 'vitest';
import { loadDistribution } from '../src/index.ts';
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
  ])('refuses a component with %s', (_title, text, code) => {
    expect(codes({ 'web/component.yaml': text })).toContain(code);
  });

  it('says where a mistake lies', () => {
    const text = `${valid.replace('x', 'web')}needs: [1]\n`;
    expect(diagnostics({ 'web/component.yaml': text })).toMatchObject([
      {
        code: 'INVALID_COMPONENT',
        span: { path: 'web/component.yaml', start: text.indexOf('1') },
        args: { at: 'needs.0' },
      },
    ]);
  });

  it('lets a folder of the same name replace files and a new folder add a component', () => {
    const changed = loadDistribution(
      fixtureFiles({ 'web/login.yaml': 'a: 1\n', 'own/component.yaml': valid.replace('x', 'own') }),
    ).distribution;
    expect(changed.components.map(({ name }) => name)).toContain('own');
    expect(changed.files.has('web/login.yaml')).toBe(true);
  });
});
