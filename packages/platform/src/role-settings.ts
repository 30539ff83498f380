import type { SettingDefinition, Settings } from '@kfdist/config';
import { LIMITS, limitedName } from '@kfdist/iam';
import type { Distribution } from './distribution.ts';
import { readerKey } from './secret-readers.ts';

/** The setting that holds the ARN of a role. */
export function roleSetting(key: string): string {
  return `role_arn.${key}`;
}

/** A definition for every role that a component names and nobody declares. */
export function roleDefinitions({
  components,
  definitions,
}: Pick<Distribution, 'components' | 'definitions'>): readonly SettingDefinition[] {
  const declared = new Set(
    [...definitions, ...components.flatMap(({ settings }) => settings)].map(({ key }) => key),
  );
  const or = (key: string, otherwise: string) => (declared.has(key) ? `<<__${key}__>>` : otherwise);
  const account = `arn:${or('aws_partition', 'aws')}:iam::<<__aws_account_id__>>:role`;
  const path = or('iam.role_path', '/kfdist/<<__cluster_name__>>/');
  const prefix = or('iam.role_prefix', '<<__cluster_name__>>-');
  const own = components.flatMap(({ name, serviceAccounts }) =>
    serviceAccounts
      // The roles of a list's items are settings of the items
      .filter(({ each }) => each === undefined)
      .map(({ role }) => ({
        key: role,
        summary: `Role of ${name}`,
        default: `${account}${path}${prefix}${role.replaceAll(/[._]/g, '-')}`,
      })),
  );
  const readers = components.flatMap(({ namespace, secrets }) =>
    [namespace?.name, ...secrets.map((secret) => secret.namespace)]
      .filter((name) => secrets.length > 0 && typeof name === 'string')
      .map((name) => ({
        key: readerKey(String(name)),
        summary: `Role that reads the secrets of the namespace ${String(name)}, where each namespace has one of its own`,
        default: `${account}${path}secrets/${prefix}secrets-${String(name)}`,
      })),
  );
  const wanted = new Map([...own, ...readers].map((role) => [roleSetting(role.key), role]));
  return [...wanted]
    .filter(([key]) => !declared.has(key) && !key.includes('<<__'))
    .map(([key, role]) => ({ ...role, key, kind: 'role-arn' }));
}

/**
 * The definitions with other defaults where a role's name would be longer than IAM allows: cut, with a hash of the whole.
 * The same list comes back where nothing has to change.
 */
export function withRoleNamesCut(
  definitions: readonly SettingDefinition[],
  { values }: Settings,
): readonly SettingDefinition[] {
  const cut = [...values.values()].flatMap(({ key, text, origin, definition }) => {
    if (origin !== 'default' || definition?.kind !== 'role-arn') return [];
    const at = text.lastIndexOf('/') + 1;
    const name = text.slice(at);
    return at > 0 && name.length > LIMITS.roleName
      ? [{ ...definition, key, default: `${text.slice(0, at)}${limitedName(name, LIMITS.roleName)}` }]
      : [];
  });
  if (cut.length === 0) return definitions;
  // Of equal keys the last counts; that of one item of a list wins over that of all
  return [...definitions, ...cut];
}
