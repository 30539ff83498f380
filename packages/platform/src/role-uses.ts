import type { Settings } from '@kfdist/config';
import type { Span } from '@kfdist/diagnostics';
import { parseArn, type SecretAccess, type Subject } from '@kfdist/iam';
import type { PlannedComponent } from './applications.ts';
import type { Distribution } from './distribution.ts';
import { roleSetting } from './role-settings.ts';
import { readerKey, type SecretReader, secretAccess } from './secret-readers.ts';
import type { Locate } from './yaml-document.ts';

/** A role, and what uses it. */
export interface RoleUse {
  /** How components name the role, such as `external_dns`. */
  readonly key: string;
  /** The setting that holds its ARN. */
  readonly setting: string;
  /** The value of the setting: what the manifests say. Empty where it has none. */
  readonly arn: string;
  readonly subjects: readonly Subject[];
  readonly components: readonly string[];
  /** Names of the table of policies of `@kfdist/iam`, or paths of files of the distribution. */
  readonly policies: readonly string[];
  /** The profile whose pods have the role. */
  readonly profile?: string;
  /** The only namespace whose secrets the role reads; all of them if it is the operator's. */
  readonly namespace?: string;
  /** The key of the role that changes into it, by stores that only the platform can write. */
  readonly chainedFrom?: string;
  /** Where it is first declared. */
  readonly span?: Span | undefined;
}

/** What says who uses which role. */
export interface RoleUsesInput {
  readonly settings: Settings;
  readonly distribution: Distribution;
  readonly components: readonly { readonly component: PlannedComponent; readonly locate: Locate }[];
  readonly readers: readonly SecretReader[];
}

/** The policy that reads secrets; its ServiceAccount is that of the External Secrets operator. */
export const READS_SECRETS = 'external-secrets';

/** The policy that lets the operator change into the roles of namespaces. */
export const ASSUMES_READERS = 'external-secrets-assume-role';

/** The roles that the ServiceAccounts of the selected components assume, by key. */
export function roleUses(input: RoleUsesInput): readonly RoleUse[] {
  const { settings, components, readers } = input;
  const declared = components.flatMap((one) => declaredUses(one, input));
  const reading = declared.filter(({ policies }) => policies.includes(READS_SECRETS));
  const access = secretAccess(settings);
  const operators = reading.flatMap((use) => operatorUse(use, access));
  const [operator] = reading;
  const each = operator === undefined ? [] : readers.map((reader) => readerUse(reader, operator, access));
  const wanted = [...declared.filter((use) => !reading.includes(use)), ...operators, ...each];
  const merged = new Map<string, RoleUse>();
  for (const use of wanted) merged.set(use.key, mergeUses(merged.get(use.key), use));
  return [...merged.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

function declaredUses(
  { component, locate }: RoleUsesInput['components'][number],
  { settings, distribution }: RoleUsesInput,
): readonly RoleUse[] {
  const { name: owner, namespace, serviceAccounts } = component;
  const file = `${owner}/policy.json`;
  const shipped = distribution.files.has(file) ? [file] : [];
  return serviceAccounts.flatMap(({ name, namespace: own, role, policy, each }, index) => {
    const use = {
      components: [owner],
      policies: policy === undefined ? shipped : [policy],
      span: locate(['serviceAccounts', index]),
    };
    if (each !== undefined)
      return itemsOf(each, settings).map((item) => ({
        ...use,
        ...item,
        key: `${role}.${item.profile}`,
        subjects: [{ namespace: item.profile, serviceAccount: name }],
      }));
    const subjects = [{ namespace: own ?? namespace?.name ?? 'default', serviceAccount: name }];
    return [{ ...use, ...arnOf(roleSetting(role), settings), key: role, subjects }];
  });
}

/** The names and roles of the items of a list. */
function itemsOf(list: string, settings: Settings) {
  return Array.from({ length: settings.lists.get(list) ?? 0 }, (_, index) => {
    const profile = settings.values.get(`${list}.${index}.name`)?.text;
    return profile === undefined ? [] : [{ profile, ...arnOf(`${list}.${index}.role_arn`, settings) }];
  }).flat();
}

/** The operator reads all secrets, changes into the roles of namespaces, or has no role at all. */
function operatorUse(use: RoleUse, access: SecretAccess): readonly RoleUse[] {
  if (access === 'namespace') return [];
  if (access === 'cluster') return [use];
  const policies = use.policies.map((policy) => (policy === READS_SECRETS ? ASSUMES_READERS : policy));
  return [{ ...use, policies }];
}

function readerUse(
  { namespace, serviceAccount, roleArn }: SecretReader,
  operator: RoleUse,
  access: SecretAccess,
): RoleUse {
  return {
    key: readerKey(namespace),
    setting: roleSetting(readerKey(namespace)),
    arn: roleArn,
    subjects: access === 'chained' ? [] : [{ namespace, serviceAccount }],
    components: operator.components,
    policies: [READS_SECRETS],
    namespace,
    ...(access === 'chained' ? { chainedFrom: operator.key } : {}),
    span: operator.span,
  };
}

function mergeUses(first: RoleUse | undefined, use: RoleUse): RoleUse {
  if (first === undefined) return use;
  return {
    ...first,
    subjects: [...first.subjects, ...use.subjects],
    components: [...new Set([...first.components, ...use.components])],
    policies: [...new Set([...first.policies, ...use.policies])],
  };
}

function arnOf(setting: string, { values }: Settings) {
  return { setting, arn: values.get(setting)?.text ?? '' };
}

/** Where a role lies, as its ARN says it. */
export interface RolePlace {
  readonly partition: string;
  readonly accountId: string;
  readonly path: string;
  readonly name: string;
}

/** The account, path and name in the ARN of a role; `undefined` for any other text. */
export function rolePlace(text: string): RolePlace | undefined {
  const arn = parseArn(text);
  if (arn?.service !== 'iam' || !arn.resource.startsWith('role/')) return undefined;
  const end = arn.resource.lastIndexOf('/') + 1;
  const { partition, accountId, resource } = arn;
  return { partition, accountId, path: resource.slice('role'.length, end), name: resource.slice(end) };
}
