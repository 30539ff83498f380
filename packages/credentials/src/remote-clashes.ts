import type { Diagnostic } from '@kfdist/diagnostics';
import { report } from './codes.ts';
import { type CredentialSpec, keyId, type RemoteRef } from './credential.ts';
import { remotePlacesOf } from './external-secret.ts';
import type { Value } from './value.ts';

interface Kept {
  readonly value: Value;
  readonly place: RemoteRef;
}

/** Values that are to be kept in one remote place without being one value: the last that is written would be all of them. */
export function remoteClashes(
  specs: readonly CredentialSpec[],
  values: ReadonlyMap<string, Value>,
): readonly Diagnostic[] {
  const byName = new Map<string, Kept[]>();
  return specs
    .flatMap((spec) => keptOf(spec, values))
    .flatMap((kept) => {
      const earlier = byName.get(kept.place.key) ?? [];
      byName.set(kept.place.key, [...earlier, kept]);
      const other = earlier.find((one) => clash(one, kept, values));
      return other === undefined ? [] : [clashOf(kept, other)];
    });
}

function keptOf(spec: CredentialSpec, values: ReadonlyMap<string, Value>): readonly Kept[] {
  // Every cluster has its own prefix: what is named by it meets only others of that cluster
  return remotePlacesOf(spec, { prefix: '' }).flatMap(({ key, remoteRef }) => {
    const value = values.get(keyId(spec, key.key));
    return value === undefined ? [] : [{ value, place: remoteRef }];
  });
}

function clash(a: Kept, b: Kept, values: ReadonlyMap<string, Value>): boolean {
  const [one, other] = [a.place.property, b.place.property];
  if (one === other) return originOf(a.value, values) !== originOf(b.value, values);
  return one === undefined || other === undefined;
}

/** The value that this one is the same as. */
function originOf({ id, recipe, references }: Value, values: ReadonlyMap<string, Value>): string {
  const target = recipe.kind === 'same' ? values.get(references.get(recipe.of) ?? '') : undefined;
  return target === undefined ? id : originOf(target, values);
}

function clashOf({ value, place }: Kept, other: Kept): Diagnostic {
  const { key, property } = place;
  const spelled = property === undefined ? key : `${key}, property ${property}`;
  const args = { value: value.id, other: other.value.id, place: spelled };
  return report('SHARED_REMOTE_PLACE', { args, span: value.span });
}
