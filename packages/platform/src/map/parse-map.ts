import * as v from 'valibot';
import type { PlatformMap } from './platform-map.ts';

const texts = v.array(v.string());
const text = v.exactOptional(v.string());
const document = v.custom<NonNullable<PlatformMap['roles'][number]['trust']>>(
  (value) => typeof value === 'object' && value !== null && 'Statement' in value,
  'must be a policy document',
);

const pin = v.object({
  repository: v.string(),
  path: v.string(),
  version: v.string(),
  upstream: text,
  release: text,
});

const schema = v.object({
  kind: v.literal('PlatformMap'),
  version: v.literal(1),
  cluster: v.object({
    name: v.string(),
    account: v.string(),
    region: v.string(),
    domain: v.string(),
    repository: v.string(),
    revision: v.string(),
    root: v.string(),
    delivery: v.string(),
    kubeflow: text,
    kubernetes: v.string(),
  }),
  categories: texts,
  components: v.array(
    v.object({
      name: v.string(),
      application: v.string(),
      summary: v.string(),
      category: v.string(),
      wave: v.number(),
      namespace: text,
      group: text,
      source: v.picklist(['helm', 'kustomize', 'manifests']),
      pins: v.array(pin),
      needs: texts,
      after: texts,
      serviceAccounts: texts,
      roles: texts,
      secrets: texts,
      hosts: texts,
      images: texts,
      data: text,
    }),
  ),
  roles: v.array(
    v.object({
      key: v.string(),
      arn: v.string(),
      made: v.string(),
      components: texts,
      subjects: texts,
      trust: v.exactOptional(document),
      policies: v.array(v.object({ name: v.string(), document })),
    }),
  ),
  secrets: v.array(
    v.object({
      id: v.string(),
      component: v.string(),
      backend: v.string(),
      keys: v.array(v.object({ key: v.string(), recipe: v.string(), remote: text })),
      restarts: texts,
    }),
  ),
  hosts: v.array(
    v.object({
      host: v.string(),
      component: text,
      gateway: v.string(),
      tls: v.picklist(['gateway', 'load balancer', 'nowhere']),
      minimumTls: text,
      certificate: text,
      issuer: text,
      isRedirected: v.boolean(),
      routes: texts,
      policies: texts,
    }),
  ),
  policies: v.array(
    v.object({
      name: v.string(),
      component: v.string(),
      action: v.string(),
      selects: texts,
      provider: text,
      hosts: texts,
      paths: texts,
      exceptPaths: texts,
      users: texts,
    }),
  ),
  images: v.array(v.object({ name: v.string(), versions: texts, components: texts, places: texts })),
  isBuilt: v.boolean(),
});

/** A map that was saved as JSON, or where it is none. */
export function parseMap(saved: string): { readonly map?: PlatformMap; readonly problem?: string } {
  try {
    const read = v.safeParse(schema, JSON.parse(saved));
    if (read.success) return { map: read.output };
    const [{ message, path = [] }] = read.issues;
    return { problem: `${path.map(({ key }) => String(key)).join('.') || 'the document'}: ${message}` };
  } catch {
    return { problem: 'it is no JSON' };
  }
}
