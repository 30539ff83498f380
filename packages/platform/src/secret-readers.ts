import type { Settings } from '@kfdist/config';
import type { StoreRef } from '@kfdist/credentials';
import type { SecretAccess, Subject } from '@kfdist/iam';
import type { PlannedComponent } from './applications.ts';
import { isSwitchedOn } from './component.ts';
import { secretsBackend } from './inputs.ts';

/** By whom External Secrets reads the secrets of one namespace: its ServiceAccount, its role and its store. */
export interface SecretReader extends Subject {
  readonly roleArn: string;
  readonly store: Required<StoreRef>;
}

/** The name of the ServiceAccount that reads the secrets of a namespace. */
const READER = 'secret-reader';

/** The key of the role that reads the secrets of a namespace. */
export function readerKey(namespace: string): string {
  return `external_secrets.${namespace.replaceAll('-', '_')}`;
}

/** Who reads secrets: the operator all of them, a ServiceAccount in each namespace, or the operator by a role for each. */
export function secretAccess({ values }: Settings): SecretAccess {
  const given = values.get('external_secrets.access')?.text;
  return given === 'namespace' || given === 'chained' ? given : 'cluster';
}

/** The store that the component secret-stores makes for a namespace. */
export function secretStore(settings: Settings, namespace: string): Required<StoreRef> {
  const access = secretAccess(settings);
  return {
    name: access === 'chained' ? `aws-${namespace}` : 'aws',
    kind: access === 'namespace' ? 'SecretStore' : 'ClusterSecretStore',
  };
}

/** Who reads the secrets of each namespace that has external ones; nobody where the operator reads all of them. */
export function secretReaders(
  components: readonly Pick<PlannedComponent, 'namespace' | 'secrets'>[],
  settings: Settings,
): readonly SecretReader[] {
  if (secretAccess(settings) === 'cluster') return [];
  const backend = secretsBackend(settings);
  const namespaces = components.flatMap(({ namespace, secrets }) =>
    secrets
      .filter(isSwitchedOn)
      .filter((secret) => (secret.backend ?? backend) === 'external-secrets')
      .flatMap((secret) =>
        typeof secret.namespace === 'string' ? secret.namespace : (namespace?.name ?? []),
      ),
  );
  return [...new Set(namespaces)].toSorted().map((namespace) => ({
    namespace,
    serviceAccount: READER,
    roleArn: settings.values.get(`role_arn.${readerKey(namespace)}`)?.text ?? '',
    store: secretStore(settings, namespace),
  }));
}
