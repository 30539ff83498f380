import type { BuiltComponent, IgnoredDifference } from './built-component.ts';
import { groupOf } from './kinds.ts';
import { at, isRecord, type KubernetesObject, records, text, texts } from './reading.ts';

/** How Applications are named after components. */
export interface ApplicationNames {
  /** What stands before the name of a component. @default nothing */
  readonly namePrefix?: string;
}

/** Adds what Applications say about components of the same name: wave, namespace, project and sync options. */
export function withApplications(
  components: readonly BuiltComponent[],
  applications: readonly KubernetesObject[],
  { namePrefix = '' }: ApplicationNames = {},
): readonly BuiltComponent[] {
  const byName = new Map(
    applications.filter(isApplication).map((object) => [text(at(object, 'metadata', 'name')), object]),
  );
  return components.map((component) => {
    const application = byName.get(`${namePrefix}${component.name}`);
    return application === undefined ? component : { ...component, ...factsOf(application) };
  });
}

/** Whether an object is an Application of Argo CD. */
export function isApplication(object: KubernetesObject): boolean {
  return object.kind === 'Application' && groupOf(text(object.apiVersion)) === 'argoproj.io';
}

function factsOf({ metadata, spec }: KubernetesObject) {
  const wave = Number(text(at(metadata, 'annotations', 'argocd.argoproj.io/sync-wave')) || 0);
  const namespace = text(at(spec, 'destination', 'namespace'));
  return {
    wave: Number.isFinite(wave) ? wave : undefined,
    namespace: namespace === '' ? undefined : namespace,
    project: text(at(spec, 'project')),
    syncOptions: texts(at(spec, 'syncPolicy', 'syncOptions')),
    ignoreDifferences: records(at(spec, 'ignoreDifferences')).filter(isRecord).map(ignored),
  };
}

function ignored({ group, kind, name, namespace, jsonPointers }: KubernetesObject): IgnoredDifference {
  return {
    kind: text(kind),
    group: typeof group === 'string' ? group : undefined,
    name: typeof name === 'string' ? name : undefined,
    namespace: typeof namespace === 'string' ? namespace : undefined,
    jsonPointers: jsonPointers === undefined ? undefined : texts(jsonPointers),
  };
}
