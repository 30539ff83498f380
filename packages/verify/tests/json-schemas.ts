import { KUBERNETES_KINDS, KUBERNETES_TYPES } from '../src/data/kubernetes.ts';
import type { Loose } from './platform.ts';

const SCALARS: Readonly<Record<string, Loose>> = {
  '*': {},
  s: { type: 'string' },
  i: { type: 'integer' },
  n: { type: 'number' },
  b: { type: 'boolean' },
  x: { type: ['integer', 'string'] },
  // What Kubernetes' OpenAPI says of a quantity: its form is left to the API server
  q: { type: ['number', 'string'] },
};

function ofType(type: string): Loose {
  if (type.startsWith('[')) return { type: 'array', items: ofType(type.slice(1, -1)) };
  if (type.startsWith('{')) return { type: 'object', additionalProperties: ofType(type.slice(1, -1)) };
  if (SCALARS[type] !== undefined) return SCALARS[type];
  return type in KUBERNETES_TYPES ? { $ref: `#/definitions/${type}` } : {};
}

function ofFields(line: string): Loose {
  const fields = line.split(' ').map((field) => /^(.+?)(!?):([^:]+)$/.exec(field) ?? []);
  const required = fields.filter(([, , mark]) => mark === '!').map(([, name]) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map(([, name, , type]) => [name, ofType(type ?? '*')])),
    additionalProperties: false,
    ...(required.length > 0 ? { required } : {}),
  };
}

const definitions = Object.fromEntries(
  Object.entries(KUBERNETES_TYPES).map(([name, line]) => [name, ofFields(line)]),
);

const each = (values: Loose | undefined, change: (value: Loose) => Loose) =>
  Object.fromEntries(Object.entries(values ?? {}).map(([key, value]) => [key, change(value)]));

/** A structural schema as JSON schema, closed where the API server prunes. */
function ofStructural(schema: Loose): Loose {
  const { properties, items, additionalProperties, ...own } = schema;
  if (own['x-kubernetes-int-or-string'] === true) own.type = ['integer', 'string'];
  const isOpen = own['x-kubernetes-preserve-unknown-fields'] === true || own.type !== 'object';
  const isObject = own['x-kubernetes-embedded-resource'] === true;
  const others = typeof additionalProperties === 'object' ? ofStructural(additionalProperties) : undefined;
  return {
    ...own,
    ...(items === undefined ? {} : { items: ofStructural(items) }),
    properties: { ...each(properties, ofStructural), ...(isObject ? OBJECT_FIELDS : {}) },
    additionalProperties: others ?? additionalProperties ?? isOpen,
  };
}

/** The definitions that a schema needs: all of them in each file are slow to read. */
function reachable(schema: Loose): Loose {
  const found: Loose = {};
  const pending = [schema];
  for (const one of pending)
    for (const [, name = ''] of JSON.stringify(one).matchAll(/"#\/definitions\/(\w+)"/g)) {
      const definition = definitions[name];
      if (name in found || definition === undefined) continue;
      found[name] = definition;
      pending.push(definition);
    }
  return found;
}

const OBJECT_FIELDS = { apiVersion: SCALARS.s, kind: SCALARS.s, metadata: ofType('V1ObjectMeta') };

/** The JSON schema of each kind by `apiVersion/kind`: Kubernetes' own, and those of the definitions among the objects. */
export function jsonSchemas(objects: readonly Loose[]): ReadonlyMap<string, Loose> {
  const own = Object.entries(KUBERNETES_KINDS).map(
    ([key, type]) => [key, ofType(type.replace(/^~/, ''))] as const,
  );
  const custom = objects
    .filter(({ kind }) => kind === 'CustomResourceDefinition')
    .flatMap(({ spec }) =>
      spec.versions.map((version: Loose) => [
        `${spec.group}/${version.name}/${spec.names.kind}`,
        ofStructural({
          ...version.schema.openAPIV3Schema,
          'x-kubernetes-embedded-resource': true,
        }),
      ]),
    );
  return new Map(
    [...own, ...custom].map(
      ([key, schema]) => [key, { allOf: [schema], definitions: reachable(schema) }] as const,
    ),
  );
}
