import { isInMesh, policiesFor, rulesOf } from './mesh.ts';
import type { Connection } from './network-policies.ts';
import { matchesPattern } from './pattern.ts';
import type { PlacedObject } from './placed-object.ts';
import type { Platform } from './platform.ts';
import { at, isRecord, type KubernetesObject, records, texts } from './reading.ts';

/** The AuthorizationPolicy that keeps a connection into the mesh from being answered, or `undefined`. */
export function deniedBy(connection: Connection, platform: Platform): PlacedObject | undefined {
  if (!isInMesh(connection.to, platform)) return undefined;
  const allowing = policiesFor(connection.to, 'ALLOW', platform);
  const isAllowed = allowing.some((policy) =>
    rulesOf(policy).some((rule) => matches(rule, connection, platform)),
  );
  if (allowing.length > 0 && !isAllowed)
    return allowing.find((policy) => rulesOf(policy).length > 0) ?? allowing[0];
  return policiesFor(connection.to, 'DENY', platform).find((policy) =>
    rulesOf(policy).some((rule) => Object.keys(rule).length === 0),
  );
}

/** Whether a rule can match: paths, hosts, methods and conditions belong to requests, and are taken to match. */
function matches(rule: KubernetesObject, connection: Connection, platform: Platform): boolean {
  const sources = records(rule.from);
  const operations = records(rule.to);
  return (
    (sources.length === 0 || sources.some(({ source }) => isSource(source, connection, platform))) &&
    (operations.length === 0 || operations.some(({ operation }) => hasPort(operation, connection.port)))
  );
}

function isSource(source: unknown, { from }: Connection, platform: Platform): boolean {
  if (!isRecord(source)) return false;
  const identity =
    from !== 'outside' && isInMesh(from, platform)
      ? {
          namespace: from.owner.namespace,
          principal: `cluster.local/ns/${from.owner.namespace}/sa/${from.serviceAccount}`,
        }
      : undefined;
  return (
    isListed(texts(source.principals), identity?.principal) &&
    isListed(texts(source.namespaces), identity?.namespace) &&
    !isNamed(texts(source.notPrincipals), identity?.principal) &&
    !isNamed(texts(source.notNamespaces), identity?.namespace)
  );
}

function isListed(patterns: readonly string[], value: string | undefined): boolean {
  return patterns.length === 0 || isNamed(patterns, value);
}

function isNamed(patterns: readonly string[], value: string | undefined): boolean {
  return value !== undefined && patterns.some((pattern) => matchesPattern(value, pattern));
}

function hasPort(operation: unknown, port: number | undefined): boolean {
  const ports = texts(at(operation, 'ports'));
  const not = texts(at(operation, 'notPorts'));
  if (port === undefined) return true;
  return (ports.length === 0 || ports.includes(String(port))) && !not.includes(String(port));
}
