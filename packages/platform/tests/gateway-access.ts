import * as v from 'valibot';
import { parse, parseAllDocuments } from 'yaml';
import { type PlatformPlan, textOf } from '../src/index.ts';

/** A request as the ingress gateway sees it: from outside, and of nobody unless `principal` is set. */
export interface GatewayRequest {
  readonly host: string;
  readonly path: string;
  /** Of the gateway's pod: 8443 behind the port 443 of the load balancer, 8080 behind 80. */
  readonly port: number;
  readonly principal?: string;
  /** Whether it brings a token, verified or not. */
  readonly authorization?: boolean;
}

const texts = v.optional(v.array(v.string()));
const source = v.strictObject({ requestPrincipals: texts, notRequestPrincipals: texts });
const operation = v.strictObject({
  hosts: texts,
  notHosts: texts,
  paths: texts,
  notPaths: texts,
  ports: texts,
  notPorts: texts,
});
const condition = v.strictObject({
  key: v.literal('request.headers[authorization]'),
  notValues: v.tuple([v.literal('*')]),
});
const rule = v.strictObject({
  from: v.optional(v.array(v.strictObject({ source }))),
  to: v.optional(v.array(v.strictObject({ operation }))),
  when: v.optional(v.array(condition)),
});
/** What of an AuthorizationPolicy is understood; anything else is an error, so that no policy is read wrongly. */
const policy = v.strictObject({
  action: v.picklist(['ALLOW', 'DENY', 'CUSTOM']),
  selector: v.strictObject({ matchLabels: v.strictObject({ app: v.literal('istio-ingressgateway') }) }),
  provider: v.optional(v.strictObject({ name: v.literal('oauth2-proxy') })),
  rules: v.array(rule),
});

type Policy = v.InferOutput<typeof policy>;
type Rule = v.InferOutput<typeof rule>;

/** What the policies make of a request: nothing but `passed` reaches an application. */
export function decide(policies: readonly Policy[], request: GatewayRequest): 'login' | 'denied' | 'passed' {
  const matches = (action: Policy['action']) =>
    policies.some((one) => one.action === action && one.rules.some((each) => matchesRule(each, request)));
  if (matches('CUSTOM')) return 'login';
  return matches('DENY') || !matches('ALLOW') ? 'denied' : 'passed';
}

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule */
function matchesRule({ from, to, when }: Rule, request: GatewayRequest): boolean {
  return (
    (from?.some((each) => matchesSource(each.source, request)) ?? true) &&
    (to?.some((each) => matchesOperation(each.operation, request)) ?? true) &&
    (when?.every(() => request.authorization !== true) ?? true)
  );
}

function matchesSource(
  { requestPrincipals, notRequestPrincipals }: v.InferOutput<typeof source>,
  { principal = '' }: GatewayRequest,
): boolean {
  return isOneOf(principal, requestPrincipals) && isNoneOf(principal, notRequestPrincipals);
}

function matchesOperation(
  { hosts, notHosts, paths, notPaths, ports, notPorts }: v.InferOutput<typeof operation>,
  { host, path, port }: GatewayRequest,
): boolean {
  const lower = (list: readonly string[] | undefined) => list?.map((text) => text.toLowerCase());
  return (
    isOneOf(host.toLowerCase(), lower(hosts)) &&
    isNoneOf(host.toLowerCase(), lower(notHosts)) &&
    isOneOf(path, paths) &&
    isNoneOf(path, notPaths) &&
    isOneOf(String(port), ports) &&
    isNoneOf(String(port), notPorts)
  );
}

const isOneOf = (text: string, patterns: readonly string[] | undefined) =>
  patterns?.some((pattern) => matchesPattern(text, pattern)) ?? true;
const isNoneOf = (text: string, patterns: readonly string[] | undefined) =>
  !(patterns?.some((pattern) => matchesPattern(text, pattern)) ?? false);

/** Exact, a prefix before `*`, a suffix after it, or `*` for anything that is there. */
function matchesPattern(text: string, pattern: string): boolean {
  if (pattern === '*') return text !== '';
  if (pattern.endsWith('*')) return text.startsWith(pattern.slice(0, -1));
  if (pattern.startsWith('*')) return text.endsWith(pattern.slice(1));
  return text === pattern;
}

/** An object as far as these tests look into all of them. */
export interface PlainObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: unknown;
}

/** The objects in the manifests and patch files of a plan. */
export function objectsIn({ files }: Pick<PlatformPlan, 'files'>): readonly PlainObject[] {
  return files
    .filter(({ path }) => /^components\/.*\.ya?ml$/.test(path) && !path.endsWith('kustomization.yaml'))
    .flatMap((file) => parseAllDocuments(textOf(file) ?? '').map((document) => document.toJS()))
    .filter((value) => typeof value?.kind === 'string' && value.metadata !== undefined);
}

/** The policies of the ingress gateway: those in files, and the one that the component istio changes in its place. */
export function gatewayPolicies(plan: Pick<PlatformPlan, 'files'>): readonly Policy[] {
  const inFiles = objectsIn(plan).flatMap(({ kind, metadata, spec }) =>
    kind === 'AuthorizationPolicy' && metadata.namespace === 'istio-system' ? [v.parse(policy, spec)] : [],
  );
  return [...inFiles, ...patchedPolicies(plan)];
}

const patches = v.object({
  patches: v.array(
    v.object({
      target: v.optional(v.object({ kind: v.optional(v.string()), name: v.optional(v.string()) })),
      patch: v.optional(v.string()),
    }),
  ),
});

function patchedPolicies({ files }: Pick<PlatformPlan, 'files'>): readonly Policy[] {
  const file = files.find(({ path }) => path === 'components/istio/kustomization.yaml');
  return v
    .parse(patches, parse((file && textOf(file)) ?? ''))
    .patches.filter(
      ({ target }) => target?.kind === 'AuthorizationPolicy' && target.name === 'istio-ingressgateway',
    )
    .map(({ patch = '' }) => {
      const [{ value: rules } = { value: undefined }] = parse(patch);
      const selector = { matchLabels: { app: 'istio-ingressgateway' } };
      return v.parse(policy, { action: 'ALLOW', selector, rules });
    });
}
