import { KUBERNETES_KINDS, KUBERNETES_TYPES } from './data/kubernetes.ts';
import { isRecord, type KubernetesObject, type Path, text } from './reading.ts';
import { DEEPEST, type SchemaFault, unknownField, wrong } from './schema-fault.ts';

interface Field {
  readonly type: string;
  readonly isRequired: boolean;
}

type Fields = ReadonlyMap<string, Field>;

const parsed = new Map<string, Fields>();

/** The fields of a type, parsed from the table when they are first asked for. */
function fieldsOf(type: string): Fields | undefined {
  const known = parsed.get(type);
  if (known !== undefined) return known;
  const line = Object.hasOwn(KUBERNETES_TYPES, type) ? KUBERNETES_TYPES[type] : undefined;
  if (line === undefined) return undefined;
  const fields = new Map(
    line.split(' ').map((field) => {
      const colon = field.lastIndexOf(':');
      const isRequired = field[colon - 1] === '!';
      return [field.slice(0, isRequired ? colon - 1 : colon), { type: field.slice(colon + 1), isRequired }];
    }),
  );
  parsed.set(type, fields);
  return fields;
}

/** What Kubernetes' own schema does not allow about an object; `undefined` for a kind that it does not know. */
export function kubernetesFaults(object: KubernetesObject): readonly SchemaFault[] | undefined {
  const key = `${text(object.apiVersion)}/${text(object.kind)}`;
  const type = Object.hasOwn(KUBERNETES_KINDS, key) ? KUBERNETES_KINDS[key] : undefined;
  if (type === undefined) return undefined;
  return [...faults(object, type.replace(/^~/, ''), [])];
}

/** What no object's metadata may be, whatever its kind: the schemas of custom kinds do not describe it. */
export const metadataFaults = ({ metadata }: KubernetesObject): Iterable<SchemaFault> =>
  faults(metadata, 'V1ObjectMeta', ['metadata']);

function* faults(value: unknown, type: string, path: Path): Generator<SchemaFault> {
  // The API server takes null for a field that is not there
  if (type === '*' || value === null || value === undefined || path.length > DEEPEST) return;
  if (type.startsWith('[')) yield* faultsOfList(value, type.slice(1, -1), path);
  else if (type.startsWith('{')) yield* faultsOfMap(value, type.slice(1, -1), path);
  else if (SCALARS[type] === undefined) yield* faultsOfType(value, type, path);
  else if (!SCALARS[type].holds(value)) yield wrong(path, `must be ${SCALARS[type].name}`);
}

function* faultsOfList(value: unknown, item: string, path: Path): Generator<SchemaFault> {
  if (!Array.isArray(value)) yield wrong(path, 'must be a list');
  else for (const [index, child] of value.entries()) yield* faults(child, item, [...path, index]);
}

function* faultsOfMap(value: unknown, item: string, path: Path): Generator<SchemaFault> {
  if (!isRecord(value)) yield wrong(path, 'must be a mapping');
  else for (const [key, child] of Object.entries(value)) yield* faults(child, item, [...path, key]);
}

function* faultsOfType(value: unknown, type: string, path: Path): Generator<SchemaFault> {
  const fields = fieldsOf(type);
  if (fields === undefined) return;
  if (!isRecord(value)) {
    yield wrong(path, 'must be a mapping');
    return;
  }
  for (const [key, child] of Object.entries(value)) {
    const field = fields.get(key);
    if (field === undefined) yield unknownField([...path, key]);
    else yield* faults(child, field.type, [...path, key]);
  }
  for (const [name, { isRequired }] of fields)
    if (isRequired && (value[name] === undefined || value[name] === null))
      yield wrong([...path, name], 'is required');
}

interface Scalar {
  readonly name: string;
  readonly holds: (value: unknown) => boolean;
}

const QUANTITY = /^[+-]?(\d+|\d+\.\d*|\.\d+)([eE][+-]?\d+|[KMGTPE]i|[numkMGTPE])?$/;

const isText = (value: unknown) => typeof value === 'string';

const SCALARS: Readonly<Record<string, Scalar>> = {
  s: { name: 'a text', holds: isText },
  i: { name: 'an integer', holds: Number.isInteger },
  n: { name: 'a number', holds: (value) => typeof value === 'number' },
  b: { name: 'true or false', holds: (value) => typeof value === 'boolean' },
  x: { name: 'an integer or a text', holds: (value) => isText(value) || Number.isInteger(value) },
  q: {
    name: 'a quantity such as 500m or 1Gi',
    holds: (value) => typeof value === 'number' || (typeof value === 'string' && QUANTITY.test(value)),
  },
};
