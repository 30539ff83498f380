export { CODES } from './codes.ts';
export {
  BACKENDS,
  type Backend,
  type CredentialKey,
  type CredentialSpec,
  credentialId,
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
  type RemoteService,
  remoteNameOf,
  remoteNamesIn,
  remoteRefOf,
  type StoreRef,
} from './external-secret.ts';
export type { Path } from './reading.ts';
export type { BcryptIdent, Data, KeyAlgorithm, Recipe, TemplateFormat, ValueReference } from './recipe.ts';
export { type Redacted, redact } from './redacted.ts';
