import type { Facts } from '../facts.ts';
import type { PlacedObject } from '../placed-object.ts';
import { at, isRecord, labels, type Path, record, records, text } from '../reading.ts';
import { type Found, type Rule, rule } from '../rule.ts';
import { workloadsOf } from '../services.ts';
import { matchesSelector, portNumber } from '../workload.ts';

const isEmpty = (selector: unknown) => !isRecord(selector) || Object.keys(selector).length === 0;

function servicesWithoutPods(facts: Facts): readonly Found[] {
  return facts
    .ofKind('/Service')
    .filter(({ object }) => !isEmpty(at(object, 'spec', 'selector')))
    .filter((service) => workloadsOf(service, facts).length === 0)
    .map((object) => ({ object, path: ['spec', 'selector'], args: {} }));
}

function missingPorts(facts: Facts): readonly Found<'port' | 'workload'>[] {
  return facts.ofKind('/Service').flatMap((service) =>
    workloadsOf(service, facts).flatMap((workload) =>
      records(at(service.object, 'spec', 'ports')).flatMap(({ targetPort }, index) => {
        if (typeof targetPort !== 'string' || portNumber(targetPort, workload) !== undefined) return [];
        const { kind, namespace, name } = workload.owner;
        return {
          object: service,
          path: ['spec', 'ports', index, 'targetPort'],
          args: { port: targetPort, workload: `${kind} ${namespace}/${name}` },
        };
      }),
    ),
  );
}

interface Selecting {
  readonly path: Path;
  /** A policy of this namespace holds in all. */
  readonly root?: string;
  /** The selector is a plain mapping of labels. */
  readonly isPlain?: boolean;
}

/** What selects pods, beside Services. */
const SELECTING: Readonly<Record<string, Selecting>> = {
  'policy/PodDisruptionBudget': { path: ['spec', 'selector'] },
  'networking.k8s.io/NetworkPolicy': { path: ['spec', 'podSelector'] },
  'security.istio.io/AuthorizationPolicy': { path: ['spec', 'selector'], root: 'istio-system' },
  'security.istio.io/RequestAuthentication': { path: ['spec', 'selector'], root: 'istio-system' },
  'security.istio.io/PeerAuthentication': { path: ['spec', 'selector'], root: 'istio-system' },
  'networking.istio.io/Sidecar': {
    path: ['spec', 'workloadSelector', 'labels'],
    root: 'istio-system',
    isPlain: true,
  },
  'networking.istio.io/EnvoyFilter': {
    path: ['spec', 'workloadSelector', 'labels'],
    root: 'istio-system',
    isPlain: true,
  },
  'monitoring.coreos.com/PodMonitor': { path: ['spec', 'selector'] },
};

function selectingNothing(facts: Facts): readonly Found<'field'>[] {
  return Object.entries(SELECTING).flatMap(([kind, { path, root, isPlain = false }]) =>
    facts.ofKind(kind).flatMap((object) => {
      const given = at(object.object, ...path);
      if (isEmpty(given)) return [];
      const selector = isPlain ? { matchLabels: given } : given;
      const isEverywhere = object.namespace === root || anyNamespace(object);
      const isMatched = facts.workloads.some(
        (pods) =>
          (isEverywhere || pods.owner.namespace === object.namespace) &&
          matchesSelector(pods.labels, selector),
      );
      return isMatched ? [] : { object, path, args: { field: path.slice(0, 2).join('.') } };
    }),
  );
}

/** A monitor looks where it is told. */
function anyNamespace({ object }: PlacedObject): boolean {
  return isRecord(at(object, 'spec', 'namespaceSelector'));
}

function monitorsOfNothing(facts: Facts): readonly Found<'field'>[] {
  return facts.ofKind('monitoring.coreos.com/ServiceMonitor').flatMap((object) => {
    const selector = at(object.object, 'spec', 'selector');
    const isMatched = facts
      .ofKind('/Service')
      .some(
        (service) =>
          (anyNamespace(object) || service.namespace === object.namespace) &&
          matchesSelector(labels(at(service.object, 'metadata', 'labels')), selector),
      );
    return isMatched ? [] : { object, path: ['spec', 'selector'], args: { field: 'spec.selector' } };
  });
}

function ownPodsMissed(facts: Facts): readonly Found[] {
  return facts.workloads
    .filter(({ owner }) => owner.group === 'apps')
    .filter((pods) => {
      const selector = at(pods.owner.object, 'spec', 'selector');
      return isEmpty(selector) || !matchesSelector(pods.labels, selector);
    })
    .map(({ owner }) => ({ object: owner, path: ['spec', 'selector'], args: {} }));
}

function missingTargets(facts: Facts): readonly Found<'target'>[] {
  return facts.ofKind('autoscaling/HorizontalPodAutoscaler').flatMap((object) => {
    const { kind, name } = record(at(object.object, 'spec', 'scaleTargetRef'));
    const isThere = facts.objects.some(
      (one) => one.kind === kind && one.name === name && one.namespace === object.namespace,
    );
    const target = `${text(kind)} ${text(name)}`;
    return isThere ? [] : { object, path: ['spec', 'scaleTargetRef'], args: { target } };
  });
}

export const selectorRules: readonly Rule[] = [
  rule({
    id: 'SERVICE_WITHOUT_PODS',
    severity: 'error',
    summary: 'Every Service selects pods',
    message: '{object} selects no pods of the platform',
    hint: 'Compare its selector with the labels of the pod template.',
    explanation:
      'Connections to a Service without pods are refused. Pods that a controller makes from a custom resource are not seen: suppress the finding there.',
    check: servicesWithoutPods,
  }),
  rule({
    id: 'MISSING_PORT',
    severity: 'error',
    summary: 'Every named port of a Service is a port of its pods',
    message: '{object} sends to the port {port}, which {workload} does not have',
    hint: 'Name a containerPort of the pods, or give its number.',
    explanation: 'A Service leaves out pods that have no port of that name.',
    check: missingPorts,
  }),
  rule({
    id: 'SELECTOR_MISMATCH',
    severity: 'error',
    summary: 'Every workload selects the pods of its own template',
    message: '{object} does not select the pods of its own template',
    hint: 'Make spec.selector a part of the labels of spec.template.',
    explanation: 'The API server refuses a workload whose selector does not match its template.',
    check: ownPodsMissed,
  }),
  rule({
    id: 'SELECTOR_MATCHES_NOTHING',
    severity: 'warning',
    summary: 'Every policy, budget and monitor selects something',
    message: '{object} selects nothing of the platform with {field}',
    hint: 'Compare its selector with the labels of what it is about, or delete it.',
    explanation:
      'A policy that selects nothing protects nothing, and a budget or monitor does nothing. Pods that a controller or a user makes are not seen.',
    check: (facts) => [...selectingNothing(facts), ...monitorsOfNothing(facts)],
  }),
  rule({
    id: 'MISSING_TARGET',
    severity: 'error',
    summary: 'Every autoscaler names a workload that is there',
    message: '{object} scales {target}, which nothing brings',
    hint: 'Correct spec.scaleTargetRef, or delete the autoscaler.',
    explanation: 'An autoscaler without its target does nothing and stays degraded.',
    check: missingTargets,
  }),
];
