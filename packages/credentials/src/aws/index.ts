export { type AccessKeyClient, withNewAccessKeys } from './access-keys.ts';
export {
  generateAndPush,
  type PushedSecret,
  type PushOptions,
  pushCredentials,
  readRemoteSecrets,
} from './push-credentials.ts';
export {
  type ParameterStoreClient,
  parameterStore,
  type RemoteStore,
  type RemoteStoreOptions,
  type SecretsManagerClient,
  secretsManager,
} from './remote-store.ts';
