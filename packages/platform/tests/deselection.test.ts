import { describe, expect, it } from 'vitest';
import { deselections, toChanges } from '../src/index.ts';
import { parseRecord } from '../src/record.ts';
import { fixtureDistribution, fixturePlan } from './fixture.ts';

const kinds = (text: string) => ({
  'store/component.yaml': `name: store\nsummary: s\ncategory: storage\nenabled: false\nnamespace: { name: store }\nsource: { manifests: {} }\nneeds: [namespaces]\n${text}`,
});

/** What a tree with `before` says when it becomes one with `after`. */
function said(
  before: readonly string[],
  after: readonly string[],
  { confirmed = [], more = {} }: { confirmed?: readonly string[]; more?: Record<string, string> } = {},
) {
  const old = fixturePlan([...before], more).files;
  const plan = fixturePlan([...after], more);
  const { record } = parseRecord(
    toChanges(old, { folder: 'out', files: [], folders: [], records: [] }).record,
  );
  const { changes } = toChanges(plan.files, { folder: 'out', files: old, folders: [], records: [record] });
  return deselections(changes, { plan, distribution: fixtureDistribution(more), confirmed }).map(
    ({ code, args }) => `${code} ${Object.values(args ?? {}).join(' ')}`,
  );
}

describe('deselections', () => {
  const selected = ['components.store=true'];

  it('says nothing where nothing is deselected', () => {
    expect(said(selected, selected)).toEqual([]);
    expect(said([], selected)).toEqual([]);
  });

  it('wants data to be confirmed', () => {
    expect(said(selected, [])[0]).toBe('CONFIRM_DESELECTION store the volume of the store');
    expect(said(selected, [], { confirmed: ['store'] })[0]).toBe('DESELECTED store');
  });

  it('says once that all Applications have other names, and still wants data to be confirmed', () => {
    const [blue, green] = ['blue-', 'store-'].map((prefix) => [...selected, `argocd.name_prefix=${prefix}`]);
    const data = 'CONFIRM_DESELECTION store the volume of the store';
    expect(said(selected, blue ?? [])).toEqual(['RENAMED dns blue-dns', data]);
    expect(said(blue ?? [], selected)).toEqual(['RENAMED blue-dns dns', data]);
    expect(said(green ?? [], blue ?? [])).toEqual(['RENAMED store-dns blue-dns', data]);
    expect(said(green ?? [], blue ?? [], { confirmed: ['store'] })).toEqual(['RENAMED store-dns blue-dns']);
    expect(said(blue ?? [], ['argocd.name_prefix='])).toEqual([
      'RENAMED blue-dns dns',
      data,
      'NAMESPACE_LEFT store',
    ]);
  });

  // The project is narrowed before the Application is gone, and Argo CD deletes nothing that the project does not allow
  it('says what Argo CD is no longer allowed to delete', () => {
    expect(said(selected, []).slice(1)).toEqual(['NAMESPACE_LEFT store']);
    const own =
      'project: { clusterKinds: [example.com/Shelf, Namespace, apiextensions.k8s.io/CustomResourceDefinition] }\n';
    expect(said(selected, [], { more: kinds(own) })).toEqual([
      'DESELECTED store',
      'NAMESPACE_LEFT store',
      'KIND_LEFT Shelf shelf.example.com',
    ]);
  });

  it('says nothing of a namespace that another component keeps', () => {
    const shared = kinds('')['store/component.yaml'].replace('name: store }', 'name: web }');
    expect(said(selected, [], { more: { 'store/component.yaml': shared } })).toEqual(['DESELECTED store']);
  });
});
