import type { Setting, Settings } from '@kfdist/config';
import { remotePlacesOf } from '@kfdist/credentials';
import type { Diagnostic } from '@kfdist/diagnostics';
import {
  type Identity,
  type NamedScope,
  type PolicyDocument,
  parsePolicy,
  planRoles,
  type RolePlan,
  type RoleRequest,
} from '@kfdist/iam';
import { compileManifest, renderManifest } from '@kfdist/manifests';
import { report } from './codes.ts';
import { sourceOf } from './distribution.ts';
import { policyScopes, ROLE_TAGS, type RoleFacts, roleFacts } from './inputs.ts';
import { userUses } from './role-users.ts';
import {
  ASSUMES_READERS,
  READS_SECRETS,
  type RoleUse,
  type RoleUsesInput,
  rolePlace,
  roleUses,
} from './role-uses.ts';
import type { PlannedCredentials } from './secrets.ts';
import type { SettingsReader } from './settings-reader.ts';

/** The roles of the selected components: ours as a plan, and what is known of the others. */
export interface PlannedRoles extends RolePlan {
  /** Every role that a selected component uses, by key. */
  readonly uses: readonly RoleUse[];
  /** Keys of roles that the settings place outside the path of this cluster: somebody else keeps them. */
  readonly elsewhere: readonly string[];
  /** What cannot be planned until settings have a value. */
  readonly waiting: readonly WaitingRole[];
}

/** A role that cannot be planned yet. */
export interface WaitingRole {
  readonly key: string;
  /** The settings without a value. */
  readonly settings: readonly string[];
}

/** What roles are planned from. */
export interface RolesInput extends Omit<RoleUsesInput, 'settings'> {
  readonly reader: SettingsReader;
  readonly credentials: PlannedCredentials;
}

interface Planning extends RolesInput {
  readonly facts: RoleFacts;
  /** The policies that components ship, by path. */
  readonly documents: ReadonlyMap<string, PolicyDocument>;
}

/** Plans the roles that the ServiceAccounts of the selected components assume, under the names that manifests say. */
export function planPlatformRoles(input: RolesInput): PlannedRoles {
  const { settings } = input.reader;
  const facts = roleFacts(settings);
  const uses = roleUses({ ...input, settings });
  // Templates loop over items without naming their settings
  for (const { profile, setting, span } of uses)
    if (profile !== undefined) input.reader.note(setting, 'its role', span);
  const shipped = readPolicies(uses, input);
  const planning: Planning = { ...input, facts, documents: shipped.documents };
  const elsewhere = uses.filter((use) => isElsewhere(use, facts)).map(({ key }) => key);
  const planned = uses
    .filter(({ key }) => !elsewhere.includes(key))
    .map((use) => ({ use, missing: missingFor(use, planning) }));
  const requests = planned
    .filter(({ missing }) => missing.length === 0)
    .map(({ use }) => requestOf(use, planning));
  const wanted = userUses({ ...input, facts });
  const users = wanted.filter(({ missing }) => missing.length === 0).map(({ request }) => request);
  const isKnown = uses.length + wanted.length > 0 && facts.missing.length === 0;
  const plan = isKnown ? planRoles({ ...facts.input, roles: requests, users }) : nothing(facts);
  const waiting = [
    ...planned.map(({ use, missing }) => ({ key: use.key, settings: missing })),
    ...wanted.map(({ key, missing }) => ({ key, settings: missing })),
  ].filter(({ settings: unknown }) => unknown.length > 0);
  const diagnostics = plan.diagnostics.map((diagnostic) => withPlace(diagnostic, uses, input));
  return { ...plan, uses, elsewhere, waiting, diagnostics: [...shipped.diagnostics, ...diagnostics] };
}

function nothing({ input }: RoleFacts): RolePlan {
  const { partition, accountId, region, clusterName, path, identity } = input;
  const owner = { partition, accountId, region, clusterName, path };
  return { owner, identity, roles: [], users: [], diagnostics: [] };
}

/** Whether a role lies in another account, or outside the path of this cluster. */
function isElsewhere({ arn }: RoleUse, { input: { partition, accountId, path } }: RoleFacts): boolean {
  const place = rolePlace(arn);
  if (place === undefined) return false;
  const isHere = place.partition === partition && place.accountId === accountId;
  return !isHere || !place.path.startsWith(path);
}

function missingFor(use: RoleUse, { facts, reader }: Planning): readonly string[] {
  const { setting, arn, policies } = use;
  const { unset } = reader.settings;
  const isByToken = use.subjects.length > 0 && identityOf(use, facts) !== 'pod-identity';
  const tokens = isByToken ? facts.missingForTokens : [];
  const own = arn === '' ? (unset.get(setting) ?? [setting]) : [];
  const scopes = policies.flatMap((policy) => policyScopes(policy, reader.settings).missing);
  return [
    ...new Set([
      ...facts.missing,
      ...tokens,
      ...own,
      ...scopes.flatMap((missing) => unset.get(missing) ?? [missing]),
    ]),
  ];
}

/** A store names the ServiceAccount whose token it presents itself, which knows no association. */
function identityOf({ namespace }: RoleUse, { input }: RoleFacts): Identity {
  return namespace === undefined ? input.identity : 'irsa';
}

function requestOf(use: RoleUse, planning: Planning): RoleRequest {
  const { key, arn, subjects, policies, profile, namespace, chainedFrom } = use;
  const { name, path } = rolePlace(arn) ?? {};
  return {
    key,
    ...(name === undefined ? {} : { name }),
    ...(path === undefined ? {} : { path }),
    subjects,
    identity: identityOf(use, planning.facts),
    ...(chainedFrom === undefined || namespace === undefined
      ? {}
      : { chainedFrom: { role: chainedFrom, namespace, stores: 'platform' as const } }),
    policies: policies.flatMap((policy) => {
      if (isFile(policy)) return planning.documents.get(policy) ?? [];
      if (policy === READS_SECRETS) return secretsPolicy(use, planning);
      if (policy === ASSUMES_READERS) return assumingPolicy(planning);
      const { scopes } = policyScopes(policy, planning.reader.settings);
      return scopes.map((scope) => ({ name: policy, scope: { ...scope, ...(profile && { profile }) } }));
    }),
  };
}

/** Reads what lies below the prefix of the cluster or namespace, and single secrets that the settings place elsewhere. */
function secretsPolicy({ namespace }: RoleUse, { reader, credentials, facts }: Planning) {
  const { specs, naming, backend: usual } = credentials;
  const name = naming.service === 'ParameterStore' ? 'external-secrets-parameters' : READS_SECRETS;
  const secretPrefix = [facts.input.clusterName, ...(namespace === undefined ? [] : [namespace])].join('/');
  const read = specs
    .filter(({ backend = usual }) => backend === 'external-secrets')
    .filter((spec) => namespace === undefined || spec.namespace === namespace)
    .flatMap((spec) => remotePlacesOf(spec, naming))
    .map(({ remoteRef }) => remoteRef.key);
  const secretNames = [...new Set(read)].filter(
    (key) => !key.replace(/^\//, '').startsWith(`${secretPrefix}/`),
  );
  const scope: Partial<NamedScope> = {
    ...policyScopes(name, reader.settings).scopes[0],
    secretPrefix,
    ...(secretNames.length === 0 ? {} : { secretNames: secretNames.toSorted() }),
  };
  return { name, scope };
}

/** Changes into the planned roles of namespaces, and into those that the settings place elsewhere. */
function assumingPolicy({ readers, facts: { input } }: Planning) {
  const folder = `arn:${input.partition}:iam::${input.accountId}:role${input.path}secrets/`;
  const elsewhere = readers
    .map(({ roleArn }) => roleArn)
    .filter((arn) => arn !== '' && !arn.startsWith(folder));
  const scope: Partial<NamedScope> = elsewhere.length === 0 ? {} : { assumedRoleArns: elsewhere.toSorted() };
  return { name: ASSUMES_READERS, scope };
}

const isFile = (policy: string) => policy.endsWith('/policy.json');

/** The policies that components ship in place of one of the table, with their settings filled in. */
function readPolicies(uses: readonly RoleUse[], { distribution, reader }: RolesInput) {
  const documents = new Map<string, PolicyDocument>();
  const diagnostics: Diagnostic[] = [];
  for (const path of new Set(uses.flatMap(({ policies }) => policies.filter(isFile)))) {
    const file = distribution.files.get(path);
    if (file === undefined) continue;
    const source = sourceOf(file);
    const compiled = compileManifest(source);
    for (const { key, span } of compiled.slots) reader.note(key, path, span);
    const { text, diagnostics: wrong } = renderManifest(compiled, reader.lookup);
    const { document, diagnostics: unread } = parsePolicy({ path: source.path, text });
    diagnostics.push(
      ...compiled.diagnostics,
      ...wrong,
      // What is wrong with a document that can be read, its role says
      ...(document !== undefined ? [] : text === source.text ? unread : unread.map(atFile(source.path))),
    );
    if (document !== undefined) documents.set(path, document);
  }
  return { documents, diagnostics };
}

/** Places in a rendered text are not those of its template. */
function atFile(path: string): (diagnostic: Diagnostic) => Diagnostic {
  return (diagnostic) => ({ ...diagnostic, span: { path, start: 0, end: 0 } });
}

/** The settings behind what planning calls by its own names. */
const SETTING_OF: Readonly<Record<string, string>> = {
  region: 'aws_region',
  partition: 'aws_partition',
  accountId: 'aws_account_id',
  clusterName: 'cluster_name',
  path: 'iam.role_path',
  permissionsBoundary: 'iam.permissions_boundary',
  oidcIssuer: 'oidc_provider_id',
  hostedZoneIds: 'route53.hosted_zone_id',
  domains: 'route53.hosted_zone_domain',
  vpcId: 'vpc_id',
};

/** A diagnostic about the roles, at the setting that it is about or where the role is declared. */
function withPlace(
  diagnostic: Diagnostic,
  uses: readonly RoleUse[],
  { reader: { settings }, distribution }: RolesInput,
): Diagnostic {
  if (diagnostic.span !== undefined) return diagnostic;
  const setting = settingBehind(diagnostic, settings);
  const use = uses.find((one) => one.key === diagnostic.args?.key);
  const shipped = use?.policies.filter(isFile).flatMap((path) => distribution.files.get(path) ?? [])[0];
  if (setting === undefined && shipped !== undefined && !diagnostic.code.startsWith('TRUST'))
    return atFile(sourceOf(shipped).path)(diagnostic);
  const span = setting?.valueSpan ?? setting?.span ?? use?.span;
  const hint =
    setting !== undefined && diagnostic.code === 'BAD_INPUT' ? `Correct ${setting.key}.` : undefined;
  return { ...diagnostic, ...(span && { span }), ...(hint && { hint }) };
}

function settingBehind({ args = {} }: Diagnostic, { values }: Settings): Setting | undefined {
  const { region, value = '', name = region && 'region' } = args;
  const key =
    name === 'tags' ? `${ROLE_TAGS}.${value.split('=', 1)[0]}` : SETTING_OF[name?.split(' ', 1)[0] ?? ''];
  return values.get(key ?? '');
}

/** A warning for each setting that roles wait for, unless it is reported anyway. */
export function waitingRoles(
  { waiting }: PlannedRoles,
  reported: ReadonlySet<string>,
): readonly Diagnostic[] {
  const settings = [...new Set(waiting.flatMap((role) => role.settings))].filter((key) => !reported.has(key));
  return settings.toSorted().map((setting) => {
    const roles = waiting.filter((role) => role.settings.includes(setting)).map(({ key }) => key);
    return report('ROLES_WAIT', { args: { setting, roles: roles.join(', ') } });
  });
}
