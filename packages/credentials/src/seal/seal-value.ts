import {
  constants,
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import { fromBase64 } from '../base64.ts';
import { type Redacted, redact } from '../redacted.ts';
import { sealedValueProblem } from '../sealed-secret.ts';
import { toBytes } from '../secret.ts';
import type { SealingCertificate } from './certificate.ts';

const KEY_BYTES = 32;
const TAG_BYTES = 16;
// the AES key is used once, so the nonce may be constant
const NONCE = Buffer.alloc(12);

/**
 * A value sealed for a certificate, as the controller opens it: a fresh AES-256-GCM key, itself encrypted by
 * RSA-OAEP-SHA256 under the label of its scope.
 *
 * @see https://github.com/bitnami/sealed-secrets/blob/main/pkg/crypto/crypto.go
 * @example
 * sealValue(redact('s3cr3t'), { certificate, label: sealLabel(spec, 'strict') });
 */
export function sealValue(
  value: Redacted<string | Uint8Array>,
  {
    certificate,
    label,
  }: { readonly certificate: Pick<SealingCertificate, 'publicKey'>; readonly label: string },
): string {
  const key = randomBytes(KEY_BYTES);
  const sealedKey = publicEncrypt({ key: certificate.publicKey, ...oaep(label) }, key);
  const cipher = createCipheriv('aes-256-gcm', key, NONCE);
  key.fill(0);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(sealedKey.length);
  const body = [cipher.update(toBytes(value.reveal())), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat([length, sealedKey, ...body]).toString('base64');
}

/** The bytes of a sealed value, or `undefined` where none of the keys opens it under this label. */
export function unsealValue(
  sealed: string,
  { keys, label }: { readonly keys: readonly KeyObject[]; readonly label: string },
): Redacted<Uint8Array> | undefined {
  const bytes = fromBase64(sealed);
  if (bytes === undefined || sealedValueProblem(sealed) !== undefined) return undefined;
  for (const key of keys) {
    const opened = open(Buffer.from(bytes), key, label);
    if (opened !== undefined) return redact(opened);
  }
  return undefined;
}

function open(sealed: Buffer, privateKey: KeyObject, label: string): Uint8Array | undefined {
  const end = 2 + sealed.readUInt16BE();
  try {
    const key = privateDecrypt({ key: privateKey, ...oaep(label) }, sealed.subarray(2, end));
    const decipher = createDecipheriv('aes-256-gcm', key, NONCE);
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    return new Uint8Array(
      Buffer.concat([decipher.update(sealed.subarray(end, -TAG_BYTES)), decipher.final()]),
    );
  } catch {
    return undefined;
  }
}

function oaep(label: string) {
  return {
    padding: constants.RSA_PKCS1_OAEP_PADDING,
    oaepHash: 'sha256',
    oaepLabel: Buffer.from(label, 'utf8'),
  };
}

/** The private keys in PEM texts, such as the `tls.key` of the controller's Secrets. */
export function parsePrivateKeys(texts: Iterable<Redacted>): readonly KeyObject[] {
  return [...texts].map((text) => {
    try {
      return createPrivateKey(text.reveal());
    } catch {
      throw new Error('This is not a private key in PEM. Give the tls.key of the sealing key, unencrypted.');
    }
  });
}
