import type { BuiltComponent } from './built-component.ts';
import type { ObjectReference } from './object-reference.ts';
import type { KubernetesObject } from './reading.ts';

/** An object with its identity taken apart, and the component that delivers it. */
export interface PlacedObject {
  readonly object: KubernetesObject;
  readonly component: BuiltComponent;
  readonly apiVersion: string;
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  /** Where it goes; empty if it has no namespace. */
  readonly namespace: string;
  /** Its own sync wave within its Application. */
  readonly wave: number;
}

/** The name by which an object is found: group, kind, namespace and name. */
export function keyOf({
  group,
  kind,
  namespace,
  name,
}: Pick<PlacedObject, 'group' | 'kind' | 'namespace' | 'name'>) {
  return `${group}/${kind}/${namespace}/${name}`;
}

/** An object as findings name it. */
export function referenceOf({ apiVersion, kind, namespace, name, component }: PlacedObject): ObjectReference {
  return {
    apiVersion,
    kind,
    name,
    ...(namespace === '' ? {} : { namespace }),
    component: component.name,
  };
}

/**
 * Whether Argo CD creates one object before another: in an earlier wave of Applications, or in the same Application.
 * Where the waves are not known, nothing is said to be late.
 */
export function isBefore(first: PlacedObject, second: PlacedObject): boolean {
  if (first.component === second.component) return true;
  const { wave: early } = first.component;
  const { wave: late } = second.component;
  return early === undefined || late === undefined || early < late;
}
