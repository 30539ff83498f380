import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBuiltFiles, toSarif, verify } from '../src/index.ts';

const TEXT = `# built
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: default }
spec:
  containers:
    - name: web
      image: nginx
---
---
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
`;

const APPLICATION = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: web, namespace: argocd, annotations: { argocd.argoproj.io/sync-wave: "3" } }
spec: { destination: { namespace: shop }, syncPolicy: { syncOptions: [ServerSideApply=true] } }
`;

const read = (...texts: readonly (readonly [string, string])[]) =>
  readBuiltFiles(texts.map(([path, text]) => ({ path, text })));

describe('readBuiltFiles', () => {
  it('makes a component of each file, without what only kustomize reads', () => {
    const { components, diagnostics } = read(['built/web.yaml', TEXT]);
    expect(components.map(({ name, objects }) => [name, objects.map(({ kind }) => kind)])).toEqual([
      ['web', ['Pod']],
    ]);
    expect(diagnostics).toEqual([]);
  });

  it('reads every file of a name, and the folders of a platform as its components', () => {
    const { components } = read(
      ['a/web.yaml', TEXT],
      ['b/web.yaml', TEXT],
      ['c/components/shop/crds.yaml', TEXT],
      ['c/components/shop/objects.yaml', TEXT],
      ['c/secrets/shop/one.yaml', TEXT],
      ['c/applications/web.yaml', APPLICATION],
      ['c/kubeflow.yaml', APPLICATION],
      ['c/iam/web.policy.json', '{"Version": "2012-10-17", "Statement": []}'],
    );
    expect(components.map(({ name, objects }) => `${name} ${objects.length}`)).toEqual([
      'web 2',
      'shop 2',
      'shop-secrets 1',
      'kubeflow 1',
      'web.policy 0',
    ]);
  });

  it('takes from Applications what they say', () => {
    const { components } = read(['web.yaml', TEXT], ['apps.yaml', APPLICATION]);
    expect(components[0]).toMatchObject({
      wave: 3,
      namespace: 'shop',
      syncOptions: ['ServerSideApply=true'],
    });
  });

  it('says where a finding is', () => {
    const files = read(['web.yaml', TEXT]);
    const [finding] = verify(files).findings;
    const span = finding && files.locate(finding);
    expect([finding?.code, span && TEXT.slice(span.start, span.end)]).toEqual(['UNPINNED_IMAGE', 'nginx']);
  });

  it.each([
    ['broken YAML', 'a: [1\n', 'a: [1'.length + 1],
    ['a document that is no mapping', 'kind: A\n---\n- 1\n', 'kind: A\n---\n'.length],
    ['an alias of nothing', 'a: *b\n', 0],
    ['a value that contains itself', 'a: &b { c: *b }\n', 'a: &b { c: '.length],
    ['a collection for a key', '{ a: b }: c\n', 0],
  ])('reports %s and reads the rest', (_title, broken, start) => {
    const { components, diagnostics } = read(['web.yaml', `${broken}---\n${TEXT}`]);
    expect(diagnostics.map(({ code }) => code)).toEqual(['UNREADABLE_OBJECT']);
    expect(diagnostics[0]?.span?.start).toBe(start);
    expect(components[0]?.objects.map(({ kind }) => kind)).toContain('Pod');
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const files = read(['any.yaml', text]);
        const { findings } = verify(files);
        expect(() => findings.map(files.locate)).not.toThrow();
      }),
    );
  });
});

it('writes SARIF with the rule, the line and the object', () => {
  const source = { path: 'web.yaml', text: TEXT };
  const files = readBuiltFiles([source]);
  const sources = new Map([[source.path, source]]);
  expect(toSarif(verify(files), { locate: files.locate, sources, version: '1.0.0' })).toMatchObject({
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'kfdist', rules: [{ id: 'UNPINNED_IMAGE' }] } },
        results: [
          {
            ruleId: 'UNPINNED_IMAGE',
            level: 'error',
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: 'web.yaml' },
                  region: { startLine: 8, startColumn: 14 },
                },
                logicalLocations: [{ fullyQualifiedName: 'web/Pod/default/web#spec.containers[0].image' }],
              },
            ],
          },
        ],
      },
    ],
  });
});
