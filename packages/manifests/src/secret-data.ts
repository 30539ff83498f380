import type { Diagnostic } from '@kfdist/diagnostics';
import { report } from './codes.ts';
import { isRecord, type ManifestObject } from './parse-objects.ts';

/** Reports each Secret that comes with values: what is built is shown, compared and committed. */
export function builtSecrets(component: string, objects: readonly ManifestObject[]): readonly Diagnostic[] {
  return objects.flatMap(({ object }) => {
    if (object.kind !== 'Secret' || object.apiVersion !== 'v1') return [];
    const keys = [object.data, object.stringData].flatMap((data) =>
      isRecord(data) ? Object.keys(data) : [],
    );
    const { name = '', namespace = '' } = isRecord(object.metadata) ? object.metadata : {};
    const args = { component, secret: `${String(namespace)}/${String(name)}`, keys: keys.join(', ') };
    return keys.length === 0 ? [] : [report('SECRET_IN_BUILD', { args })];
  });
}
