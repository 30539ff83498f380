import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const { customManagers } = JSON.parse(read('renovate.json')) as {
  readonly customManagers: readonly {
    readonly description: string;
    readonly managerFilePatterns: readonly string[];
    readonly matchStrings: readonly string[];
    readonly datasourceTemplate: string;
  }[];
};
const files = readdirSync(join(root, 'distribution'), { recursive: true, encoding: 'utf8' })
  .map((path) => `distribution/${path}`)
  .filter((path) => /\.(ya?ml|hbs)$/.test(path));
const installers = ['tools/install-tools.mjs', 'tools/install-python-tools.mjs'];

/** What the managers of a kind find, in the files that they look at: each as the groups of its expression. */
function found(description: string): Readonly<Record<string, string | undefined>>[] {
  const manager = customManagers.find((one) => one.description.startsWith(description));
  if (manager === undefined) throw new Error(`no manager for ${description}`);
  const isLookedAt = (path: string) =>
    manager.managerFilePatterns.some((pattern) =>
      pattern.startsWith('/') ? new RegExp(pattern.slice(1, -1)).test(path) : pattern === path,
    );
  return [...files, ...installers]
    .filter(isLookedAt)
    .flatMap((path) =>
      manager.matchStrings.flatMap((expression) =>
        Array.from(read(path).matchAll(new RegExp(expression, 'g')), ({ groups }) => ({ ...groups })),
      ),
    );
}

interface Upstream {
  readonly [field: string]: string | undefined;
}

const { upstreams } = parse(read('distribution/upstreams.yaml')) as {
  readonly upstreams: readonly Upstream[];
};
const helm: readonly Upstream[] = files
  .filter((path) => path.endsWith('/component.yaml'))
  .map((path) => (parse(read(path)) as { source: { helm?: Upstream } }).source.helm)
  .filter((one) => one !== undefined);
const isOci = ({ repository }: Upstream) => repository?.startsWith('oci://') === true;
const charts = upstreams.filter(({ chart }) => chart !== undefined);
const chartOf = ({ chart, repository, version }: Upstream) => ({
  depName: chart,
  registryUrl: repository,
  currentValue: version,
});
const inOrder = (list: readonly object[]) =>
  list.map((one) => JSON.stringify(one, Object.keys(one).toSorted())).toSorted();

describe('the update bot', () => {
  it.each<[string, readonly object[]]>([
    ['Charts in upstreams.yaml', charts.filter((one) => !isOci(one)).map(chartOf)],
    ['Charts in component.yaml', helm.filter((one) => !isOci(one)).map(chartOf)],
    [
      'Charts of OCI registries',
      [...charts, ...helm].filter(isOci).map(({ chart, repository, version }) => ({
        depName: chart,
        registry: repository?.replace('oci://', ''),
        currentValue: version,
      })),
    ],
    [
      'Commits in upstreams.yaml',
      upstreams
        .filter(({ commit }) => commit !== undefined)
        .map(({ git, commit, release }) => ({
          depName: git?.replace('https://github.com/', ''),
          currentDigest: commit,
          currentValue: release,
        })),
    ],
    [
      'Images in upstreams.yaml',
      upstreams
        .filter(({ image }) => image !== undefined)
        .map(({ image, version }) => ({ depName: image, currentValue: version })),
    ],
  ])('sees %s, each of them', (description, pins) => {
    expect(pins.length).toBeGreaterThan(0);
    expect(inOrder(found(description))).toEqual(inOrder(pins));
  });

  it('sees an image wherever a manifest names it', () => {
    const named = found('Images in manifests').map((one) => JSON.stringify(one));
    const pins = found('Images in upstreams.yaml').map((one) => JSON.stringify(one));
    expect([...new Set(named)].toSorted()).toEqual(pins.toSorted());
  });

  it('sees each commit of a remote base', () => {
    const commits = files
      .filter((path) => path !== 'distribution/upstreams.yaml')
      .flatMap((path) => read(path).match(/\b[0-9a-f]{40}\b/g) ?? []);
    expect(commits.length).toBeGreaterThan(0);
    expect(
      found('Commits of remote bases')
        .map(({ currentDigest }) => String(currentDigest))
        .toSorted(),
    ).toEqual(commits.toSorted());
  });

  it.each([
    [
      'Programs in Go',
      [
        'github.com/bitnami-labs/sealed-secrets',
        'github.com/dexidp/dex',
        'github.com/yannh/kubeconform',
        'helm.sh/helm/v3',
        'sigs.k8s.io/kustomize/kustomize/v5',
      ],
    ],
    ['Programs in Python', ['awscli', 'cfn-lint', 'moto']],
  ])('sees %s', (description, names) => {
    const programs = found(description);
    expect(programs.map(({ depName }) => String(depName)).toSorted()).toEqual(names);
    expect(programs.map(({ currentValue }) => currentValue)).not.toContain(undefined);
  });
});
