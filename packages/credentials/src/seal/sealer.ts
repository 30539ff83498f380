import type { CredentialSpec } from '../credential.ts';
import type { Redacted } from '../redacted.ts';
import { sealLabel } from '../sealed-secret.ts';
import type { SealingCertificate } from './certificate.ts';
import { sealValue } from './seal-value.ts';

/** Values of one Secret by key. */
export type SecretValues = ReadonlyMap<string, Redacted<string | Uint8Array>>;

/** Seals the values of one Secret, each under its key. */
export type Sealer = (spec: CredentialSpec, values: SecretValues) => Promise<ReadonlyMap<string, string>>;

/** Seals in this process: the default. */
export function inProcessSealer(certificate: SealingCertificate): Sealer {
  return async (spec, values) => {
    const label = sealLabel(spec, spec.scope ?? 'strict');
    const sealed = [...values].map(
      ([key, value]) => [key, sealValue(value, { certificate, label })] as const,
    );
    return await Promise.resolve(new Map(sealed));
  };
}
