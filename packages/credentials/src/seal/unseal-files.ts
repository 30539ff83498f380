import type { KeyObject } from 'node:crypto';
import { type CredentialSpec, credentialId, keyId, SCOPES } from '../credential.ts';
import type { Redacted } from '../redacted.ts';
import { sealLabel } from '../sealed-secret.ts';
import { unsealValue } from './seal-value.ts';

/** Sealed values by Secret (`namespace/name`) and key. */
export type SealedValues = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The values of sealed Secrets that these private keys open, by `namespace/secret/key`: input of `knownValues`. */
export function unsealAll(
  specs: readonly CredentialSpec[],
  sealed: SealedValues,
  keys: readonly KeyObject[],
): ReadonlyMap<string, Redacted<Uint8Array>> {
  const found = specs.flatMap((spec) =>
    [...(sealed.get(credentialId(spec)) ?? [])].flatMap(([key, text]) => {
      // the scope may have changed since the value was sealed
      const labels = new Set(SCOPES.map((scope) => sealLabel(spec, scope)));
      const value = [...labels].map((label) => unsealValue(text, { keys, label })).find(Boolean);
      return value === undefined ? [] : [[keyId(spec, key), value] as const];
    }),
  );
  return new Map(found);
}
