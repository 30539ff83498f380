import { describe, expect, it } from 'vitest';
import { builtDiff } from '../src/index.ts';

const object = (kind: string, options?: string) => ({
  text: '',
  object: {
    apiVersion:
      { Profile: 'kubeflow.org/v1', CustomResourceDefinition: 'apiextensions.k8s.io/v1' }[kind] ?? 'v1',
    kind,
    metadata: {
      name: 'a',
      ...(options === undefined ? {} : { annotations: { 'argocd.argoproj.io/sync-options': options } }),
    },
  },
});

describe('what a built change removes', () => {
  // @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#no-prune-resources
  it.each([
    ['Profile', undefined, true, 'DATA_REMOVED'],
    ['Profile', 'Prune=false,Delete=false', true, 'OBJECT_STAYS'],
    ['Profile', 'Delete=false', true, 'DATA_REMOVED'],
    ['Profile', 'Delete=false', false, 'OBJECT_STAYS'],
    ['Profile', 'ServerSideApply=true, Prune=false', true, 'OBJECT_STAYS'],
    ['Profile', 'Prune=false', false, 'DATA_REMOVED'],
    ['CustomResourceDefinition', undefined, true, 'KIND_REMOVED'],
    ['CustomResourceDefinition', 'Prune=false', true, 'OBJECT_STAYS'],
  ] as const)('%s with %s, whose Application stays: %s', (kind, options, stays, code) => {
    const before = [{ name: 'web', objects: [object(kind, options)] }];
    const after = stays ? [{ name: 'web', objects: [] }] : [];
    expect(builtDiff(before, after).diagnostics.map((one) => one.code)).toEqual([code]);
  });

  it('is not told of what has no data', () => {
    const before = [{ name: 'web', objects: [object('ConfigMap', 'Prune=false')] }];
    expect(builtDiff(before, []).diagnostics).toEqual([]);
  });
});
