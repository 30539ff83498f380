import type { Settings } from '@kfdist/config';
import type { Diagnostic } from '@kfdist/diagnostics';
import type { PlannedComponent } from './applications.ts';
import { report } from './codes.ts';
import { type ApplicationInputs, IN_CLUSTER } from './inputs.ts';
import { kubernetesProblem, type Support } from './support.ts';
import type { Locate } from './yaml-document.ts';

/** The facts of a cluster that can be judged without asking it. */
export interface ClusterFacts {
  readonly inputs: ApplicationInputs;
  readonly components: readonly { readonly component: PlannedComponent; readonly locate: Locate }[];
  readonly settings: Settings;
  readonly supports: Support | undefined;
}

/** What is wrong with the place, the names, the namespaces and the version of a cluster. */
export function clusterProblems({
  inputs,
  components,
  settings,
  supports,
}: ClusterFacts): readonly Diagnostic[] {
  return [
    ...outsideRoot(inputs.root),
    ...components.flatMap(badHosts),
    ...takenHosts(components, settings),
    ...outsideZone(settings),
    ...itemNamespaces(
      components.map(({ component }) => component),
      settings,
    ),
    ...unsupportedVersion(supports, settings),
    ...withoutPrefix(inputs, settings),
  ];
}

const HOST =
  /^(?=.{1,253}$)(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

function badHosts({ component, locate }: ClusterFacts['components'][number]): readonly Diagnostic[] {
  return component.hosts.flatMap((host, index) =>
    HOST.test(host)
      ? []
      : [report('BAD_HOST', { args: { component: component.name, host }, span: locate(['hosts', index]) })],
  );
}

/** The dashboard is at a Gateway of its own, which no component declares. */
function takenHosts(components: ClusterFacts['components'], { values }: Settings): readonly Diagnostic[] {
  const dashboard = ['subdomain_dashboard', 'domain'].map((key) => values.get(key)?.text).join('.');
  const owners = new Map([[dashboard, 'the dashboard']]);
  return components.flatMap(({ component: { name, hosts }, locate }) =>
    hosts.flatMap((host, index) => {
      const owner = owners.get(host);
      owners.set(host, owner ?? name);
      if (owner === undefined) return [];
      return [
        report('HOST_TAKEN', { args: { component: name, host, owner }, span: locate(['hosts', index]) }),
      ];
    }),
  );
}

function outsideZone({ values }: Settings): readonly Diagnostic[] {
  const domain = values.get('domain');
  const zone = values.get('route53.hosted_zone_domain');
  if (domain === undefined || zone === undefined || `.${domain.text}`.endsWith(`.${zone.text}`)) return [];
  const args = { domain: domain.text, zone: zone.text };
  return [report('DOMAIN_OUTSIDE_ZONE', { args, span: zone.valueSpan ?? domain.valueSpan })];
}

/** Namespaces that every cluster has. */
const OF_KUBERNETES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/** A diagnostic for each item of a list, such as a profile, whose namespace belongs to somebody else already. */
function itemNamespaces(
  components: readonly PlannedComponent[],
  { values, lists }: Settings,
): readonly Diagnostic[] {
  const owners = new Map(OF_KUBERNETES.map((name) => [name, 'Kubernetes itself']));
  for (const { namespace, application } of components)
    if (namespace !== undefined && !owners.has(namespace.name)) owners.set(namespace.name, application);
  const each = new Set(
    components.flatMap(({ serviceAccounts }) => serviceAccounts.flatMap((account) => account.each ?? [])),
  );
  return [...each].flatMap((list) =>
    Array.from({ length: lists.get(list) ?? 0 }, (_, index) => `${list}.${index}`).flatMap((item) => {
      const { key, text: name, valueSpan: span } = values.get(`${item}.name`) ?? {};
      if (key === undefined || name === undefined) return [];
      const owner = owners.get(name);
      owners.set(name, owner ?? item);
      return owner === undefined ? [] : [report('NAMESPACE_TAKEN', { args: { key, name, owner }, span })];
    }),
  );
}

function withoutPrefix({ cluster, namePrefix }: ApplicationInputs, { values }: Settings): Diagnostic[] {
  if (cluster === IN_CLUSTER || namePrefix !== '') return [];
  const span = values.get('argocd.cluster')?.span;
  return [report('PREFIX_MISSING', { args: { cluster, prefix: `${cluster}-` }, span })];
}

function outsideRoot(root: string): Diagnostic[] {
  const inside = root === '' || (!root.startsWith('/') && !root.split('/').includes('..'));
  return inside ? [] : [report('PATH_OUTSIDE', { args: { path: root } })];
}

function unsupportedVersion(supports: Support | undefined, { values }: Settings): Diagnostic[] {
  const { text = '', valueSpan } = values.get('kubernetes_version') ?? {};
  const problem = kubernetesProblem(supports, text);
  return problem === undefined
    ? []
    : [{ ...problem, severity: 'warning', ...(valueSpan && { span: valueSpan }) }];
}
