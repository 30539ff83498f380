export { type BcryptHash, type BcryptOptions, bcryptProblem } from './bcrypt.ts';
export { CREDENTIALS_DIAGNOSTICS } from './codes.ts';
export {
  BACKENDS,
  type Backend,
  type CredentialKey,
  type CredentialSpec,
  credentialId,
  keyId,
  type NamedValue,
  type RemoteRef,
  SCOPES,
  type Scope,
  WORKLOAD_KINDS,
  type Workload,
} from './credential.ts';
export { type DeclarationContext, parseCredentials } from './declaration.ts';
export {
  type ExternalSecret,
  type ExternalSecretData,
  type ExternalSecretOptions,
  externalSecretFor,
  type RemoteNaming,
  type RemotePlace,
  type RemoteService,
  remoteNameOf,
  remoteNamesIn,
  remotePlacesOf,
  type StoreRef,
} from './external-secret.ts';
export { generateValues, type Ingredients, type KeyPairs, type Values } from './generate.ts';
export { checkGiven, knownValues, LOGIN_NAMES, loginId, loginsFrom } from './known.ts';
export {
  type CredentialsLock,
  EMPTY_LOCK,
  formatLock,
  type LockedKey,
  type LockedSecret,
  type LockedValue,
  parseLock,
  recipeMark,
} from './lock.ts';
export { formatLogins, type Login, loginsOf } from './login.ts';
export {
  type CredentialPlan,
  type PlanInput,
  type PlannedKey,
  type PlannedSecret,
  planCredentials,
  type Reason,
} from './plan.ts';
export type { RandomBytes } from './random.ts';
export type { Path } from './reading.ts';
export type { BcryptIdent, Data, KeyAlgorithm, Recipe, TemplateFormat, ValueReference } from './recipe.ts';
export { type Outcome, recordPlan, restartsOf } from './record.ts';
export { type Redacted, redact, scrub } from './redacted.ts';
export { type RestartMark, ROTATION_ANNOTATION, restartMarks, rotatedValues } from './rotation.ts';
export {
  formatSealedSecret,
  type ObjectMetadata,
  parseSealedSecret,
  type SealedFile,
  type SealedSecret,
  sealedSecretFor,
  sealedValueProblem,
  sealLabel,
  sealMark,
} from './sealed-secret.ts';
export { type Secret, secretFor } from './secret.ts';
export { type CredentialStatus, credentialStatus } from './status.ts';
export type { Value } from './value.ts';
export { sourcesOf, type ValueGraph, valueGraph } from './value-graph.ts';
