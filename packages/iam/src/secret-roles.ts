import type { RoleRequest } from './role.ts';
import type { Subject } from './trust.ts';

/**
 * Whose role reads the secrets of a namespace:
 * - `cluster`: the operator's, for all of them (option 1);
 * - `namespace`: one of its own, assumed by a ServiceAccount there that the store names (option 2, the default);
 * - `chained`: one of its own that the operator changes into; only for stores that the platform owns.
 */
export type SecretAccess = 'cluster' | 'namespace' | 'chained';

/** Which roles External Secrets needs. */
export interface SecretRolesInput {
  /** @default 'namespace' */
  readonly access?: SecretAccess;
  /** @default 'secrets-manager' */
  readonly service?: 'secrets-manager' | 'parameter-store';
  /** First part of the names of secrets: `<secretPrefix>/<namespace>/...`. */
  readonly secretPrefix: string;
  readonly namespaces: readonly string[];
  /** The ServiceAccount of the operator. */
  readonly operator: Subject;
  /** Name of the ServiceAccount of each namespace. @default 'secret-reader' */
  readonly reader?: string;
  /** Who can write secret stores; `chained` is refused where tenants can. @default 'tenants' */
  readonly stores?: 'platform' | 'tenants';
}

/** Key of the operator's role; the role of a namespace adds a dot and the namespace, with `_` for `-`. */
const SECRETS_ROLE = 'external_secrets';

/**
 * The roles that read secrets, as `planRoles` takes them. With `namespace` the operator has no role at all.
 *
 * @see https://external-secrets.io/v2.9.0/provider/aws-access/
 */
export function secretRoles(input: SecretRolesInput): readonly RoleRequest[] {
  const { access = 'namespace', service = 'secrets-manager', operator, secretPrefix } = input;
  const reading = service === 'secrets-manager' ? 'external-secrets' : 'external-secrets-parameters';
  const operatorRole = (policy: string): RoleRequest => ({
    key: SECRETS_ROLE,
    policies: [policy],
    subjects: [operator],
    scope: { secretPrefix },
  });
  if (access === 'cluster') return [operatorRole(reading)];
  const roles = input.namespaces.map((namespace) => namespaceRole(namespace, reading, { ...input, access }));
  return access === 'namespace' ? roles : [operatorRole('external-secrets-assume-role'), ...roles];
}

function namespaceRole(
  namespace: string,
  policy: string,
  input: SecretRolesInput & { readonly access: SecretAccess },
): RoleRequest {
  const { access, secretPrefix, reader = 'secret-reader', stores = 'tenants' } = input;
  return {
    key: `${SECRETS_ROLE}.${namespace.replaceAll('-', '_')}`,
    policies: [policy],
    folder: 'secrets',
    scope: { secretPrefix: `${secretPrefix}/${namespace}` },
    ...(access === 'chained'
      ? { subjects: [], chainedFrom: { role: SECRETS_ROLE, namespace, stores } }
      : { subjects: [{ namespace, serviceAccount: reader }] }),
  };
}
