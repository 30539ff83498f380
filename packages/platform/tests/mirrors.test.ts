import { describe, expect, it } from 'vitest';
import { mirroredImage, mirrorImages, nestedMirrors } from '../src/index.ts';
import { fixturePlan } from './fixture.ts';

const mirror = (from: string, to: string, i = 0) => [`mirrors.${i}.from=${from}`, `mirrors.${i}.to=${to}`];
const github = mirror('https://github.com', 'https://git.example.com/github');
const mesh = 'components.mesh=true';
const reasons = ({ diagnostics }: ReturnType<typeof fixturePlan>) =>
  diagnostics.map(({ code, args }) => `${code} ${args?.what ?? args?.key ?? ''}`);

describe('mirrors with delivery: reference', () => {
  it('are written into the tree, for bases and charts', () => {
    const plan = fixturePlan([
      mesh,
      ...github,
      ...mirror('https://charts.example.com', 'oci://registry.example.com/charts', 1),
      ...mirror('https://raw.githubusercontent.com', 'https://files.example.com', 2),
    ]);
    expect(plan.codes).toEqual([]);
    const bases = plan.text('components/mesh/kustomization.yaml') ?? '';
    expect(bases).toMatch(
      /^ {2}- https:\/\/git\.example\.com\/github\/example\/mesh\/\/base\?timeout=80s&ref=[0-9a-f]{40}$/m,
    );
    expect(bases).toMatch(
      /^ {2}- https:\/\/files\.example\.com\/example\/kinds\/[0-9a-f]{40}\/released\/policy\.yaml$/m,
    );
    expect(plan.text('applications/dns.yaml')).toContain(
      'repoURL: registry.example.com/charts\n    chart: dns\n',
    );
    expect(plan.text('applications/projects.yaml')).toContain('- registry.example.com/charts\n');
  });

  it('on this machine are for builds alone', () => {
    const plain = fixturePlan([mesh]).text('components/mesh/kustomization.yaml');
    const plan = fixturePlan([mesh, ...mirror('https://github.com/example', '/srv/git')]);
    expect([plan.codes, plan.text('components/mesh/kustomization.yaml')]).toEqual([[], plain]);
  });

  it('ask for final objects where Argo CD cannot follow', () => {
    const images = fixturePlan(mirror('ghcr.io', 'registry.example.com/ghcr.io'));
    expect(reasons(images)).toEqual(['MIRROR_NEEDS_HYDRATION ghcr.io']);
    expect(reasons(fixturePlan([mesh, ...github]))).toEqual([
      expect.stringMatching(/^MIRROR_NEEDS_HYDRATION https:\/\/raw\.githubusercontent\.com\//),
    ]);
    const { delivery } = fixturePlan(github);
    expect(
      nestedMirrors(['https://github.com/a/b', 'https://example.com/c'], delivery).map(
        ({ args }) => args?.what,
      ),
    ).toEqual(['https://github.com/a/b']);
    expect(nestedMirrors(['https://github.com/a/b'], { ...delivery, delivery: 'hydrated' })).toEqual([]);
  });

  it('are no concern of the tree with delivery: hydrated', () => {
    const plan = fixturePlan([
      'delivery=hydrated',
      mesh,
      ...github,
      ...mirror('ghcr.io', 'registry.example.com', 1),
    ]);
    expect(plan.codes).toEqual([]);
    expect(plan.text('components/mesh/kustomization.yaml')).toContain(
      'https://github.com/example/mesh//base',
    );
  });
});

describe('mirrorImages', () => {
  const mirrors = [
    { from: 'docker.io', to: 'registry.example.com/hub' },
    { from: 'ghcr.io/a', to: 'registry.example.com/a' },
    { from: 'https://ghcr.io', to: 'https://charts.example.com' },
  ];
  it.each([
    ['busybox:1', 'registry.example.com/hub/library/busybox:1'],
    ['a/b', 'registry.example.com/hub/a/b:latest'],
    ['ghcr.io/a/b:v1', 'registry.example.com/a/b:v1'],
    ['ghcr.io/ab/c:v1', 'ghcr.io/ab/c:v1'],
    ['quay.io/a/b', 'quay.io/a/b'],
  ])('takes %s from %s', (image, elsewhere) => {
    expect(mirroredImage(image, mirrors)).toBe(elsewhere);
  });

  it('changes fields, texts and names with a tag beside them, and leaves other objects as they are', () => {
    const item = (object: Readonly<Record<string, unknown>>) => ({
      object: { apiVersion: 'v1', ...object },
      text: 'as written\n',
    });
    const [deployment, config, custom, other] = mirrorImages(
      [
        item({
          kind: 'Pod',
          spec: { containers: [{ image: 'ghcr.io/a/b:v1', args: ['--x=ghcr.io/a/c:v2'] }] },
        }),
        item({ kind: 'ConfigMap', data: { 'a.yaml': 'image: ghcr.io/a/b:v1\nother: 1\n' } }),
        item({ kind: 'App', spec: { image: { registry: 'ghcr.io', repository: 'a/b', tag: 'v1' } } }),
        item({ kind: 'Service' }),
      ],
      mirrors,
    ).map(({ text }) => text);
    expect(deployment).toContain('image: registry.example.com/a/b:v1');
    expect(deployment).toContain('--x=registry.example.com/a/c:v2');
    expect(config).toContain('image: registry.example.com/a/b:v1\n');
    expect(custom).toContain('repository: registry.example.com/a/b\n');
    expect(other).toBe('as written\n');
  });
});
