/** Components with a host of their own: Grafana, Kiali and OpenCost. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { codes, example, options, planned, textAt } from './real-distribution.ts';

const PAGES = [
  ['kube-prometheus-stack', 'grafana.ml.example.com', 'grafana'],
  ['kiali', 'kiali.ml.example.com', 'kiali'],
  ['opencost', 'kubecost.ml.example.com', 'opencost'],
] as const;
const LOGS = ['loki', 'alloy'];

const without = (names: readonly string[]) => options(...names.map((name) => `components.${name}=false`));
const plan = planned(example);
type Plan = typeof plan;

const objectsAt = (from: Plan, path: string) =>
  parseAllDocuments(textAt(from, `components/${path}`)).flatMap((document) => document.toJS() ?? []);
const named = (from: Plan, path: string, name: string) =>
  objectsAt(from, path).find(({ metadata }) => metadata.name === name);

describe.each(PAGES)('%s', (component, host, name) => {
  it('is reached by its host, without the token of the platform', () => {
    expect(named(plan, 'monitoring-resources/routes.yaml', name)?.spec).toMatchObject({
      hosts: [host],
      gateways: ['istio-system/platform-gateway'],
      http: [{ headers: { request: { remove: ['authorization'] } } }],
    });
  });

  it.each([
    ['its certificate', 'certificates-letsencrypt/certificate.yaml'],
    ['its gateway', 'istio-gateway/platform-gateway.yaml'],
    ['the redirect to TLS', 'istio-gateway/https-redirect.yaml'],
    ['its login', 'oauth2-proxy/login-access.yaml'],
    ['the way back from the login', 'dex/dex-config.yaml'],
  ])('has %s, and not when it is not selected', (_title, path) => {
    const off = planned([...example, ...without(['kiali', 'opencost', component])]);
    expect(codes(off)).toEqual([]);
    expect(textAt(plan, `components/${path}`)).toContain(host);
    expect(textAt(off, `components/${path}`)).not.toContain(host);
  });

  it('lets in the administrator, through the gateway, and whom the settings name', () => {
    const more = planned([...example, ...options('monitoring.users.0=grace@example.com')]);
    const rules = [plan, more].map(
      (one) => named(one, 'monitoring-resources/access.yaml', name)?.spec.rules[0],
    );
    expect(rules.map((rule) => rule.when)).toEqual([
      [{ key: 'request.headers[kubeflow-userid]', values: ['platform@example.com'] }],
      [{ key: 'request.headers[kubeflow-userid]', values: ['platform@example.com', 'grace@example.com'] }],
    ]);
    for (const { from } of rules)
      expect(from[0].source.principals).toEqual([
        'cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account',
      ]);
  });
});

describe('the certificate of these hosts', () => {
  // A browser would send requests for Grafana down a connection to the dashboard
  it.each(['letsencrypt', 'self-signed'])('names no host of the other: %s', (certificates) => {
    const path = `certificates-${certificates}/certificate.yaml`;
    const one = planned([...example, ...options(`components.certificates=${certificates}`)]);
    const names = ['kubeflow-gateway', 'platform-gateway'].map(
      (name): string[] => named(one, path, name)?.spec.dnsNames,
    );
    expect(names.map(({ length }) => length)).toEqual([2, PAGES.length]);
    expect(new Set(names.flat()).size).toBe(names.flat().length);
  });
});

describe('the menu of the dashboard', () => {
  it('is JSON whatever is selected, and names what is', () => {
    const off = planned([...example, ...without([...PAGES.map(([name]) => name), ...LOGS])]);
    const menu = (from: Plan) =>
      JSON.parse(parse(textAt(from, 'components/dashboard/dashboard-config.yaml')).data.links);
    const texts = (from: Plan) => menu(from).externalLinks.map(({ text }: { text: string }) => text);
    expect(texts(off)).toEqual([]);
    fc.assert(
      fc.property(fc.subarray(['kiali', 'opencost', 'katib', 'loki', 'alloy', 'pipelines']), (names) => {
        const shown = texts(planned([...example, ...without(names)]));
        expect(shown.includes('Kiali')).toBe(!names.includes('kiali'));
        expect(shown.includes('OpenCost')).toBe(!names.includes('opencost'));
      }),
      { numRuns: 8 },
    );
  });
});
