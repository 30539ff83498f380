import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { KeyPairs } from '../generate.ts';
import type { KeyAlgorithm } from '../recipe.ts';

/** Key pairs from the system's randomness. */
export const systemKeyPairs: KeyPairs = {
  makePrivateKey: (algorithm) => privateKey(algorithm).export({ type: 'pkcs8', format: 'pem' }).toString(),
  publicKeyOf: (pem) =>
    createPublicKey(createPrivateKey(pem)).export({ type: 'spki', format: 'pem' }).toString(),
};

function privateKey(algorithm: KeyAlgorithm): KeyObject {
  if (algorithm === 'P-256' || algorithm === 'P-384')
    return generateKeyPairSync('ec', { namedCurve: algorithm }).privateKey;
  return generateKeyPairSync('rsa', { modulusLength: Number(algorithm.slice('rsa-'.length)) }).privateKey;
}
