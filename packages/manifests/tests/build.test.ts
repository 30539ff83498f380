import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { makePair } from '../../../tests/certificates.ts';
import { makeUpstreams } from '../../../tests/make-upstreams.ts';
import { type Built, buildComponents, defaultCacheFolder, findTool } from '../src/build/index.ts';
import type { BuildUnit, ChartSource } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'kfdist-build-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const upstreams = join(folder, 'upstreams');
const mirrors = [
  ...['mesh', 'kinds'].map((name) => ({
    from: `https://github.com/example/${name}`,
    to: join(upstreams, `example+${name}`, 'repo'),
  })),
  { from: 'https://charts.example.com/dns', to: `${join(upstreams, 'example+charts', 'repo')}//dns?ref=v1` },
];

const cacheFolder = join(folder, 'cache');
const search = { cwd: import.meta.dirname, cacheFolder };
const foundHelm = await findTool('helm', search);
const helm = (...args: readonly string[]) => {
  if ('tool' in foundHelm) execFileSync(foundHelm.tool.program, args);
};
const hasTool = async (name: 'kustomize' | 'helm') => {
  const isThere = 'tool' in (await findTool(name, search));
  if (!isThere) console.warn(`left out: builds, ${name} is not installed (node tools/install-tools.mjs)`);
  return isThere;
};
const hasKustomize = await hasTool('kustomize');
const hasHelm = await hasTool('helm');
const commits = hasKustomize || hasHelm ? makeUpstreams(upstreams) : {};

const build = async (units: readonly BuildUnit[], cache = cacheFolder) =>
  await buildComponents(units, { ...search, cacheFolder: cache, mirrors, kubeVersion: '1.35.0' });
const textOf = (part: Built | undefined) => new TextDecoder().decode(part?.bytes);
const file = (path: string, text: string) => ({ path, bytes: new TextEncoder().encode(text) });
const kustomization = (
  name: string,
  text: string,
  ...files: readonly ReturnType<typeof file>[]
): BuildUnit => ({
  name,
  source: { kind: 'kustomize', path: `components/${name}` },
  files: [file(`components/${name}/kustomization.yaml`, text), ...files],
});
const mesh = kustomization(
  'mesh',
  `namespace: mesh
resources:
  - https://github.com/example/mesh//base?timeout=80s&ref=${commits['example/mesh']}
  - https://raw.githubusercontent.com/example/kinds/${commits['example/kinds']}/released/policy.yaml
`,
);
const dns: ChartSource = {
  kind: 'helm',
  repository: 'https://charts.example.com',
  chart: 'dns',
  version: '1.2.3',
  releaseName: 'dns',
  values: { serviceAccount: { annotations: { role: 'a' } } },
};
const chart = (changes: Partial<ChartSource> = {}): BuildUnit => ({
  name: 'dns',
  source: { ...dns, ...changes },
  namespace: 'dns',
  files: [],
});
const names = (built: Awaited<ReturnType<typeof build>>) =>
  built.flatMap(({ objects }) =>
    objects().map(({ object }) => `${String(object.kind)}/${(object.metadata as { name: string }).name}`),
  );
const problems = (built: Awaited<ReturnType<typeof build>>) =>
  built.flatMap(({ diagnostics }) =>
    diagnostics.map(({ code, args }) => [code, args?.component, args?.problem]),
  );

describe.skipIf(!hasKustomize)('a Kustomization', { timeout: 180_000 }, () => {
  it('is built from mirrors alone, bases of bases and files of the web among them', async () => {
    const built = await build([mesh]);
    expect(problems(built)).toEqual([]);
    expect(names(built)).toEqual([
      'ConfigMap/mesh',
      'CustomResourceDefinition/policies.mesh.example.com',
      'CustomResourceDefinition/routes.mesh.example.com',
      'Deployment/mesh',
    ]);
    expect(textOf(built[0])).toContain('namespace: mesh\n');
    expect(built[0]?.nested).toEqual(['https://github.com/example/kinds']);
  });

  it('comes from the cache when nothing changed, byte for byte, and not when something did', async () => {
    const [first] = await build([mesh], join(folder, 'fresh'));
    const [again] = await build([mesh], join(folder, 'fresh'));
    const [changed] = await build(
      [kustomization('mesh', `${new TextDecoder().decode(mesh.files[0]?.bytes)}# more\n`)],
      join(folder, 'fresh'),
    );
    expect([first?.isCached, again?.isCached, changed?.isCached]).toEqual([false, true, false]);
    expect([textOf(again), textOf(changed)]).toEqual([textOf(first), textOf(first)]);
    expect(again?.objects()).toEqual(first?.objects());
    expect(again?.nested).toEqual(first?.nested);
    expect(readdirSync(join(folder, 'fresh', 'work'))).toEqual([]);
  });

  it('is built when another copy has what a partial one lacked', async () => {
    const partial = join(folder, 'partial');
    cpSync(join(upstreams, 'example+mesh', 'repo'), partial, { recursive: true });
    const args = ['-C', partial, 'rev-parse', `${commits['example/mesh']}:base/deployment.yaml`];
    const blob = execFileSync('git', args, { encoding: 'utf8' }).trim();
    const loose = ['.git/objects', 'objects'].map((place) =>
      join(partial, place, blob.slice(0, 2), blob.slice(2)),
    );
    for (const path of loose) rmSync(path, { force: true });
    const cache = join(folder, 'completed');
    const lacking = mirrors.map(({ from, to }) => ({ from, to: from.endsWith('/mesh') ? partial : to }));
    const first = await buildComponents([mesh], {
      ...search,
      cacheFolder: cache,
      mirrors: lacking,
      kubeVersion: '1.35.0',
    });
    expect(problems(first)[0]?.[2]).toContain('base/deployment.yaml');
    expect(problems(await build([mesh], cache))).toEqual([]);
  });

  it('is built again from a cache that lost its contents when the power went', async () => {
    const cache = join(folder, 'powerless');
    const [first] = await build([mesh], cache);
    first?.objects();
    const isEmptied = (path: string) => !path.startsWith('repositories') && path !== 'tools.json';
    const files = readdirSync(cache, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => isEmptied(relative(cache, path)));
    expect(files.length).toBeGreaterThan(8);
    for (const places of [files.filter((path) => path.endsWith('.json')), files]) {
      for (const path of places) truncateSync(path);
      const [again] = await build([mesh], cache);
      expect([again?.diagnostics, textOf(again)]).toEqual([[], textOf(first)]);
      expect(again?.objects()).toEqual(first?.objects());
    }
  });

  it('reads objects when they are asked for, and keeps them then', async () => {
    const cache = join(folder, 'asked');
    const [first] = await build([mesh], cache);
    const read = await Promise.all([1, 2].map(async () => (await build([mesh], cache))[0]?.objects()));
    expect(read).toEqual([first?.objects(), first?.objects()]);
    expect(read[0]?.map(({ text }) => text).join('---\n')).toBe(textOf(first));
    const kept = readdirSync(join(cache, 'built', 'mesh'));
    expect(kept.filter((name) => name.endsWith('.json'))).toHaveLength(1);
  });

  it('gives the same bytes from a cache that holds nothing', async () => {
    const texts = await Promise.all(
      ['one', 'two'].map(async (cache) => textOf((await build([mesh], join(folder, cache)))[0])),
    );
    expect(texts[0]).toBe(texts[1]);
  });

  it('reports all that fail, each with what is wrong, and builds the others', async () => {
    const built = await build([
      kustomization('a', 'resources: [missing.yaml]\n'),
      mesh,
      kustomization('b', 'resources:\n  - https://github.com/example/mesh//nowhere?ref=v1\n'),
      kustomization('c', 'resources:\n  - https://github.com/example/mesh//base?ref=v9\n'),
    ]);
    const found = problems(built);
    expect(found.map(([code, component]) => `${code} ${component}`)).toEqual([
      'BUILD_FAILED a',
      'BUILD_FAILED b',
      'BUILD_FAILED c',
    ]);
    expect(found.map(([, , problem]) => problem)).toEqual([
      expect.stringContaining('missing.yaml'),
      expect.stringContaining('has no nowhere'),
      expect.stringContaining('has no v9'),
    ]);
    expect(JSON.stringify(found)).not.toContain(cacheFolder);
    expect(built[1]?.objects()).toHaveLength(4);
  });

  it('reports a host without an answer as such, for each component that needs it', async () => {
    const to = 'http://127.0.0.1:1';
    const options = { ...search, cacheFolder: join(folder, 'nowhere'), kubeVersion: '1.35.0' };
    const own = [
      { from: 'https://github.com', to },
      { from: 'https://charts.example.com', to },
    ];
    const single = kustomization('single', 'resources: [https://example.com/a.yaml]\n');
    const built = await buildComponents([mesh, single, ...(hasHelm ? [chart()] : [])], {
      ...options,
      mirrors: [...own, { from: 'https://example.com', to }],
    });
    const expected = built.map(({ name }) => [name, [['UPSTREAM_UNREACHABLE', '127.0.0.1']]]);
    expect(
      built.map(({ name, diagnostics }) => [name, diagnostics.map(({ code, args }) => [code, args?.host])]),
    ).toEqual(expected);
  });

  it('reports a file of the web that breaks off, or is a page for people, and takes it when it comes whole', async () => {
    const yaml = 'kind: ConfigMap\napiVersion: v1\nmetadata: { name: web }\n';
    const answers: ((response: ServerResponse) => unknown)[] = [
      (response) => {
        response.writeHead(200, { 'content-length': yaml.length });
        response.write(yaml.slice(0, 20), () => response.destroy());
      },
      (response) => response.end('\n<!DOCTYPE html><html lang="en">'),
      (response) => response.writeHead(302, { location: '/elsewhere' }).end(),
      (response) =>
        response
          .writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'text/html' })
          .end(gzipSync(yaml)),
    ];
    const server = createServer((_request, response) => void answers.shift()?.(response)).listen(
      0,
      '127.0.0.1',
    );
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const to = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const mirror = { from: 'https://example.com', to };
    const options = { ...search, cacheFolder: join(folder, 'broken-off'), kubeVersion: '1.35.0' };
    const unit = kustomization('web', 'resources: [https://example.com/a.yaml]\n');
    const other = kustomization('other', 'resources: []\n');
    const run = async () => await buildComponents([unit, other], { ...options, mirrors: [mirror] });
    const [broken] = await run();
    expect(broken?.diagnostics.map(({ code, args }) => [code, args?.host])).toEqual([
      ['UPSTREAM_UNREACHABLE', '127.0.0.1'],
    ]);
    expect(problems(await run())).toEqual([
      ['BUILD_FAILED', 'web', expect.stringContaining('/a.yaml is a page for people')],
    ]);
    expect(names(await run())).toEqual(['ConfigMap/web']);
    expect(answers).toEqual([]);
  });

  it.each([
    ['only Git knows the way', undefined],
    ['GitHub has enough of questions', 429],
    ['GitHub fails', 503],
  ])('asks Git for a file of GitHub where %s', async (_why, status) => {
    onTestFinished(() => void vi.unstubAllEnvs());
    vi.stubEnv('GIT_CONFIG_COUNT', '1');
    vi.stubEnv('GIT_CONFIG_KEY_0', `url.${join(upstreams, 'example+kinds', 'repo')}.insteadOf`);
    vi.stubEnv('GIT_CONFIG_VALUE_0', 'https://github.com/example/kinds');
    const server = createServer((_request, response) => response.writeHead(status ?? 200).end());
    onTestFinished(() => void server.close());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const port = status === undefined ? 1 : (server.address() as AddressInfo).port;
    const [built] = await buildComponents([mesh], {
      ...search,
      cacheFolder: join(folder, `no-file-${status}`),
      kubeVersion: '1.35.0',
      mirrors: [
        { from: 'https://raw.githubusercontent.com', to: `http://127.0.0.1:${port}` },
        { from: 'https://github.com/example/mesh', to: join(upstreams, 'example+mesh', 'repo') },
      ],
    });
    expect(built?.diagnostics).toEqual([]);
    expect(built?.objects()).toHaveLength(4);
  });

  it('says whose certificate is not trusted', async () => {
    const { pem: cert, privatePem: key } = makePair();
    const server = createTlsServer({ cert, key }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const to = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const built = await buildComponents([kustomization('web', 'resources: [https://example.com/a.yaml]\n')], {
      ...search,
      cacheFolder: join(folder, 'untrusted'),
      kubeVersion: '1.35.0',
      mirrors: [{ from: 'https://example.com', to }],
    });
    expect(built.flatMap(({ diagnostics }) => diagnostics.map(({ code, args }) => [code, args]))).toEqual([
      ['UPSTREAM_UNTRUSTED', { host: '127.0.0.1', reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' }],
    ]);
  });

  it('never keeps or shows the values of a Secret', async () => {
    const cache = join(folder, 'secret');
    const secret = kustomization(
      'secret',
      'secretGenerator:\n  - name: a\n    literals: [password=hunter22]\n',
    );
    const built = await build([secret], cache);
    expect(built.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code))).toEqual([
      'SECRET_IN_BUILD',
    ]);
    expect(JSON.stringify(built.map(({ diagnostics }) => diagnostics))).not.toContain('hunter22');
    expect(existsSync(join(cache, 'built', 'secret'))).toBe(false);
  });
});

/** A chart in a repository of the network, and how it is built from there. */
async function servedChart(version: string, name: string, fileName = `dns-${version}.tgz`) {
  const [packed, own] = [join(folder, `${name}-served`), join(folder, `${name}-to-serve`)];
  mkdirSync(join(own, 'templates'), { recursive: true });
  writeFileSync(join(own, 'Chart.yaml'), `apiVersion: v2\nname: dns\nversion: ${version}\n`);
  writeFileSync(join(own, 'templates', 'a.yaml'), 'kind: ConfigMap\napiVersion: v1\n');
  helm('package', own, '--destination', packed);
  renameSync(join(packed, `dns-${version}.tgz`), join(packed, fileName));
  helm('repo', 'index', packed);
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    response.end(readFileSync(join(packed, basename(url))));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const to = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const options = { ...search, cacheFolder: join(folder, name), kubeVersion: '1.35.0' };
  return { asked, ...options, mirrors: [{ from: 'https://charts.example.com', to }] };
}

describe.skipIf(!hasHelm)('a chart', { timeout: 180_000 }, () => {
  it('is packed from its folder in Git: links followed, the version set, what is switched off left out', async () => {
    const built = await build([chart()]);
    expect(problems(built)).toEqual([]);
    expect(names(built)).toEqual([
      'ServiceAccount/dns',
      'CustomResourceDefinition/records.dns.example.com',
      'Deployment/dns',
    ]);
    expect(textOf(built[0])).toContain('helm.sh/chart: dns-1.2.3');
    expect(textOf(built[0])).toContain('annotations: {"role":"a"}');
  });

  it('is pulled once from a repository of the network', async () => {
    const { asked, ...options } = await servedChart('1.2.3', 'pulled');
    const first = await buildComponents([chart()], options);
    const again = await buildComponents([chart({ releaseName: 'again' })], options);
    expect([...problems(first), ...problems(again)]).toEqual([]);
    expect([first[0]?.objects().length, again[0]?.objects().length]).toEqual([1, 1]);
    expect(asked).toEqual(['/index.yaml', '/dns-1.2.3.tgz']);
    const other = await buildComponents([chart({ version: '9.9.9' })], options);
    expect(problems(other)).toEqual([['BUILD_FAILED', 'dns', expect.stringContaining('9.9.9')]]);
  });

  it.each([
    ['v1.2.3', '1.2.3', 'dns-v1.2.3.tgz'],
    ['1.2.3', 'v1.2.3', 'dns-1.2.3.tgz'],
    ['1.2.3+build.7', '1.2.3+build.7', 'release.tgz'],
  ])('of version %s is found as %s in %s, whatever its file is called', async (own, wanted, name) => {
    const { asked, ...options } = await servedChart(own, `named-${own}`, name);
    const units = [chart({ version: wanted }), { ...chart({ version: wanted }), name: 'other' }];
    const built = await buildComponents(units, options);
    expect(built.map(({ objects }) => objects().length)).toEqual([1, 1]);
    expect(problems(built)).toEqual([]);
    await buildComponents([chart({ version: wanted, releaseName: 'again' })], options);
    expect(asked.filter((url) => url.endsWith('.tgz')).length).toBeLessThanOrEqual(2);
  });

  it('is packed once for several that use it alike, in one run and in several', async () => {
    const units = ['a', 'b', 'c'].map((name) => ({ ...chart({ releaseName: name }), name }));
    const cache = join(folder, 'alike');
    const runs = await Promise.all([build(units, cache), build(units, cache)]);
    expect(runs.flatMap(problems)).toEqual([]);
    expect(runs.flat().map(({ objects }) => objects().length)).toEqual(runs.flat().map(() => 3));
    expect(readdirSync(join(cache, 'packed'))).toEqual([expect.stringMatching(/^dns-[0-9a-f]+$/)]);
  });

  it('shows nothing of who signs in where its repository is not there', async () => {
    const server = createServer((_request, response) => response.writeHead(404).end()).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const user of ['ada:hunter22', 'hunter22']) {
      const mirror = { from: 'https://charts.example.com', to: `http://${user}@${host}` };
      const options = { ...search, cacheFolder: join(folder, 'signed-in'), kubeVersion: '1.35.0' };
      const built = await buildComponents([chart()], { ...options, mirrors: [mirror] });
      expect(problems(built)).toEqual([['BUILD_FAILED', 'dns', expect.stringContaining(`http://${host}`)]]);
      expect(JSON.stringify(built)).not.toContain('hunter22');
    }
  });

  it('says which dependency is wanted and not there', async () => {
    const packed = join(folder, 'packed');
    mkdirSync(packed, { recursive: true });
    const units = [chart({ values: { dashboard: { enabled: true } } })];
    const options = { ...search, kubeVersion: '1.35.0' };
    const own = [...mirrors, { from: 'https://charts.example.com', to: packed }];
    expect(problems(await buildComponents(units, { ...options, mirrors: own }))).toEqual([
      ['BUILD_FAILED', 'dns', expect.stringContaining('there is no chart in')],
    ]);
  });

  it('is rendered again when its folder changes', async () => {
    const own = join(folder, 'own');
    mkdirSync(join(own, 'templates'), { recursive: true });
    const write = (value: string) =>
      writeFileSync(
        join(own, 'templates', 'a.yaml'),
        `kind: ConfigMap\napiVersion: v1\ndata: { a: ${value} }\n`,
      );
    writeFileSync(join(own, 'Chart.yaml'), 'apiVersion: v2\nname: dns\nversion: 1.2.3\n');
    const options = {
      ...search,
      kubeVersion: '1.35.0',
      mirrors: [{ from: 'https://charts.example.com/dns', to: own }],
    };
    write('one');
    const [first] = await buildComponents([chart()], options);
    write('another');
    const [second] = await buildComponents([chart()], options);
    expect([textOf(first), textOf(second)].map((text) => /a: (\w+)/.exec(text)?.[1])).toEqual([
      'one',
      'another',
    ]);
  });
});

describe('plain manifests', () => {
  it('are read as Argo CD reads a folder', async () => {
    const files = [
      file('components/a/x.yaml', 'kind: A\napiVersion: v1\n---\n# nothing\n'),
      file('components/a/b/y.json', '{"kind":"B","apiVersion":"v1"}'),
      file('components/a/README.md', 'kind: C\napiVersion: v1\n'),
      file('components/a/z.yml', '# +argocd:skip-file-rendering\nkind: D\napiVersion: v1\n'),
      file('components/a/values.yaml', 'replicas: 1\n'),
    ];
    const built = await build([{ name: 'a', source: { kind: 'manifests', path: 'components/a' }, files }]);
    expect(built[0]?.objects().map(({ object }) => object.kind)).toEqual(['A', 'B']);
  });
});

describe('the cache folder', () => {
  it.each([
    [{ KFDIST_CACHE: '/a', XDG_CACHE_HOME: '/b' }, '/a'],
    [{ KFDIST_CACHE: '', XDG_CACHE_HOME: '/b' }, '/b/kfdist'],
    [{ KFDIST_CACHE: undefined, XDG_CACHE_HOME: '' }, join(homedir(), '.cache', 'kfdist')],
  ])('with %j is %s', (env, expected) => {
    onTestFinished(() => void vi.unstubAllEnvs());
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    expect(defaultCacheFolder()).toBe(expected);
  });
});

describe('tools', () => {
  it('are missed once, with what to do', async () => {
    const { PATH, KFDIST_TOOLS } = process.env;
    Object.assign(process.env, { PATH: '', KFDIST_TOOLS: '' });
    try {
      const found = await findTool('helm', { cwd: folder, cacheFolder });
      expect(found).toMatchObject({ diagnostic: { code: 'TOOL_MISSING', args: { tool: 'helm' } } });
    } finally {
      Object.assign(process.env, { PATH, KFDIST_TOOLS: KFDIST_TOOLS ?? '' });
    }
  });

  it('are found as a shell finds them, past folders and files that cannot be run', async () => {
    const [one, two, three] = ['one', 'two', 'three'].map((name) => join(folder, 'path', name));
    mkdirSync(join(one ?? '', 'helm'), { recursive: true });
    for (const path of [two, three]) mkdirSync(path ?? '', { recursive: true });
    writeFileSync(join(two ?? '', 'helm'), 'not a program\n', { mode: 0o644 });
    writeFileSync(join(three ?? '', 'helm'), '#!/bin/sh\necho v3.20.1\n', { mode: 0o755 });
    onTestFinished(() => void vi.unstubAllEnvs());
    vi.stubEnv('KFDIST_TOOLS', one ?? '');
    vi.stubEnv('PATH', [two, three, '/bin'].join(':'));
    const found = await findTool('helm', { cwd: folder, cacheFolder });
    expect(found).toMatchObject({ tool: { program: join(three ?? '', 'helm'), version: '3.20.1' } });
  });

  it('that are too old are refused', async () => {
    const own = join(folder, '.tools', 'bin');
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, 'kustomize'), '#!/bin/sh\necho v4.1.0\n', { mode: 0o755 });
    const found = await findTool('kustomize', { cwd: folder, cacheFolder });
    expect(found).toMatchObject({ diagnostic: { code: 'TOOL_TOO_OLD', args: { version: '4.1.0' } } });
  });

  it.each([
    ['link', (shim: string) => symlinkSync('../../manager', shim)],
    ['script', (shim: string) => cpSync(join(shim, '..', '..', '..', 'manager'), shim)],
  ])('are asked for their version each time where a version manager put a %s', async (kind, put) => {
    const managed = join(folder, `managed-${kind}`);
    const [own, chosen] = [join(managed, '.tools', 'bin'), join(managed, 'chosen')];
    mkdirSync(own, { recursive: true });
    writeFileSync(join(managed, 'manager'), `#!/bin/sh\ncat '${chosen}'\n`, { mode: 0o755 });
    put(join(own, 'helm'));
    const versions: unknown[] = [];
    for (const version of ['v3.2.0', 'v3.20.0', 'v3.21.0']) {
      writeFileSync(chosen, version);
      const found = await findTool('helm', { cwd: managed, cacheFolder });
      versions.push('tool' in found ? found.tool.version : found.diagnostic.code);
    }
    expect(versions).toEqual(['TOOL_TOO_OLD', '3.20.0', '3.21.0']);
  });
});
