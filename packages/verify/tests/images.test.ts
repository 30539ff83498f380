import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalImage, formatPath, imagesOf, parseImageName } from '../src/index.ts';

const metadata = { name: 'app', namespace: 'kubeflow' };
const deployment = (container: object) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata,
  spec: { template: { spec: { containers: [{ name: 'main', ...container }] } } },
});
const configMap = (data: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
const found = (...objects: readonly object[]) =>
  imagesOf([{ name: 'app', objects: objects.map((object) => ({ ...object })) }]).map(
    ({ image, place, path }) => `${place} ${formatPath(path)} ${image}`,
  );

const HUB = JSON.stringify({
  global: { hub: 'registry.istio.io/release', tag: '1.30.1', proxy: { image: 'proxyv2' } },
});
const SPAWNER =
  'image:\n  value: ghcr.io/a/scipy:v1\n  options:\n    - ghcr.io/a/scipy:v1\n    - ghcr.io/a/torch:v1\n';

describe('imagesOf', () => {
  it.each([
    [
      'a container',
      deployment({ image: 'nginx:1.29' }),
      ['container spec.template.spec.containers[0].image nginx:1.29'],
    ],
    [
      'environment',
      deployment({ env: [{ name: 'DRIVER', value: 'ghcr.io/kubeflow/kfp-driver:2.16.1' }] }),
      ['environment spec.template.spec.containers[0].env[0].value ghcr.io/kubeflow/kfp-driver:2.16.1'],
    ],
    [
      'an argument',
      deployment({ args: ['--solver-image=quay.io/jetstack/solver:v1'] }),
      ['argument spec.template.spec.containers[0].args[0] quay.io/jetstack/solver:v1'],
    ],
    [
      'a custom resource',
      { apiVersion: 'x/v1', kind: 'Keycloak', metadata, spec: { image: 'quay.io/keycloak/keycloak:26.1' } },
      ['resource spec.image quay.io/keycloak/keycloak:26.1'],
    ],
    [
      'a name and a tag in two fields',
      {
        apiVersion: 'x/v1',
        kind: 'Thing',
        metadata,
        spec: { image: { repository: 'ghcr.io/a/b', tag: 'v2' } },
      },
      ['resource spec.image ghcr.io/a/b:v2'],
    ],
    [
      'a folder, a name and a version in three fields, and one that is switched off',
      {
        apiVersion: 'nvidia.com/v1',
        kind: 'ClusterPolicy',
        metadata,
        spec: {
          toolkit: { repository: 'nvcr.io/nvidia/k8s', image: 'container-toolkit', version: 'v1.20.0' },
          vgpuManager: { enabled: false, image: 'vgpu-manager' },
        },
      },
      ['resource spec.toolkit nvcr.io/nvidia/k8s/container-toolkit:v1.20.0'],
    ],
    [
      'a key that says so',
      configMap({ WEB_IMAGE: 'tensorflow/tensorflow:2.5.1' }),
      ['config data.WEB_IMAGE tensorflow/tensorflow:2.5.1'],
    ],
    [
      'YAML in a ConfigMap',
      configMap({ 'a.yaml': 'workers:\n  - image: kserve/agent:v1\n' }),
      ['config data["a.yaml"] kserve/agent:v1'],
    ],
    [
      'JSON in a ConfigMap',
      configMap({ a: '{"image" : "kserve/agent:v1"}' }),
      ['config data.a kserve/agent:v1'],
    ],
    [
      'a list in a ConfigMap',
      configMap({ a: SPAWNER }),
      ['config data.a ghcr.io/a/scipy:v1', 'config data.a ghcr.io/a/torch:v1'],
    ],
    [
      'a hub and a tag',
      configMap({ values: HUB }),
      ['config data.values registry.istio.io/release/proxyv2:1.30.1'],
    ],
  ])('finds %s', (_title, object, images) => {
    expect(found(object)).toEqual(images);
  });

  it.each([
    ['an address', configMap({ a: 'see https://example.com/path/to:80/x' })],
    ['a host with a port and a path', deployment({ args: ['--url=http://dex.auth.svc:5556/dex'] })],
    ['a template', configMap({ a: 'image: "{{ .ProxyImage }}"' })],
    ['an example that nothing reads', configMap({ _example: 'image: kserve/agent:v1' })],
    ['a bare word', configMap({ a: 'image: yes' })],
    [
      'a group and a version',
      { apiVersion: 'x/v1', kind: 'T', metadata, spec: { ref: 'serving.kserve.io/v1' } },
    ],
    [
      'the schema of a kind',
      { apiVersion: 'x/v1', kind: 'CustomResourceDefinition', metadata, spec: { image: 'a:1' } },
    ],
  ])('leaves alone %s', (_title, object) => {
    expect(found(object)).toEqual([]);
  });

  it('takes any object', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('kind', 'data', 'spec', 'image', 'env'), fc.anything()),
        (object) => {
          expect(() => imagesOf([{ name: 'any', objects: [object] }])).not.toThrow();
        },
      ),
    );
  });
});

describe('parseImageName', () => {
  it.each([
    ['nginx', { registry: 'docker.io', repository: 'library/nginx' }],
    ['a/b:v1', { registry: 'docker.io', repository: 'a/b', tag: 'v1' }],
    ['localhost:5000/a', { registry: 'localhost:5000', repository: 'a' }],
    ['ghcr.io/a/b_c', { registry: 'ghcr.io', repository: 'a/b_c' }],
    [
      `a@sha256:${'0'.repeat(64)}`,
      { registry: 'docker.io', repository: 'library/a', digest: `sha256:${'0'.repeat(64)}` },
    ],
    ['UPPER/case', undefined],
    ['a b', undefined],
    ['a:', undefined],
    ['', undefined],
  ])('%s', (reference, parts) => {
    expect(parseImageName(reference)).toEqual(parts);
  });

  it('gives one name to all spellings', () => {
    expect(['nginx', 'docker.io/library/nginx:latest', 'nginx:latest'].map(canonicalImage)).toEqual(
      Array.from({ length: 3 }, () => 'docker.io/library/nginx:latest'),
    );
  });
});
