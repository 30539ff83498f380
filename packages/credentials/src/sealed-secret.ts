import type { Diagnostic } from '@kfdist/diagnostics';
import { parse, stringify } from 'yaml';
import { fromBase64 } from './base64.ts';
import { report } from './codes.ts';
import type { CredentialSpec, Scope } from './credential.ts';
import { isMapping } from './reading.ts';

/** Metadata of a Secret or of what makes one. */
export interface ObjectMetadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A SealedSecret, in the fields that are used here. */
export interface SealedSecret {
  readonly apiVersion: 'bitnami.com/v1alpha1';
  readonly kind: 'SealedSecret';
  readonly metadata: ObjectMetadata;
  readonly spec: {
    readonly encryptedData: Readonly<Record<string, string>>;
    readonly template: { readonly metadata: ObjectMetadata; readonly type: string };
  };
}

const WIDE = 'sealedsecrets.bitnami.com/';

/**
 * The SealedSecret of a specification with these sealed values. A wide scope is marked on the object, where the
 * controller reads it, and on the template, as kubeseal does.
 */
export function sealedSecretFor(
  spec: CredentialSpec,
  encryptedData: Readonly<Record<string, string>>,
): SealedSecret {
  const { name, namespace, labels, scope = 'strict', type = 'Opaque' } = spec;
  const marks = scope === 'strict' ? {} : { [`${WIDE}${scope}`]: 'true' };
  const annotations = { ...spec.annotations, ...marks };
  return {
    apiVersion: 'bitnami.com/v1alpha1',
    kind: 'SealedSecret',
    metadata: { name, namespace, ...(scope === 'strict' ? {} : { annotations: marks }) },
    spec: {
      encryptedData,
      template: {
        metadata: {
          name,
          namespace,
          ...(labels === undefined ? {} : { labels }),
          ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
        },
        type,
      },
    },
  };
}

/**
 * What a sealed value is bound to, given to RSA-OAEP as its label: nothing opens the value under another label.
 * @see https://github.com/bitnami/sealed-secrets/blob/main/pkg/apis/sealedsecrets/v1alpha1/sealedsecret_expansion.go
 */
export function sealLabel(
  { namespace, name }: Pick<CredentialSpec, 'namespace' | 'name'>,
  scope: Scope,
): string {
  return { strict: `${namespace}/${name}`, 'namespace-wide': namespace, 'cluster-wide': '' }[scope];
}

/** A SealedSecret as YAML, keys of the sealed data sorted. */
export function formatSealedSecret(object: SealedSecret): string {
  const entries = Object.entries(object.spec.encryptedData).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const spec = { ...object.spec, encryptedData: Object.fromEntries(entries) };
  return stringify({ ...object, spec }, { aliasDuplicateObjects: false, lineWidth: 0 });
}

/** What a SealedSecret's file holds. */
export interface SealedFile {
  /** The Secret it makes, as `namespace/name`. */
  readonly secret?: string;
  /** The sealed values by key. */
  readonly sealed: ReadonlyMap<string, string>;
}

/** The content of a SealedSecret's file, each sealed value checked for its structure. */
export function parseSealedSecret(
  text: string,
  path: string,
): SealedFile & { readonly diagnostics: readonly Diagnostic[] } {
  const span = { path, start: 0, end: 0 };
  const bad = (problem: string) => report('BAD_SEALED_SECRET', { args: { problem }, span });
  const data = parseYaml(text);
  const object = isMapping(data) && data.kind === 'SealedSecret' ? data : {};
  const values = isMapping(object.spec) ? object.spec.encryptedData : undefined;
  if (!isMapping(values)) return { sealed: new Map(), diagnostics: [bad('The file is not a SealedSecret')] };
  const sealed = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  for (const [key, value] of Object.entries(values)) {
    const problem = typeof value === 'string' ? sealedValueProblem(value) : 'is not a text';
    if (typeof value === 'string' && problem === undefined) sealed.set(key, value);
    else diagnostics.push(bad(`The sealed value of ${key} ${problem}`));
  }
  const { namespace, name } = isMapping(object.metadata) ? object.metadata : {};
  return {
    ...(isText(namespace) && isText(name) ? { secret: `${namespace}/${name}` } : {}),
    sealed,
    diagnostics,
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function parseYaml(text: string): unknown {
  try {
    return parse(text, { logLevel: 'error', stringKeys: true });
  } catch {
    return undefined;
  }
}

const GCM_TAG = 16;
const LEAST_MODULUS = 256;
const MOST_MODULUS = 2048;

/**
 * Why a text cannot be a sealed value, as the end of a sentence. Sealed values are
 * `length of the RSA part (2 bytes) | RSA part | AES-256-GCM ciphertext | tag (16 bytes)` in base64.
 *
 * @param modulusBytes The size of the sealing key, where it is known.
 */
export function sealedValueProblem(text: string, modulusBytes?: number): string | undefined {
  const bytes = fromBase64(text);
  if (bytes === undefined) return 'is not base64';
  const [high = 0, low = 0] = bytes;
  const length = high * 256 + low;
  if (bytes.length < 2 || length < LEAST_MODULUS || length > MOST_MODULUS)
    return 'does not begin with the length of an RSA block';
  if (modulusBytes !== undefined && length !== modulusBytes)
    return `is sealed for a key of ${length * 8} bits, not of ${modulusBytes * 8}`;
  return bytes.length < 2 + length + GCM_TAG ? 'is cut off' : undefined;
}

/** The end of a sealed value: its authentication tag, which differs from one sealing to the next. */
export function sealMark(sealed: string): string {
  return sealed.slice(-16);
}
