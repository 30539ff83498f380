import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { verify } from '../src/index.ts';
import { jsonSchemas } from './json-schemas.ts';
import { findKubeconform, judge } from './kubeconform.ts';
import { builtObjects, type Loose } from './platform.ts';

/** A kind with everything that a structural schema can say, and an object of it. */
const definition = parse(`
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: samples.example.org }
spec:
  group: example.org
  scope: Cluster
  names: { kind: Sample, plural: samples }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          required: [spec]
          properties:
            spec:
              type: object
              required: [mode, name, port]
              properties:
                mode: { type: string, enum: [fast, safe], default: safe }
                name: { type: string, pattern: '^[a-z]+$', maxLength: 8 }
                port: { x-kubernetes-int-or-string: true }
                share: { type: number, minimum: 0, exclusiveMinimum: true, maximum: 1 }
                isOn: { type: boolean }
                free: { type: object, x-kubernetes-preserve-unknown-fields: true }
                labels: { type: object, additionalProperties: { type: string } }
                steps:
                  type: array
                  minItems: 1
                  items: { type: object, required: [run], properties: { run: { type: string } } }
                source:
                  type: object
                  properties: { git: { type: string }, image: { type: string } }
                  oneOf: [{ required: [git] }, { required: [image] }]
`);

const sample = parse(`
apiVersion: example.org/v1
kind: Sample
metadata: { name: one, labels: { app: one }, ownerReferences: [{ apiVersion: v1, kind: ConfigMap, name: c, uid: u }] }
spec:
  mode: fast
  name: abc
  port: http
  share: 0.5
  isOn: true
  free: { any: { thing: 1 } }
  labels: { a: b }
  steps: [{ run: make }]
  source: { git: main }
`);

const workload = parse(`
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: team }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: example.org/web:1
          args: [--port, '80']
          ports: [{ name: http, containerPort: 80 }]
          env: [{ name: KEY, valueFrom: { secretKeyRef: { name: keys, key: key } } }]
          resources: { limits: { memory: 1Gi } }
          livenessProbe: { httpGet: { path: /, port: http }, periodSeconds: 5 }
          securityContext: { runAsNonRoot: true, capabilities: { drop: [ALL] } }
`);

interface Case {
  readonly spelled: string;
  readonly object: Loose;
}

const WRONG: Readonly<Record<string, unknown>> = { string: 7, number: 'seven', boolean: 'true', object: 'x' };

const without = (value: Loose, key: string): Loose => {
  if (Array.isArray(value)) return value.filter((_, index) => String(index) !== key);
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
};

const withValue = (value: Loose, key: string, child: unknown): Loose =>
  Array.isArray(value)
    ? value.map((own, index) => (String(index) === key ? child : own))
    : { ...value, [key]: child };

/** Every way to break one field of a value: without it, of another type, and beside one that nobody knows. */
function* broken(value: Loose, path: string): Generator<Case> {
  if (!Array.isArray(value)) yield { spelled: `${path} + unknown`, object: { ...value, nobodyKnows: 7 } };
  for (const [key, child] of Object.entries(value)) {
    const place = path === '' ? key : `${path}.${key}`;
    // These choose the schema
    if (place === 'apiVersion' || place === 'kind') continue;
    yield { spelled: `${place} removed`, object: without(value, key) };
    yield { spelled: `${place} mistyped`, object: withValue(value, key, WRONG[typeof child]) };
    if (typeof child === 'object' && child !== null)
      for (const { spelled, object } of broken(child, place))
        yield { spelled, object: withValue(value, key, object) };
  }
}

/** Where the two differ, and why ours is what the API server says. */
const DIFFERENCES: readonly { readonly spelled: RegExp; readonly why: string }[] = [
  { spelled: /^\S+ metadata(\.name)? removed$/, why: 'no schema requires a name, but the API server does' },
  { spelled: /^Sample spec\.mode removed$/, why: 'the default is filled in before the schema is asked' },
  {
    spelled: /\.limits\.\w+ mistyped$|quantity misspelt$/,
    why: 'the schema of a quantity does not say its form',
  },
];

const SPELT: readonly Case[] = [
  { spelled: 'Sample spec.mode of another value', object: withSpec({ mode: 'slow' }) },
  { spelled: 'Sample spec.name against the pattern', object: withSpec({ name: 'ABC' }) },
  { spelled: 'Sample spec.name too long', object: withSpec({ name: 'abcdefghi' }) },
  { spelled: 'Sample spec.port as a number', object: withSpec({ port: 80 }) },
  { spelled: 'Sample spec.port as a fraction', object: withSpec({ port: 80.5 }) },
  { spelled: 'Sample spec.share at its open end', object: withSpec({ share: 0 }) },
  { spelled: 'Sample spec.share at its closed end', object: withSpec({ share: 1 }) },
  { spelled: 'Sample spec.share beyond its end', object: withSpec({ share: 1.1 }) },
  { spelled: 'Sample spec.steps empty', object: withSpec({ steps: [] }) },
  { spelled: 'Sample spec.source of both', object: withSpec({ source: { git: 'a', image: 'b' } }) },
  { spelled: 'LimitRange spec.quantity misspelt', object: limits('1 gigabyte') },
  { spelled: 'LimitRange spec.quantity as a number', object: limits(1) },
];

function withSpec(fields: Loose): Loose {
  return { ...sample, spec: { ...sample.spec, ...fields } };
}

function limits(memory: unknown): Loose {
  const limit = { type: 'Container', max: { memory } };
  return { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'l' }, spec: { limits: [limit] } };
}

const kubeconform = findKubeconform('the schema rules against kubeconform');
const objects: readonly Loose[] = [...[...builtObjects().values()].flat(), definition, sample, workload];
const schemas = jsonSchemas(objects);
const known = objects.filter(({ apiVersion, kind }) => schemas.has(`${apiVersion}/${kind}`));
// The last of a kind is this file's own, which has more fields
const oneOfEachKind = [...new Map(known.map((object) => [object.kind, object])).values()];
const definitions = known.filter(({ kind }) => kind === 'CustomResourceDefinition');

/** What the schema rules say against each object. */
function ours(cases: readonly Case[]): readonly (string | undefined)[] {
  const { findings } = verify({
    components: [
      { name: 'definitions', objects: definitions },
      ...cases.map(({ object }, index) => ({ name: `${index}`, objects: [object] })),
    ],
  });
  const said: (string | undefined)[] = cases.map(() => undefined);
  for (const { code, message, object } of findings)
    if (code === 'INVALID_FIELD' || code === 'UNKNOWN_FIELD') said[Number(object.component)] = message;
  return said;
}

describe.skipIf(kubeconform === undefined)('kubeconform and the schema rules', () => {
  const compare = (cases: readonly Case[]) => {
    const theirs = judge(
      kubeconform ?? '',
      cases.map(({ object }) => object),
      schemas,
    );
    const own = ours(cases);
    return cases.map(({ spelled }, i) => ({ spelled, ours: own[i], theirs: theirs[i] }));
  };

  it('allow all that is right', { timeout: 120_000 }, () => {
    const good = known.map((object) => ({ spelled: `${object.kind}/${object.metadata.name}`, object }));
    const compared = compare(good);
    expect(compared.filter((one) => one.ours !== undefined || one.theirs !== undefined)).toEqual([]);
    expect(compared.length).toBeGreaterThan(30);
  });

  it('agree on an object of each kind with one broken field, or the table says why not', {
    timeout: 120_000,
  }, () => {
    const cases = oneOfEachKind
      .filter(({ kind }) => kind !== 'CustomResourceDefinition')
      .flatMap((object) =>
        [...broken(object, '')].map((one) => ({ ...one, spelled: `${object.kind} ${one.spelled}` })),
      );
    const compared = compare([...cases, ...SPELT]);
    const differ = compared.filter((one) => (one.ours === undefined) !== (one.theirs === undefined));
    const unexplained = differ.filter((one) => !DIFFERENCES.some(({ spelled }) => spelled.test(one.spelled)));
    const refused = compared.filter((one) => one.theirs !== undefined).length;
    console.log(
      `kubeconform: ${compared.length - differ.length} of ${compared.length} verdicts alike, ${refused} refused by it`,
    );
    expect(unexplained).toEqual([]);
    for (const { spelled } of DIFFERENCES) expect(differ.some((one) => spelled.test(one.spelled))).toBe(true);
  });
});
