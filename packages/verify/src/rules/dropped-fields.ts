import type { IgnoredDifference } from '../built-component.ts';
import type { Facts } from '../facts.ts';
import type { PlacedObject } from '../placed-object.ts';
import { at, type Path } from '../reading.ts';
import { type Found, type Rule, rule } from '../rule.ts';

interface GatedField {
  readonly kind: string;
  readonly group: string;
  readonly path: Path;
  readonly gate: string;
}

/**
 * Fields that stand in the schema, and that an API server drops as long as their feature gate is off, as it is by itself in one of
 * the versions from 1.33 on.
 *
 * @see https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/
 */
const GATED_FIELDS: readonly GatedField[] = [
  {
    kind: 'CSIDriver',
    group: 'storage.k8s.io',
    path: ['spec', 'nodeAllocatableUpdatePeriodSeconds'],
    gate: 'MutableCSINodeAllocatableCount',
  },
  {
    kind: 'StatefulSet',
    group: 'apps',
    path: ['spec', 'updateStrategy', 'rollingUpdate', 'maxUnavailable'],
    gate: 'MaxUnavailableStatefulSet',
  },
  ...['scaleDown', 'scaleUp'].map((direction) => ({
    kind: 'HorizontalPodAutoscaler',
    group: 'autoscaling',
    path: ['spec', 'behavior', direction, 'tolerance'],
    gate: 'HPAConfigurableTolerance',
  })),
];

function dropped({ objects }: Facts): readonly Found<'field' | 'gate'>[] {
  return objects.flatMap((object) => {
    const { ignoreDifferences } = object.component;
    if (ignoreDifferences === undefined) return [];
    return GATED_FIELDS.filter(
      ({ kind, group, path }) =>
        object.kind === kind &&
        object.group === group &&
        at(object.object, ...path) !== undefined &&
        !ignoreDifferences.some((entry) => covers(entry, object, path)),
    ).map(({ path, gate }) => ({ object, path, args: { field: path.join('.'), gate } }));
  });
}

function covers(entry: IgnoredDifference, object: PlacedObject, path: Path): boolean {
  const { group = '', kind, name = object.name, namespace = object.namespace, jsonPointers } = entry;
  if (group !== object.group || kind !== object.kind) return false;
  if (name !== object.name || namespace !== object.namespace) return false;
  const pointer = `/${path.join('/')}`;
  return jsonPointers?.some((one) => pointer === one || pointer.startsWith(`${one}/`)) ?? true;
}

export const droppedFieldRules: readonly Rule[] = [
  rule({
    id: 'DROPPED_FIELD',
    severity: 'warning',
    summary: 'What an API server may drop is no difference to Argo CD',
    message: '{object} has {field}, which the API server drops where {gate} is off',
    hint: 'Name the field in the ignoreDifferences of its Application, or leave it out.',
    explanation:
      'A field behind a feature gate is accepted and not kept, so that its Application stays OutOfSync. @see https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/',
    check: dropped,
  }),
];
