import type { Settings } from '@kfdist/config';
import type { Subject } from '@kfdist/iam';
import type { PlannedComponent } from './applications.ts';

/** A ServiceAccount by which External Secrets reads the secrets of one namespace, and its role. */
export interface SecretReader extends Subject {
  readonly roleArn: string;
}

/** The name of the ServiceAccount that reads the secrets of a namespace. */
export const READER = 'secret-reader';

/** The key of the role that reads the secrets of a namespace. */
export function readerKey(namespace: string): string {
  return `external_secrets.${namespace.replaceAll('-', '_')}`;
}

/** Whether each namespace reads its secrets by a role of its own, instead of all by that of the operator. */
export function hasSecretReaders({ values }: Settings): boolean {
  return values.get('external_secrets.access')?.text === 'namespace';
}

/** Who reads the secrets of each namespace that has external ones; nobody where the operator reads all of them. */
export function secretReaders(
  components: readonly Pick<PlannedComponent, 'namespace' | 'secrets'>[],
  settings: Settings,
): readonly SecretReader[] {
  if (!hasSecretReaders(settings)) return [];
  const backend =
    settings.values.get('components.secrets')?.text === 'sealed-secrets'
      ? 'sealed-secrets'
      : 'external-secrets';
  const namespaces = components.flatMap(({ namespace, secrets }) =>
    secrets
      .filter((secret) => (secret.backend ?? backend) === 'external-secrets')
      .flatMap((secret) =>
        typeof secret.namespace === 'string' ? secret.namespace : (namespace?.name ?? []),
      ),
  );
  return [...new Set(namespaces)].toSorted().map((namespace) => ({
    namespace,
    serviceAccount: READER,
    roleArn: settings.values.get(`role_arn.${readerKey(namespace)}`)?.text ?? '',
  }));
}
