import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kfdist, kfdistJson } from './command.ts';
import { canBuild, mirroredWorkplace } from './mirrored-workplace.ts';
import { contents, everything, SETTINGS, texts, workplace, write } from './workplace.ts';

describe.skipIf(!canBuild)('kfdist build', { timeout: 180_000 }, () => {
  it('writes one file for each component, and nothing the second time', async () => {
    const folder = mirroredWorkplace();
    const first = await kfdist(folder, ['build', '--output-dir', 'built']);
    expect([first.exitCode, first.stderr]).toEqual([0, '']);
    expect(Object.keys(contents(join(folder, 'built')))).toEqual([
      '.kfdist.json',
      ...['dns', 'gateway', 'login-simple', 'mesh', 'namespaces', 'web'].map((name) => `${name}.yaml`),
    ]);
    const before = everything(folder);
    const second = await kfdist(folder, ['build', '--output-dir', 'built']);
    expect(second.stdout).toContain('6 unchanged');
    expect(everything(folder)).toEqual(before);
  });

  it('prints what it builds, one component or all, the same each time', async () => {
    const folder = mirroredWorkplace();
    const [one, all, again] = [
      await kfdist(folder, ['build', 'mesh']),
      await kfdist(folder, ['build']),
      await kfdist(folder, ['build']),
    ];
    expect(one?.stdout.match(/^kind: .*/gm)).toEqual([
      'kind: ConfigMap',
      'kind: CustomResourceDefinition',
      'kind: CustomResourceDefinition',
      'kind: Deployment',
    ]);
    expect(all?.stdout).toContain(one?.stdout.trim());
    expect(again?.stdout).toBe(all?.stdout);
  });

  it('writes the tree with final objects in place of sources, twice the same', async () => {
    const folder = mirroredWorkplace();
    const { exitCode, stderr } = await kfdist(folder, ['build', '--hydrate']);
    expect([exitCode, stderr]).toEqual([0, '']);
    const tree = texts(join(folder, 'clusters', 'example'));
    expect(Object.keys(tree).filter((path) => /components\/(?:dns|mesh)\//.test(path))).toEqual([
      'components/dns/crds.yaml',
      'components/dns/objects.yaml',
      'components/mesh/crds.yaml',
      'components/mesh/objects.yaml',
    ]);
    expect(tree['applications/dns.yaml']).toContain('path: clusters/example/components/dns\n');
    expect(tree['applications/dns.yaml']).not.toContain('charts.example.com');
    const before = everything(join(folder, 'clusters'));
    const { stdout } = await kfdist(folder, ['build', '--hydrate']);
    expect(stdout).toMatch(/^clusters\/example: \d+ unchanged\n$/);
    expect(everything(join(folder, 'clusters'))).toEqual(before);
  });

  it('is verified from the tree with final objects as it is from the settings', async () => {
    const folder = mirroredWorkplace();
    await kfdist(folder, ['build', '--hydrate']);
    const found = await Promise.all(
      [[], ['clusters/example', '-f', 'kfdist.yaml']].map(async (argv) => {
        const set = ['--set', 'delivery=hydrated'];
        const { result } = await kfdistJson(folder, ['verify', ...argv, ...set]);
        return [
          result.objects,
          result.diagnostics.map(({ code, message }) => `${code} ${message}`).toSorted(),
        ];
      }),
    );
    expect(found[1]).toEqual(found[0]);
  });

  it('pulls every image from its mirror, also those in arguments and ConfigMaps', async () => {
    const folder = mirroredWorkplace('  - { from: ghcr.io/example, to: registry.example.com/mirror }\n');
    const { stdout } = await kfdist(folder, ['build', 'mesh', 'dns', '--set', 'delivery=hydrated']);
    expect(stdout).not.toContain('ghcr.io');
    expect(stdout.match(/registry\.example\.com\/mirror\/\w+:v1\.2\.3/g)).toHaveLength(4);
  });

  it('reports each component that fails and writes nothing', async () => {
    const folder = mirroredWorkplace();
    write(folder, { 'distribution/mesh/kustomization.yaml': 'resources: [missing.yaml]\n' });
    rmSync(join(folder, 'distribution', 'gateway', 'base', 'config.yaml'));
    const { exitCode, result } = await kfdistJson(folder, ['build', '--output-dir', 'built']);
    expect(exitCode).toBe(1);
    expect(result.diagnostics.map(({ code, args }) => `${code} ${args?.component}`)).toEqual([
      'BUILD_FAILED gateway',
      'BUILD_FAILED mesh',
    ]);
    expect(contents(join(folder, 'built'))).toEqual({});
  });
});

describe.skipIf(!canBuild)('a host without an answer', { timeout: 180_000 }, () => {
  const distant = () => {
    const folder = mirroredWorkplace();
    const mirrors = 'mirrors: [{ from: "https://github.com", to: "http://127.0.0.1:1" }]\n';
    write(folder, { 'kfdist.yaml': `${SETTINGS}components.mesh: true\ndelivery: hydrated\n${mirrors}` });
    return folder;
  };

  it('is named once, and is not a mistake of the input', async () => {
    const { exitCode, result } = await kfdistJson(distant(), ['build', 'mesh']);
    expect([exitCode, result.diagnostics.map(({ code, args }) => [code, args?.host])]).toEqual([
      3,
      [['UPSTREAM_UNREACHABLE', '127.0.0.1']],
    ]);
  });

  it('is one of several errors beside mistakes', async () => {
    const folder = distant();
    rmSync(join(folder, 'distribution', 'gateway', 'base', 'config.yaml'));
    const { exitCode, result } = await kfdistJson(folder, ['build', 'mesh', 'gateway']);
    expect([exitCode, result.diagnostics.map(({ code }) => code).toSorted()]).toEqual([
      1,
      ['BUILD_FAILED', 'UPSTREAM_UNREACHABLE'],
    ]);
  });
});

describe('delivery: hydrated', () => {
  it.each(['setup', 'diff'])('is not for %s, which builds nothing', async (verb) => {
    const folder = workplace();
    const { exitCode, result } = await kfdistJson(folder, [verb, '--set', 'delivery=hydrated']);
    expect([exitCode, result.diagnostics.map(({ code }) => code)]).toEqual([1, ['HYDRATED_DELIVERY']]);
    expect(contents(join(folder, 'clusters'))).toEqual({});
  });

  it('is for the whole tree', async () => {
    const { result } = await kfdistJson(workplace(), ['build', 'dns', '--hydrate']);
    expect(result.diagnostics.map(({ code }) => code)).toEqual(['HYDRATE_ALL']);
  });
});
