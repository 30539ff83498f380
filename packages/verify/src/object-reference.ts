import type { BuiltComponent } from './built-component.ts';
import { at, type KubernetesObject, text } from './reading.ts';

/** Which object is meant, and which Application delivers it. */
export interface ObjectReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Missing for what has no namespace. */
  readonly namespace?: string;
  readonly component: string;
}

/** The reference to an object of a component, in the namespace that it names itself. */
export function referenceTo(object: KubernetesObject, component: BuiltComponent): ObjectReference {
  const namespace = text(at(object, 'metadata', 'namespace'));
  return {
    apiVersion: text(object.apiVersion),
    kind: text(object.kind),
    name: text(at(object, 'metadata', 'name')) || text(at(object, 'metadata', 'generateName')),
    ...(namespace === '' ? {} : { namespace }),
    component: component.name,
  };
}

/** An object as people name it: `Deployment kubeflow/ml-pipeline`. */
export function formatReference({
  kind,
  namespace,
  name,
}: Pick<ObjectReference, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}
