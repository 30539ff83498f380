import { parameterStore, type RemoteStore, secretsManager } from '@kfdist/credentials/aws';
import type { CredentialState } from './state.ts';

/** The AWS service that holds the remote values of a platform, in the platform's region. */
export function remoteStore({ platform }: CredentialState): RemoteStore {
  const { settings, credentials } = platform.plan;
  const region = settings.values.get('aws_region')?.text;
  const options = region === undefined ? {} : { region };
  return credentials.naming.service === 'ParameterStore' ? parameterStore(options) : secretsManager(options);
}
