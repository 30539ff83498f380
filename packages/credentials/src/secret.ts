import type { Diagnostic } from '@kfdist/diagnostics';
import { toBase64 } from './base64.ts';
import { report } from './codes.ts';
import { type CredentialSpec, credentialId } from './credential.ts';
import { type Redacted, redact } from './redacted.ts';
import type { ObjectMetadata } from './sealed-secret.ts';

/** A Kubernetes Secret. */
export interface Secret {
  readonly apiVersion: 'v1';
  readonly kind: 'Secret';
  readonly metadata: ObjectMetadata;
  readonly type: string;
  /** Values in base64. */
  readonly data: Readonly<Record<string, string>>;
}

/** @see https://kubernetes.io/docs/concepts/configuration/secret/#restriction-data-size */
const LIMIT = 1_048_576;

/** The Secret of a specification with these values by key; wrapped, because base64 hides nothing. */
export function secretFor(
  spec: CredentialSpec,
  values: ReadonlyMap<string, Redacted<string | Uint8Array>>,
): { readonly secret: Redacted<Secret>; readonly diagnostics: readonly Diagnostic[] } {
  const { name, namespace, labels, annotations, type = 'Opaque' } = spec;
  const contents = [...values].map(([key, value]) => [key, toBytes(value.reveal())] as const);
  const size = contents.reduce((sum, [, bytes]) => sum + bytes.length, 0);
  const args = { secret: credentialId(spec), size: String(size), limit: String(LIMIT), place: 'Kubernetes' };
  const secret: Secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      namespace,
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
    },
    type,
    data: Object.fromEntries(contents.map(([key, bytes]) => [key, toBase64(bytes)])),
  };
  const tooLarge = size > LIMIT ? [report('SECRET_TOO_LARGE', { args, span: spec.span })] : [];
  return { secret: redact(secret), diagnostics: tooLarge };
}

/** A value as the bytes that a Secret holds: text is UTF-8. */
export function toBytes(value: string | Uint8Array): Uint8Array {
  return typeof value === 'string' ? new TextEncoder().encode(value) : value;
}
