import { policiesFor, rulesOf } from './mesh.ts';
import { matchesPattern } from './pattern.ts';
import type { Platform } from './platform.ts';
import { at, type KubernetesObject, records, text, texts } from './reading.ts';
import type { Workload } from './workload.ts';

/** A kind of request: to a host, on a port of the pods, with a path. */
export interface Request {
  readonly host: string;
  readonly port: number | undefined;
  readonly path: string;
}

/**
 * Whether pods ask for a login before they answer a request: a policy with the action CUSTOM holds for it (external
 * authorization), and where that one lets through requests that bring a token, one with DENY refuses those whose token
 * is not valid.
 *
 * @see https://istio.io/latest/docs/tasks/security/authorization/authz-custom/
 */
export function asksForLogin(request: Request, pods: Workload, platform: Platform): boolean {
  const asking = policiesFor(pods, 'CUSTOM', platform).flatMap(rulesOf);
  const refusing = policiesFor(pods, 'DENY', platform).flatMap(rulesOf).filter(refusesStrangers);
  const isRefused = refusing.some((rule) => isAbout(rule, request));
  return asking.some((rule) => isAbout(rule, request) && (!skipsTokens(rule) || isRefused));
}

function skipsTokens(rule: KubernetesObject): boolean {
  return records(rule.when).some(
    ({ key, notValues }) =>
      /^request\.headers\[authorization\]$/i.test(text(key)) && texts(notValues).length > 0,
  );
}

function refusesStrangers(rule: KubernetesObject): boolean {
  return records(rule.from).some((from) => texts(at(from, 'source', 'notRequestPrincipals')).includes('*'));
}

function isAbout(rule: KubernetesObject, request: Request): boolean {
  const operations = records(rule.to);
  return operations.length === 0 || operations.some(({ operation }) => isOperation(operation, request));
}

function isOperation(operation: unknown, { host, port, path }: Request): boolean {
  const has = (field: string, value: string, isDefault: boolean) => {
    const patterns = texts(at(operation, field));
    return patterns.length === 0 ? isDefault : patterns.some((pattern) => matchesPattern(value, pattern));
  };
  const isPort =
    port === undefined || (has('ports', String(port), true) && !has('notPorts', String(port), false));
  return (
    isPort &&
    has('hosts', host, true) &&
    !has('notHosts', host, false) &&
    has('paths', path, true) &&
    !has('notPaths', path, false)
  );
}
