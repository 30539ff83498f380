import { parseObjects } from '@kfdist/manifests';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapChanges, mapOf, mapPage, type PlatformMap, parseMap } from '../src/index.ts';
import { fixtureDistribution, fixturePlan } from './fixture.ts';
import { distribution, example, options, planned } from './real-distribution.ts';

const plan = planned(example);
const map = mapOf(plan, distribution);
const withOptions = (...texts: readonly string[]) =>
  mapOf(planned([...example, ...options(...texts)]), distribution);

const dataIn = (page: string) =>
  JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page)?.[1] ?? '');

describe('the map', () => {
  it('has every component of the plan, and names nothing that it does not have', () => {
    expect(map.components.map(({ name, wave }) => [name, wave])).toEqual(
      plan.components.map(({ name, wave }) => [name, wave]),
    );
    const names = new Set(map.components.map(({ name }) => name));
    for (const { needs, after } of map.components)
      expect([...needs, ...after].filter((other) => !names.has(other))).toEqual([]);
    const policies = new Set(map.policies.map(({ name }) => name));
    expect(map.hosts.flatMap((host) => host.policies).filter((name) => !policies.has(name))).toEqual([]);
  });

  it('has what a component needs in an earlier wave', () => {
    const waves = new Map(map.components.map(({ name, wave }) => [name, wave]));
    for (const { name, needs, after, wave } of map.components)
      for (const other of [...needs, ...after])
        expect(waves.get(other), `${name} after ${other}`).toBeLessThan(wave);
  });

  it('has trust and policies of each planned role', () => {
    for (const role of plan.roles.roles)
      expect(map.roles.find(({ key }) => key === role.key)).toMatchObject({
        arn: role.arn,
        trust: role.trust,
        policies: role.policies.map(({ name, document }) => ({ name, document })),
      });
  });

  it('knows the release behind every pin', () => {
    const pins = map.components.flatMap((component) => component.pins);
    expect(pins.length).toBeGreaterThan(30);
    expect(pins.filter(({ version, release }) => version === '' || release === undefined)).toEqual([]);
  });

  it.each([
    [[], 'grafana.ml.example.com', 'gateway', 'ClusterIssuer letsencrypt'],
    [[], 'kubeflow.ml.example.com', 'gateway', 'ClusterIssuer letsencrypt'],
    [
      [
        'components.certificates=acm',
        'acm.certificate_arn=arn:aws:acm:eu-central-1:123456789012:certificate/a',
      ],
      'grafana.ml.example.com',
      'load balancer',
      undefined,
    ],
  ])('says how hosts are protected (%j): %s', (texts, host, tls, issuer) => {
    const found = withOptions(...texts).hosts.find((one) => one.host === host);
    expect(found).toMatchObject({
      tls,
      isRedirected: true,
      policies: expect.arrayContaining(['istio-system/istio-ingressgateway-require-jwt']),
    });
    expect(found?.issuer).toBe(issuer);
  });

  it('says who may see the pages that know no profiles', () => {
    expect(map.policies.find(({ name }) => name === 'monitoring/grafana')?.users).toEqual([
      'platform@example.com',
    ]);
    expect(map.hosts.find(({ host }) => host === 'grafana.ml.example.com')?.policies).toContain(
      'monitoring/grafana',
    );
  });

  it('has the images of what was built', () => {
    const text =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: dex, namespace: auth }\nspec: { template: { spec: { containers: [{ name: dex, image: "ghcr.io/dexidp/dex:v2.45.0" }] } } }\n';
    const { objects } = parseObjects({ path: 'dex.yaml', text });
    const built = mapOf(plan, distribution, [{ name: 'dex', objects: () => objects }]);
    expect(built.images).toEqual([
      { name: 'ghcr.io/dexidp/dex', versions: ['v2.45.0'], components: ['dex'], places: ['container'] },
    ]);
    expect(built.components.find(({ name }) => name === 'dex')?.images).toEqual([
      'ghcr.io/dexidp/dex:v2.45.0',
    ]);
  });
});

it('never holds the value of a sensitive setting, wherever a component says it', () => {
  const value = `Hunter2-'"<>&`;
  const leaking = `name: web
summary: The pages <<__web_password__>>
category: kubeflow
namespace: { name: web }
hosts: ["<<__web_password__>>.example.com"]
source: { helm: { repository: "https://charts.example.com/<<__web_password__>>", chart: web, version: "<<__web_password__>>" } }
needs: [namespaces]
secrets:
  - name: web
    keys: { given: { given: "like <<__web_password__>>" } }
`;
  const changes = { 'web/component.yaml': leaking };
  const fixture = fixtureDistribution(changes);
  const leaked = mapOf(fixturePlan([`web_password=${value}`], changes), fixture);
  const web = leaked.components.find(({ name }) => name === 'web');
  expect(web?.summary).toBe('The pages [redacted]');
  expect(web?.hosts).toEqual(['[redacted].example.com']);
  expect(leaked.secrets.map(({ keys }) => keys.map(({ recipe }) => recipe))).toEqual([['given by a person']]);
  for (const text of [JSON.stringify(leaked), mapPage(leaked), mapPage(leaked, map), mapPage(map, leaked)])
    expect(text).not.toContain('Hunter2');
});

describe('the page', () => {
  const hostile = [
    '</script><script>alert(1)</script>',
    '<!--<script>',
    '"><img src=x onerror=alert(1)>',
    '\u2028&amp;\u0000',
    '$& $1 `',
  ];
  const named = (name: string): PlatformMap => ({
    ...map,
    cluster: { ...map.cluster, name },
    components: map.components.map((component) => ({ ...component, summary: name, namespace: name })),
  });

  it.each(hostile)('holds %j as a text', (name) => {
    const page = mapPage(named(name));
    expect(page.match(/<\/?script/g)).toHaveLength(4);
    expect(page.match(/<img|<!--/g)).toBeNull();
    expect(dataIn(page).map).toEqual(named(name));
  });

  it('carries any text back out', () => {
    const small = { ...map, components: [], policies: [], roles: [] };
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const page = mapPage({ ...small, cluster: { ...map.cluster, name } });
        expect(dataIn(page).map.cluster.name).toBe(name);
      }),
    );
  });

  it('names no address that a browser would load by itself', () => {
    const page = mapPage(map).replace(/<script type="application\/json".*?<\/script>/s, '');
    expect(
      page.match(/(?:src|href)=["']?(?!data:,|#)[^"'\s>]+|url\(|@import|fetch\(|XMLHttpRequest/g),
    ).toBeNull();
    expect(page).toContain("default-src 'none'");
  });
});

describe('changes between maps', () => {
  const other = withOptions('components.kiali=false', 'components.mlflow=true', 'domain=ml.example.org');
  const described = (from: PlatformMap, to: PlatformMap) =>
    mapChanges(from, to).map(({ part, id, change }) => `${part} ${id} ${change}`);

  it('are none between equal maps', () => {
    expect(mapChanges(map, map)).toEqual([]);
    expect(mapChanges(map, withOptions())).toEqual([]);
  });

  it('are what was added, removed and changed', () => {
    expect(described(map, other)).toEqual(
      expect.arrayContaining([
        'cluster example changed',
        'components kiali removed',
        'components mlflow added',
        'roles mlflow added',
        'hosts grafana.ml.example.com removed',
        'hosts grafana.ml.example.org added',
      ]),
    );
  });

  it('are the opposite the other way round', () => {
    const opposite = { added: 'removed', removed: 'added', changed: 'changed' };
    const turned = mapChanges(other, map).map(({ part, id, change, fields }) => ({
      part,
      id,
      change: opposite[change],
      fields: fields.map(({ field, before, after }) => ({ field, before: after, after: before })),
    }));
    expect(
      new Map(
        turned.map((one) => [
          `${one.part} ${one.id}`,
          { ...one, fields: new Set(one.fields.map((field) => JSON.stringify(field))) },
        ]),
      ),
    ).toEqual(
      new Map(
        mapChanges(map, other).map((one) => [
          `${one.part} ${one.id}`,
          { ...one, fields: new Set(one.fields.map((field) => JSON.stringify(field))) },
        ]),
      ),
    );
  });

  it('leave out images where only one map is of a build', () => {
    expect(described({ ...map, images: [], isBuilt: true }, map)).toEqual([]);
  });
});

describe('a saved map', () => {
  it('is read as it was', () => {
    expect(parseMap(JSON.stringify(map))).toEqual({ map });
  });

  it.each([
    ['', 'it is no JSON'],
    ['{}', 'kind'],
    ['[]', 'kind'],
    ['null', 'the document'],
    ['{ "kind": "PlatformMap", "version": 2 }', 'version'],
  ])('%s is none', (text, problem) => {
    expect(parseMap(text).map).toBeUndefined();
    expect(parseMap(text).problem).toContain(problem);
  });

  it('may be any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(parseMap(text).map).toBeUndefined();
      }),
    );
  });
});
