import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { parseAllDocuments, stringify } from 'yaml';
import { isMapping } from '../reading.ts';
import { type Redacted, redact } from '../redacted.ts';
import { bitString, explicit, integer, NULL, octets, oid, sequence, set, TRUE, time, utf8 } from './der.ts';

/** A sealing key pair for a cluster that may not exist yet. */
export interface SealingKey {
  /** The public part, in PEM: values are sealed with it, and it may lie in Git. */
  readonly certificate: string;
  /** The private part as the Secret that the controller reads when it starts, in YAML. */
  readonly manifest: Redacted;
  readonly fingerprint: string;
}

/** How a sealing key pair is made. */
export interface SealingKeyOptions {
  readonly now: Date;
  /** @default 3650, the ten years that the controller gives its own */
  readonly days?: number;
  /** @default 4096 */
  readonly bits?: number;
  /** Namespace of the controller. @default 'kube-system' */
  readonly namespace?: string;
}

const DAY = 86_400_000;

/**
 * Makes a sealing key pair: an RSA key and a self-signed certificate. Applied before the controller starts, its
 * Secret becomes the controller's key, so that the first commit can hold everything.
 *
 * @see https://github.com/bitnami/sealed-secrets/blob/main/docs/bring-your-own-certificates.md
 */
export function makeSealingKey(options: SealingKeyOptions): SealingKey {
  const { now, days = 3650, bits = 4096, namespace = 'kube-system' } = options;
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  const expires = new Date(now.getTime() + days * DAY);
  const certificate = selfSigned(publicKey, privateKey, { from: now, to: expires });
  const fingerprint = createHash('sha256').update(certificate).digest('hex');
  const pem = toPem(certificate);
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const manifest = stringify({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: `sealed-secrets-key-${fingerprint.slice(0, 8)}`,
      namespace,
      labels: { 'sealedsecrets.bitnami.com/sealed-secrets-key': 'active' },
    },
    type: 'kubernetes.io/tls',
    // not stringData: kubeseal --recovery-unseal reads only data
    data: { 'tls.crt': toBase64(pem), 'tls.key': toBase64(key) },
  });
  return { certificate: pem, manifest: redact(manifest), fingerprint };
}

/**
 * The private keys in a file: PEM, or the controller's Secrets as `makeSealingKey` or `kubectl get secret -o yaml` writes
 * them. None where it is neither: the parser's own complaint would repeat what it read.
 */
export function privateKeysIn(text: Redacted): readonly Redacted[] {
  const content = text.reveal();
  if (content.trimStart().startsWith('-----BEGIN')) return [text];
  try {
    const options = { logLevel: 'error', prettyErrors: false, stringKeys: true } as const;
    const documents = [...parseAllDocuments(content, options)].filter(({ errors }) => errors.length === 0);
    return documents.flatMap((document) => keysOf(document.toJS())).map((key) => redact(key));
  } catch {
    return [];
  }
}

function keysOf(object: unknown): readonly string[] {
  if (!isMapping(object)) return [];
  if (Array.isArray(object.items)) return object.items.flatMap(keysOf);
  const plain = isMapping(object.stringData) ? object.stringData['tls.key'] : undefined;
  if (typeof plain === 'string') return [plain];
  const encoded = isMapping(object.data) ? object.data['tls.key'] : undefined;
  return typeof encoded === 'string' ? [Buffer.from(encoded, 'base64').toString('utf8')] : [];
}

const SHA256_WITH_RSA = sequence(oid('1.2.840.113549.1.1.11'), NULL);
const NAME = sequence(set(sequence(oid('2.5.4.3'), utf8('sealed-secrets'))));
// keyEncipherment, the third bit: RSA encrypts the AES key of each value
const KEY_USAGE = sequence(oid('2.5.29.15'), TRUE, octets(bitString(Buffer.of(0x20), 5)));
const NO_AUTHORITY = sequence(oid('2.5.29.19'), TRUE, octets(sequence()));

/** @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1 */
function selfSigned(publicKey: KeyObject, privateKey: KeyObject, valid: { from: Date; to: Date }): Buffer {
  const serial = randomBytes(16);
  serial.writeUInt8((serial.readUInt8() & 0x7f) | 0x40);
  const body = sequence(
    explicit(0, integer(Buffer.of(2))),
    integer(serial),
    SHA256_WITH_RSA,
    NAME,
    sequence(time(valid.from), time(valid.to)),
    NAME,
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(KEY_USAGE, NO_AUTHORITY)),
  );
  return sequence(body, SHA256_WITH_RSA, bitString(sign('sha256', body, privateKey)));
}

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function toPem(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
