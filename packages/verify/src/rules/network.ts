import { deniedBy } from '../authorization.ts';
import { type NeededConnection, neededConnections } from '../connections.ts';
import type { Facts } from '../facts.ts';
import { cutBy } from '../network-policies.ts';
import type { PlacedObject } from '../placed-object.ts';
import { type Found, type Rule, rule } from '../rule.ts';

const remembered = new WeakMap<Facts, readonly NeededConnection[]>();

function connections(facts: Facts): readonly NeededConnection[] {
  const known = remembered.get(facts) ?? neededConnections(facts);
  remembered.set(facts, known);
  return known;
}

function cut(
  facts: Facts,
  blocker: (connection: NeededConnection, facts: Facts) => PlacedObject | undefined,
): readonly Found<'from' | 'to' | 'policy'>[] {
  const seen = new Set<string>();
  return connections(facts).flatMap((connection) => {
    const policy = blocker(connection, facts);
    if (policy === undefined) return [];
    const { neededBy: object, from, to, port, path } = connection;
    const args = {
      from: from === 'outside' ? 'outside the cluster' : nameOf(from.owner),
      to: `${nameOf(to.owner)}${port === undefined ? '' : `, port ${port}`}`,
      policy: nameOf(policy),
    };
    const spelled = [nameOf(object), args.from, args.to].join(' ');
    if (seen.has(spelled)) return [];
    seen.add(spelled);
    return { object, path, args };
  });
}

const nameOf = ({ kind, namespace, name }: PlacedObject) =>
  `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;

export const networkRules: readonly Rule[] = [
  rule({
    id: 'CUT_BY_NETWORK_POLICY',
    severity: 'error',
    summary: 'NetworkPolicies let through what objects need',
    message: '{object} needs a connection from {from} to {to}, which {policy} cuts',
    hint: 'Add a NetworkPolicy that allows it.',
    explanation:
      'Where network policies are enforced, traffic that none of the policies about a pod allows is dropped. Needed are: load balancers and webhooks (from outside the cluster: an address range or everything), routes of VirtualServices, and Services whose address stands in the environment or the arguments of a pod. Addresses in files are not seen.',
    check: (facts) => cut(facts, cutBy),
  }),
  rule({
    id: 'CUT_BY_AUTHORIZATION_POLICY',
    severity: 'error',
    summary: 'AuthorizationPolicies let through what objects need',
    message: '{object} needs a connection from {from} to {to}, which {policy} denies',
    hint: 'Add an AuthorizationPolicy that allows it.',
    explanation:
      'As soon as one policy with the action ALLOW holds for a pod of the mesh, everything else is answered with 403. Conditions about a request (paths, hosts, headers, tokens) are taken to match.',
    check: (facts) =>
      cut(facts, (connection) => (isAnswered(connection) ? deniedBy(connection, facts) : undefined)),
  }),
];

/** The API server reaches webhooks on ports that are left out of the mesh. */
function isAnswered({ neededBy }: NeededConnection): boolean {
  return !neededBy.kind.endsWith('WebhookConfiguration');
}
