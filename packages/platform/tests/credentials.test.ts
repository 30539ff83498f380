import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CredentialsLock, EMPTY_LOCK, ROTATION_ANNOTATION } from '@kfdist/credentials';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { credentialPath, markRestarts, RECORD_PATH, textFile, textOf, toChanges } from '../src/index.ts';
import { readExisting, readTree, replaceFiles, WriteError, writeChanges } from '../src/node/index.ts';
import { fixturePlan } from './fixture.ts';

const vault = (body: string, source = 'manifests: {}') => ({
  'vault/component.yaml': `name: vault
summary: Keeps secrets
category: secrets
namespace: { name: vault }
source: { ${source} }
needs: [namespaces]
secrets:
${body}`,
});
const KEYS = '  - { name: vault, keys: { token: { hex: 32 } }, restarts: [Deployment/vault] }\n';
const rotated = (revision: number): CredentialsLock => ({
  ...EMPTY_LOCK,
  secrets: { 'vault/vault': { backend: 'sealed-secrets', scope: 'strict', revision, keys: {} } },
});

describe('the credentials of a plan', () => {
  it('are the declarations, where they are kept and how they are named', () => {
    const { credentials, codes } = fixturePlan(['components.secrets=sealed-secrets'], vault(KEYS));
    expect(codes).toEqual([]);
    expect(credentials).toMatchObject({
      specs: [{ component: 'vault', namespace: 'vault', name: 'vault' }],
      backend: 'sealed-secrets',
      naming: { prefix: 'example', service: 'SecretsManager' },
    });
    expect(credentials.specs.map(credentialPath)).toEqual(['secrets/vault/vault.vault.yaml']);
  });

  it('never contain a sensitive setting', () => {
    const body = '  - { name: vault, keys: { token: { text: "x <<__my.password__>>" } } }\n';
    const plan = fixturePlan(['my.password=hunter2'], vault(body));
    expect(plan.codes).toContain('SENSITIVE_IN_RECIPE');
    expect(JSON.stringify(plan.credentials.specs)).not.toContain('hunter2');
    expect(JSON.stringify(plan.diagnostics)).not.toContain('hunter2');
  });

  it.each([
    ['UNKNOWN_VALUE', '  - { name: vault, keys: { token: { same: nobody } } }\n'],
    ['DUPLICATE_SECRET', `${KEYS}${KEYS}`],
    ['CIRCULAR_RECIPE', '  - { name: vault, keys: { a: { same: vault/b }, b: { same: vault/a } } }\n'],
  ])('are checked together: %s', (code, body) => {
    const { diagnostics } = fixturePlan([], vault(body));
    expect(diagnostics).toMatchObject([{ code, span: { path: 'vault/component.yaml' } }]);
  });
});

describe('markRestarts', () => {
  const deployment = (namespace = '') =>
    `# ours\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: vault${namespace} }\nspec: {}\n`;
  const annotations = (text: string | undefined) =>
    parseAllDocuments(text ?? '').map((document) =>
      document.getIn(['spec', 'template', 'metadata', 'annotations', ROTATION_ANNOTATION]),
    );

  it.each([
    ['nothing was generated', EMPTY_LOCK],
    ['nothing was rotated', rotated(0)],
  ])('changes nothing where %s', (_, lock) => {
    const plan = fixturePlan([], { ...vault(KEYS), 'vault/vault.yaml': deployment() });
    expect(markRestarts(plan, lock)).toEqual({ files: plan.files, diagnostics: [] });
  });

  it.each([
    ['in the namespace of the component', deployment(), ['vault/vault=2']],
    ['with its own namespace', deployment(', namespace: vault'), ['vault/vault=2']],
    ['among other documents', `a: 1\n---\n${deployment()}`, [undefined, 'vault/vault=2']],
  ])('annotates the pod template %s', (_, text, expected) => {
    const plan = fixturePlan([], { ...vault(KEYS), 'vault/vault.yaml': text });
    const { files, diagnostics } = markRestarts(plan, rotated(2));
    const path = 'components/vault/vault.yaml';
    const after = files.flatMap((file) => (file.path === path ? [textOf(file)] : []))[0];
    expect(diagnostics).toEqual([]);
    expect(annotations(after)).toEqual(expected);
    expect(after).toContain('# ours\n');
    expect(files.filter((file) => file.path !== path)).toEqual(
      plan.files.filter((file) => file.path !== path),
    );
  });

  it.each([
    ['without patches', 'resources: [ https://example.com/base?ref=1 ]\n', 1],
    ['with patches', 'patches:\n  # first\n  - path: x.yaml\n', 2],
  ])('patches a kustomization %s', (_, kustomization, count) => {
    const plan = fixturePlan([], {
      ...vault(KEYS, 'kustomize: { path: ./overlay/ }'),
      'vault/overlay/kustomization.yaml': kustomization,
    });
    const { files, diagnostics } = markRestarts(plan, rotated(1));
    const file = files.find(({ path }) => path === 'components/vault/overlay/kustomization.yaml');
    const text = file && textOf(file);
    const [document] = parseAllDocuments(text ?? '');
    const patches = document?.toJS().patches as { target?: object; patch?: string }[];
    expect(diagnostics).toEqual([]);
    expect(text?.startsWith(kustomization)).toBe(true);
    expect(patches).toHaveLength(count);
    expect(patches.at(-1)?.target).toEqual({ kind: 'Deployment', name: 'vault' });
    expect(annotations(patches.at(-1)?.patch)).toEqual(['vault/vault=1']);
  });

  it.each([
    ['a chart', 'helm: { repository: https://charts.example.com, chart: vault, version: 1.0.0 }', {}],
    ['another namespace', 'manifests: {}', { 'vault/vault.yaml': deployment(', namespace: other') }],
    ['a broken place', 'manifests: {}', { 'vault/vault.yaml': `${deployment()}  template: 1\n` }],
    [
      'a template that is text',
      'manifests: {}',
      { 'vault/v.yaml': deployment().replace('{}', '{ template: x }') },
    ],
    ['no kustomization', 'kustomize: { path: . }', {}],
  ])('says what it cannot reach: %s', (_, source, changes) => {
    const plan = fixturePlan([], { ...vault(KEYS, source), ...changes });
    const { files, diagnostics } = markRestarts(plan, rotated(1));
    expect(files).toEqual(plan.files);
    expect(diagnostics).toMatchObject([{ code: 'RESTART_NOT_MARKED', args: { target: 'deployment/vault' } }]);
  });
});

describe('the files of kfdist credentials', () => {
  const SEALED = 'apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\n';
  const theirs = { 'credentials.lock.json': '{}\n', 'secrets/vault/vault.vault.yaml': SEALED };
  const folder = () => join(mkdtempSync(join(tmpdir(), 'kfdist-')), 'example');
  const create = (path: string, text: string) =>
    ({ type: 'create', path, file: textFile(path, text) }) as const;
  const paths = (root: string) => readTree(root).files.map(({ path }) => path);

  it('are neither foreign nor deleted', () => {
    const root = folder();
    replaceFiles(
      root,
      Object.entries(theirs).map(([path, text]) => create(path, text)),
    );
    const wanted = [textFile('a', '1'), textFile('secrets/vault/vault.old.yaml', 'kind: ExternalSecret\n')];
    const first = toChanges(wanted, readExisting(root, 'out').existing);
    expect(first.diagnostics).toEqual([]);
    writeChanges(root, first);
    const next = toChanges([], readExisting(root, 'out').existing);
    expect(next.diagnostics).toEqual([]);
    writeChanges(root, next);
    expect(paths(root)).toEqual([RECORD_PATH, ...Object.keys(theirs)]);
  });

  it('are not replaced by an ExternalSecret of the same name in a folder that is not ours', () => {
    const root = folder();
    replaceFiles(root, [create('secrets/vault/vault.vault.yaml', SEALED)]);
    const wanted = [textFile('secrets/vault/vault.vault.yaml', 'kind: ExternalSecret\n')];
    const { changes } = toChanges(wanted, readExisting(root, 'out').existing);
    expect(changes.map(({ type }) => type)).toEqual(['kept']);
  });

  it('are deleted with their folder, all or none', () => {
    const root = folder();
    replaceFiles(
      root,
      Object.entries(theirs).map(([path, text]) => create(path, text)),
    );
    const [before] = readTree(root).files.filter(({ path }) => path.startsWith('secrets/'));
    if (before === undefined) throw new Error('nothing was written');
    const gone = { type: 'delete', path: before.path, before } as const;
    mkdirSync(join(root, 'blocked'));
    expect(() => replaceFiles(root, [gone, create('blocked', '')])).toThrow(WriteError);
    expect(paths(root)).toEqual(Object.keys(theirs));
    replaceFiles(root, [gone]);
    expect(paths(root)).toEqual(['credentials.lock.json']);
    expect(existsSync(join(root, 'secrets/vault'))).toBe(false);
  });

  it('are written without forgetting what an interrupted setup wrote', () => {
    const root = folder();
    const records = join(root, '..', '.example.kfdist-staging', 'records');
    replaceFiles(records, [create('0.json', '{ "version": 1, "files": { "a": "x" } }')]);
    replaceFiles(root, [create('credentials.lock.json', '{}\n')]);
    expect(readExisting(root, 'out').existing.records).toHaveLength(1);
  });
});
