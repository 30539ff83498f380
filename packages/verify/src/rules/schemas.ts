import { customFaults } from '../custom-schema.ts';
import type { Facts } from '../facts.ts';
import { versionOf } from '../kinds.ts';
import { kubernetesFaults, metadataFaults } from '../kubernetes-schema.ts';
import type { PlacedObject } from '../placed-object.ts';
import { formatPath, isRecord, text } from '../reading.ts';
import { type Found, type Rule, rule } from '../rule.ts';
import type { SchemaFault } from '../schema-fault.ts';

const remembered = new WeakMap<Facts, readonly (readonly [PlacedObject, SchemaFault])[]>();

/** The faults of all objects: two rules tell of them. */
function allFaults(facts: Facts): readonly (readonly [PlacedObject, SchemaFault])[] {
  const known = remembered.get(facts);
  if (known !== undefined) return known;
  const found = facts.objects.flatMap((object) =>
    [...faultsOf(object, facts)].map((fault) => [object, fault] as const),
  );
  remembered.set(facts, found);
  return found;
}

function faultsOf(object: PlacedObject, { customKinds }: Facts): Iterable<SchemaFault> {
  const builtIn = kubernetesFaults(object.object);
  if (builtIn !== undefined) return builtIn;
  const schema = customKinds
    .get(`${object.group}/${object.kind}`)
    ?.versions.get(versionOf(object.apiVersion));
  if (schema === undefined) return [];
  return [...metadataFaults(object.object), ...customFaults(object.object, schema)];
}

function invalid(facts: Facts): readonly Found<'field' | 'problem'>[] {
  const faults = allFaults(facts)
    .filter(([, { isUnknownField }]) => !isUnknownField)
    .map(([object, { path, problem }]) => ({ object, path, args: { field: formatPath(path), problem } }));
  return [...faults, ...withoutIdentity(facts)];
}

/** What is no object at all: no apiVersion, no kind or no name. */
function withoutIdentity({ objects }: Facts): readonly Found<'field' | 'problem'>[] {
  return objects.flatMap((object) => {
    const { metadata } = object.object;
    const lacking = [
      ...(object.apiVersion === '' ? ['apiVersion'] : []),
      ...(object.kind === '' ? ['kind'] : []),
      ...(object.name === '' && !(isRecord(metadata) && text(metadata.generateName) !== '')
        ? ['metadata.name']
        : []),
    ];
    return lacking.map((field) => ({
      object,
      path: field.split('.'),
      args: { field, problem: 'is required' },
    }));
  });
}

function unknown(facts: Facts): readonly Found<'field'>[] {
  return allFaults(facts)
    .filter(([, { isUnknownField }]) => isUnknownField)
    .map(([object, { path }]) => ({ object, path, args: { field: formatPath(path) } }));
}

function unservedVersions({ objects, customKinds }: Facts): readonly Found<'version' | 'served'>[] {
  return objects.flatMap((object) => {
    const kind = customKinds.get(`${object.group}/${object.kind}`);
    const version = versionOf(object.apiVersion);
    if (kind === undefined || kind.versions.has(version)) return [];
    const served = [...kind.versions.keys()].join(', ') || 'none';
    return { object, path: ['apiVersion'], args: { version, served } };
  });
}

export const schemaRules: readonly Rule[] = [
  rule({
    id: 'INVALID_FIELD',
    severity: 'error',
    summary: 'Every object is what its schema says',
    message: '{object}: {field} {problem}',
    hint: 'Correct it where it is made: the values of the chart, or a patch.',
    explanation:
      'The API server refuses the object. Custom kinds are checked against the definitions among the objects, without their rules in CEL; Kubernetes own kinds against a table of their fields that knows no allowed values.',
    check: invalid,
  }),
  rule({
    id: 'UNKNOWN_FIELD',
    severity: 'error',
    summary: 'No object has a field that its schema does not have',
    message: '{object} has the field {field}, which its schema does not have',
    hint: 'Correct its name or its place; compare with the documentation of this version of the kind.',
    explanation:
      'Server-side apply refuses a field that the schema does not have, and client-side apply drops it: either way it does nothing.',
    check: unknown,
  }),
  rule({
    id: 'UNSERVED_VERSION',
    severity: 'error',
    summary: 'Every custom object has a version that its definition serves',
    message: '{object} has the version {version}, of which the definition serves {served}',
    hint: 'Change its apiVersion to one that is served.',
    explanation: 'The API server knows no object of a version that the definition does not serve.',
    check: unservedVersions,
  }),
];
