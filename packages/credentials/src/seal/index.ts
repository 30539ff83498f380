export { type Command, commandRunner, type Finished, type RunCommand } from '../node/run-command.ts';
export { bcryptHash } from './bcrypt-hash.ts';
export { type CertificateOptions, parseCertificate, type SealingCertificate } from './certificate.ts';
export {
  type Generation,
  type GenerationInput,
  generateCredentials,
  type RemoteWrite,
  sealedIn,
} from './generate-credentials.ts';
export { systemKeyPairs } from './key-pairs.ts';
export { type KubesealOptions, kubesealSealer } from './kubeseal.ts';
export { writePrivateFile } from './private-file.ts';
export { parsePrivateKeys, sealValue, unsealValue } from './seal-value.ts';
export { inProcessSealer, type Sealer, type SecretValues } from './sealer.ts';
export { makeSealingKey, privateKeysIn, type SealingKey, type SealingKeyOptions } from './sealing-key.ts';
export { type SealedValues, unsealAll } from './unseal-files.ts';
