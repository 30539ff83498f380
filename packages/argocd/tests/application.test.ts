import { describe, expect, it } from 'vitest';
import { type ApplicationSpec, application, kustomization, project, rootApplication } from '../src/index.ts';

const git = {
  kind: 'kustomize',
  repository: 'https://example.com/p.git',
  revision: 'main',
  path: 'clusters/x/components/istio',
} as const;
const spec: ApplicationSpec = {
  name: 'istio',
  argocdNamespace: 'argocd',
  project: 'kfdist',
  wave: 3,
  source: git,
  cluster: 'in-cluster',
  namespace: 'istio-system',
};

describe('application', () => {
  it('is automated, retried without limit, and takes its objects with it', () => {
    expect(application(spec)).toEqual({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: {
        name: 'istio',
        namespace: 'argocd',
        annotations: { 'argocd.argoproj.io/sync-wave': '3' },
        finalizers: ['resources-finalizer.argocd.argoproj.io'],
      },
      spec: {
        project: 'kfdist',
        source: { repoURL: git.repository, targetRevision: 'main', path: git.path },
        destination: { name: 'in-cluster', namespace: 'istio-system' },
        syncPolicy: {
          automated: { prune: true, selfHeal: true },
          syncOptions: ['ServerSideApply=true', 'SkipDryRunOnMissingResource=true'],
          retry: { limit: -1, backoff: { duration: '15s', factor: 2, maxDuration: '5m' }, refresh: true },
        },
      },
    });
  });

  it.each([
    [
      'plain manifests',
      { ...git, kind: 'manifests' } as const,
      { repoURL: git.repository, targetRevision: 'main', path: git.path, directory: { recurse: true } },
    ],
    [
      'a chart with its values inline',
      {
        kind: 'helm',
        repository: 'https://charts.example.com',
        chart: 'dns',
        version: '1.2.3',
        releaseName: 'dns',
        values: { a: 1 },
      } as const,
      {
        repoURL: 'https://charts.example.com',
        chart: 'dns',
        targetRevision: '1.2.3',
        helm: { releaseName: 'dns', valuesObject: { a: 1 } },
      },
    ],
    [
      'a chart of an OCI registry, without values',
      {
        kind: 'helm',
        repository: 'oci://public.ecr.aws/karpenter',
        chart: 'karpenter',
        version: '1.0.0',
        releaseName: 'karpenter',
        values: {},
      } as const,
      {
        repoURL: 'public.ecr.aws/karpenter',
        chart: 'karpenter',
        targetRevision: '1.0.0',
        helm: { releaseName: 'karpenter' },
      },
    ],
  ])('takes %s', (_title, source, expected) => {
    expect(application({ ...spec, source })).toMatchObject({ spec: { source: expected } });
    expect(
      Object.keys((application({ ...spec, source }) as { spec: { source: object } }).spec.source),
    ).toEqual(Object.keys(expected));
  });

  it('respects ignored differences while syncing', () => {
    const ignoreDifferences = [{ group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] }];
    expect(application({ ...spec, ignoreDifferences })).toMatchObject({
      spec: {
        ignoreDifferences,
        syncPolicy: { syncOptions: expect.arrayContaining(['RespectIgnoreDifferences=true']) },
      },
    });
  });
});

it('keeps the platform when the root Application is deleted', () => {
  const root = rootApplication({
    name: 'kubeflow',
    argocdNamespace: 'argocd',
    project: 'kfdist-root',
    source: git,
  });
  expect(root).not.toHaveProperty('metadata.finalizers');
  expect(root).toHaveProperty('spec.syncPolicy.automated', { prune: true, selfHeal: true });
});

it('lists repositories, destinations and kinds once and sorted', () => {
  const kinds = [
    { group: '', kind: 'Namespace' },
    { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' },
    { group: '', kind: 'Namespace' },
  ];
  expect(
    project({
      name: 'kfdist',
      argocdNamespace: 'argocd',
      description: 'd',
      sourceRepositories: ['b', 'a', 'b'],
      cluster: 'in-cluster',
      namespaces: ['z', 'y', 'z'],
      clusterKinds: kinds.toReversed(),
    }),
  ).toMatchObject({
    spec: {
      sourceRepos: ['a', 'b'],
      destinations: [
        { name: 'in-cluster', namespace: 'y' },
        { name: 'in-cluster', namespace: 'z' },
      ],
      clusterResourceWhitelist: [kinds[0], kinds[1]],
    },
  });
});

it('lists the files of a folder in order', () => {
  expect(kustomization(['b.yaml', 'a.yaml'])).toMatchObject({
    kind: 'Kustomization',
    resources: ['a.yaml', 'b.yaml'],
  });
});
