import type { Diagnostic, Span } from '@kfdist/diagnostics';
import { report } from './codes.ts';
import type { JsonPath, Locate } from './json-source.ts';
import { listOf } from './one-or-more.ts';
import { isConditional, type PolicyDocument, type Statement } from './policy.ts';
import { AUDIENCE, POD_IDENTITY_SERVICE, POD_IDENTITY_TAGS } from './trust.ts';

/**
 * Everything that lets more than the named ServiceAccounts assume a role, or nobody at all.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
 */
export function checkTrust(
  document: PolicyDocument,
  locate: Locate = () => undefined,
): readonly Diagnostic[] {
  return document.Statement.flatMap((statement, index) => {
    if (statement.Effect !== 'Allow') return [];
    const place: Place = { statement, path: ['Statement', index], locate };
    const { Principal } = statement;
    if (Principal === undefined) return anyone(place, 'everybody but some');
    if (Principal === '*') return anyone(place, 'anybody');
    return [
      ...listOf(Principal.Federated).flatMap((provider) => checkFederated(provider, place)),
      ...(listOf(Principal.Service).includes(POD_IDENTITY_SERVICE) ? checkPodIdentity(place) : []),
      ...listOf(Principal.AWS).flatMap((principal) => checkPrincipal(principal, place)),
      ...(listOf(Principal.Service).some((service) => service.includes('*'))
        ? anyone(place, 'any service')
        : []),
    ];
  });
}

interface Place {
  readonly statement: Statement;
  readonly path: JsonPath;
  readonly locate: Locate;
}

function spanOf({ path, locate }: Place, ...rest: readonly (string | number)[]): Span | undefined {
  return locate([...path, ...rest]);
}

function anyone(place: Place, principal: string): readonly Diagnostic[] {
  return [report('TRUST_ANYONE', { args: { principal }, span: spanOf(place, 'Principal') })];
}

/** A value that a condition really asks for; operators that also hold without the key do not count. */
interface Asked {
  readonly value: string;
  readonly isPattern: boolean;
}

const ASKING = /^(ForAnyValue:)?(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike)$/i;

function askedFor({ statement }: Place, wanted: string): readonly Asked[] {
  return Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) => {
    if (!ASKING.test(operator)) return [];
    const isPattern = /Like$|ArnEquals$/i.test(operator);
    return Object.entries(keys)
      .filter(([key]) => key.toLowerCase() === wanted.toLowerCase())
      .flatMap(([, values]) => listOf(values).map((value) => ({ value, isPattern })));
  });
}

/** The providers of web identities; SAML and the identity pools of Cognito have other keys. */
function checkFederated(provider: string, place: Place): readonly Diagnostic[] {
  if (/[*?]/.test(provider)) return anyone(place, provider);
  const issuer = /^arn:[\w-]+:iam::\d{12}:oidc-provider\/(.+)$/.exec(provider)?.[1];
  if (issuer === undefined) return [];
  const others = Object.values(place.statement.Condition ?? {})
    .flatMap((keys) => Object.keys(keys))
    .filter((key) => /:(sub|aud)$/.test(key) && !key.toLowerCase().startsWith(`${issuer.toLowerCase()}:`));
  return [
    ...others.map((key) =>
      report('TRUST_OTHER_ISSUER', {
        args: { provider, issuer: key.replace(/:(sub|aud)$/, '') },
        span: spanOf(place, 'Condition'),
      }),
    ),
    ...checkSubject(`${issuer}:sub`, place),
    ...checkAudience(`${issuer}:aud`, place),
  ];
}

function checkSubject(key: string, place: Place): readonly Diagnostic[] {
  const asked = askedFor(place, key);
  const span = spanOf(place, 'Condition');
  if (asked.length === 0) return [report('TRUST_WITHOUT_SUBJECT', { args: { key }, span })];
  return asked.flatMap(({ value, isPattern }) => {
    if (isPattern && /[*?]/.test(value))
      return [report('TRUST_WILDCARD_SUBJECT', { args: { subject: value }, span })];
    const isSubject = /^system:serviceaccount:[^:]+:[^:]+$/.test(value);
    return isSubject || !key.startsWith('oidc.eks.')
      ? []
      : [report('TRUST_BAD_SUBJECT', { args: { subject: value }, span })];
  });
}

function checkAudience(key: string, place: Place): readonly Diagnostic[] {
  const asked = askedFor(place, key);
  const span = spanOf(place, 'Condition');
  if (asked.length === 0) return [report('TRUST_WITHOUT_AUDIENCE', { args: { key }, span })];
  if (!key.startsWith('oidc.eks.')) return [];
  return asked
    .filter(({ value }) => value !== AUDIENCE)
    .map(({ value }) => report('TRUST_WRONG_AUDIENCE', { args: { audience: value }, span }));
}

function checkPodIdentity(place: Place): readonly Diagnostic[] {
  const { cluster, clusterName, namespace, serviceAccount } = POD_IDENTITY_TAGS;
  const isExact = (key: string) => {
    const asked = askedFor(place, key);
    return asked.length > 0 && asked.every(({ value, isPattern }) => !(isPattern && /[*?]/.test(value)));
  };
  const open = [namespace, serviceAccount].filter((key) => !isExact(key));
  const keys = isExact(cluster) || isExact(clusterName) ? open : [cluster, ...open];
  const details = { args: { keys: keys.join(', ') }, span: spanOf(place, 'Condition') };
  return keys.length === 0 ? [] : [report('TRUST_OPEN_POD_IDENTITY', details)];
}

function checkPrincipal(principal: string, place: Place): readonly Diagnostic[] {
  if (/[*?]/.test(principal)) return anyone(place, principal);
  const span = spanOf(place, 'Principal');
  const account = /^(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?$/.exec(principal)?.[1];
  const named = askedFor(place, 'aws:PrincipalArn').filter(({ value }) => !/[*?]/.test(value));
  if (account !== undefined && named.length === 0) {
    return [report('TRUST_WIDE_ACCOUNT', { args: { account }, span })];
  }
  return checkChain(principal, place);
}

/** Tenants write the session tags of their own stores, so a namespace counts only together with the kind of store. */
function checkChain(principal: string, place: Place): readonly Diagnostic[] {
  const details = { args: { principal }, span: spanOf(place, 'Principal') };
  if (!isConditional(place.statement)) return [report('TRUST_PLAIN_CHAIN', details)];
  const namespaces = askedFor(place, 'aws:RequestTag/esoNamespace');
  if (namespaces.length === 0) return [];
  const stores = askedFor(place, 'aws:RequestTag/esoStoreKind');
  const isBound =
    namespaces.every(({ value }) => !/[*?]/.test(value)) &&
    stores.length > 0 &&
    stores.every(({ value }) => value === 'ClusterSecretStore');
  return isBound ? [] : [report('TRUST_FORGEABLE_CHAIN', details)];
}
