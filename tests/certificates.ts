import { createPrivateKey, type KeyObject } from 'node:crypto';
import { parse } from 'yaml';
import {
  makeSealingKey,
  parseCertificate,
  type SealingCertificate,
  type SealingKeyOptions,
} from '../packages/credentials/src/seal/index.ts';

/** A sealing key pair as its two sides see it. */
export interface KeyPair {
  readonly certificate: SealingCertificate;
  readonly pem: string;
  readonly privateKey: KeyObject;
  readonly privatePem: string;
  readonly manifest: string;
}

/** Makes a key pair of 2048 bits, which is quick and just strong enough. */
export function makePair(options: Partial<SealingKeyOptions> = {}): KeyPair {
  const now = options.now ?? new Date();
  const { certificate: pem, manifest } = makeSealingKey({ bits: 2048, ...options, now });
  const { certificate } = parseCertificate(pem, { now });
  if (certificate === undefined) throw new Error('the certificate is refused');
  const privatePem = fromBase64(parse(manifest.reveal()).data['tls.key']);
  return {
    certificate,
    pem,
    privateKey: createPrivateKey(privatePem),
    privatePem,
    manifest: manifest.reveal(),
  };
}

/** The text that a Secret holds in base64. */
export function fromBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}
