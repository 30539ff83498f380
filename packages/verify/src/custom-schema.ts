import {
  isRecord,
  type KubernetesObject,
  list,
  type Path,
  record,
  records,
  shown,
  text,
  texts,
} from './reading.ts';
import { DEEPEST, type SchemaFault, unknownField, wrong } from './schema-fault.ts';

/**
 * What the schema of a custom kind does not allow about a value: the structural schemas of CustomResourceDefinitions.
 * Rules in CEL are not evaluated.
 *
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
 */
export function* customFaults(
  value: unknown,
  schema: KubernetesObject,
  path: Path = [],
): Generator<SchemaFault> {
  // Where a field may not be null, the API server takes null for a field that is not there
  if (path.length > DEEPEST || value === undefined || value === null) return;
  const problem = typeProblem(value, schema);
  if (problem === undefined) {
    yield* valueFaults(value, schema, path);
    if (Array.isArray(value)) yield* listFaults(value, schema, path);
    else if (isRecord(value)) yield* mappingFaults(value, schema, path);
  } else yield wrong(path, problem);
}

function typeProblem(value: unknown, schema: KubernetesObject): string | undefined {
  if (schema['x-kubernetes-int-or-string'] === true)
    return typeof value === 'string' || Number.isInteger(value) ? undefined : 'must be an integer or a text';
  const type = TYPES.get(text(schema.type));
  return type === undefined || type.holds(value) ? undefined : `must be ${type.name}`;
}

interface Type {
  readonly name: string;
  readonly holds: (value: unknown) => boolean;
}

const TYPES: ReadonlyMap<string, Type> = new Map(
  Object.entries({
    string: { name: 'a text', holds: (value) => typeof value === 'string' },
    integer: { name: 'an integer', holds: Number.isInteger },
    number: { name: 'a number', holds: (value) => typeof value === 'number' },
    boolean: { name: 'true or false', holds: (value) => typeof value === 'boolean' },
    array: { name: 'a list', holds: Array.isArray },
    object: { name: 'a mapping', holds: isRecord },
  }),
);

function* valueFaults(value: unknown, schema: KubernetesObject, path: Path): Generator<SchemaFault> {
  const choices = list(schema.enum);
  if (choices.length > 0 && !choices.includes(value))
    yield wrong(path, `must be one of ${choices.map(shown).join(', ')}`);
  if (typeof value === 'string') yield* textFaults(value, schema, path);
  if (typeof value === 'number') yield* numberFaults(value, schema, path);
  yield* alternativeFaults(value, schema, path);
}

function* textFaults(value: string, schema: KubernetesObject, path: Path): Generator<SchemaFault> {
  const { pattern, minLength, maxLength } = schema;
  const length =
    typeof minLength === 'number' || typeof maxLength === 'number' ? Array.from(value).length : 0;
  if (typeof minLength === 'number' && length < minLength)
    yield wrong(path, `must have at least ${minLength} characters`);
  if (typeof maxLength === 'number' && length > maxLength)
    yield wrong(path, `must have at most ${maxLength} characters`);
  if (typeof pattern === 'string' && compiled(pattern)?.test(value) === false)
    yield wrong(path, `must match ${pattern}`);
}

const patterns = new Map<string, RegExp | undefined>();

/** Patterns are of Go's syntax; what JavaScript does not understand is not checked. */
function compiled(pattern: string): RegExp | undefined {
  if (patterns.has(pattern)) return patterns.get(pattern);
  let expression: RegExp | undefined;
  try {
    expression = new RegExp(pattern, 'u');
  } catch {
    expression = undefined;
  }
  patterns.set(pattern, expression);
  return expression;
}

function* numberFaults(value: number, schema: KubernetesObject, path: Path): Generator<SchemaFault> {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  if (typeof minimum === 'number' && (exclusiveMinimum === true ? value <= minimum : value < minimum))
    yield wrong(path, `must be ${exclusiveMinimum === true ? 'more than' : 'at least'} ${minimum}`);
  if (typeof maximum === 'number' && (exclusiveMaximum === true ? value >= maximum : value > maximum))
    yield wrong(path, `must be ${exclusiveMaximum === true ? 'less than' : 'at most'} ${maximum}`);
}

/** `allOf`, `anyOf`, `oneOf` and `not` constrain what the structure around them allows; they add no fields. */
function* alternativeFaults(value: unknown, schema: KubernetesObject, path: Path): Generator<SchemaFault> {
  for (const part of records(schema.allOf)) yield* constraintFaults(value, part, path);
  const isAllowed = (part: KubernetesObject) => constraintFaults(value, part, path).next().done === true;
  const any = records(schema.anyOf);
  if (any.length > 0 && !any.some(isAllowed)) yield wrong(path, 'matches none of the allowed alternatives');
  const one = records(schema.oneOf);
  if (one.length > 0) {
    const matching = one.filter(isAllowed).length;
    if (matching === 0) yield wrong(path, 'matches none of the allowed alternatives');
    if (matching > 1) yield wrong(path, 'matches several alternatives that exclude each other');
  }
  if (isRecord(schema.not) && isAllowed(schema.not)) yield wrong(path, 'is a value that is not allowed');
}

function* constraintFaults(value: unknown, schema: KubernetesObject, path: Path): Generator<SchemaFault> {
  for (const fault of customFaults(value, schema, path)) if (!fault.isUnknownField) yield fault;
}

function* listFaults(
  value: readonly unknown[],
  schema: KubernetesObject,
  path: Path,
): Generator<SchemaFault> {
  const { minItems, maxItems, items } = schema;
  if (typeof minItems === 'number' && value.length < minItems)
    yield wrong(path, `must have at least ${minItems} items`);
  if (typeof maxItems === 'number' && value.length > maxItems)
    yield wrong(path, `must have at most ${maxItems} items`);
  if (!isRecord(items)) return;
  for (const [index, child] of value.entries()) yield* customFaults(child, items, [...path, index]);
}

/** What every object has, whatever its kind says. */
const OBJECT_FIELDS: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

function* mappingFaults(
  value: KubernetesObject,
  schema: KubernetesObject,
  path: Path,
): Generator<SchemaFault> {
  const properties = record(schema.properties);
  const { additionalProperties } = schema;
  const isOpen =
    schema['x-kubernetes-preserve-unknown-fields'] === true ||
    additionalProperties === true ||
    schema.type === undefined;
  const isObject = path.length === 0 || schema['x-kubernetes-embedded-resource'] === true;
  for (const [key, child] of Object.entries(value)) {
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (isObject && OBJECT_FIELDS.has(key)) continue;
    if (isRecord(property)) yield* customFaults(child, property, [...path, key]);
    else if (isRecord(additionalProperties)) yield* customFaults(child, additionalProperties, [...path, key]);
    else if (!isOpen) yield unknownField([...path, key]);
  }
  for (const name of texts(schema.required))
    if ((value[name] === undefined || value[name] === null) && !hasDefault(properties[name]))
      yield wrong([...path, name], 'is required');
}

function hasDefault(property: unknown): boolean {
  return isRecord(property) && property.default !== undefined;
}
