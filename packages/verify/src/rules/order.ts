import type { Facts } from '../facts.ts';
import { isBuiltInGroup } from '../kinds.ts';
import { matchesPattern } from '../pattern.ts';
import { isBefore, type PlacedObject } from '../placed-object.ts';
import { at, records, text, texts } from '../reading.ts';
import { onceForEachObject } from '../reference.ts';
import { type Found, type Rule, rule } from '../rule.ts';

const wavesOf = (first: PlacedObject, second: PlacedObject) => ({
  first: `${first.component.name} (wave ${first.component.wave})`,
  second: `${second.component.name} (wave ${second.component.wave})`,
});

const outside = ({ input }: Facts, spelled: string) =>
  (input.provides ?? []).some((pattern) => matchesPattern(spelled, pattern));

function unknownKinds(facts: Facts): readonly Found<'kind'>[] {
  return facts.objects
    .filter(({ group, kind }) => !isBuiltInGroup(group) && !facts.customKinds.has(`${group}/${kind}`))
    .filter(({ group, kind }) => !outside(facts, `Kind/${group}/${kind}`))
    .map((object) => ({ object, path: ['kind'], args: { kind: `${object.group}/${object.kind}` } }));
}

function lateKinds(facts: Facts): readonly Found<'kind' | 'first' | 'second'>[] {
  return facts.objects.flatMap((object) => {
    const definition = facts.customKinds.get(`${object.group}/${object.kind}`)?.definition;
    if (definition === undefined || isBefore(definition, object)) return [];
    return { object, args: { kind: definition.name, ...wavesOf(definition, object) } };
  });
}

/** Namespaces that every cluster has. */
const ALWAYS: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease']);

/** What makes a namespace: itself, or a profile of that name. */
function namespaceObject(facts: Facts, name: string): PlacedObject | undefined {
  const [own] = facts.byKey.get(`/Namespace//${name}`) ?? [];
  const [profile] = facts.byKey.get(`kubeflow.org/Profile//${name}`) ?? [];
  return own ?? profile;
}

function missingNamespaces(facts: Facts): readonly Found<'namespace'>[] {
  return facts.objects
    .filter(({ namespace }) => namespace !== '' && !ALWAYS.has(namespace))
    .filter(({ namespace }) => namespaceObject(facts, namespace) === undefined)
    .filter(({ namespace }) => !outside(facts, `Namespace/${namespace}`))
    .map((object) => ({
      object,
      path: ['metadata', 'namespace'],
      args: { namespace: object.namespace },
    }));
}

function lateNamespaces(facts: Facts): readonly Found<'namespace' | 'first' | 'second'>[] {
  return facts.objects.flatMap((object) => {
    const made = object.namespace === '' ? undefined : namespaceObject(facts, object.namespace);
    if (made === undefined || isBefore(made, object)) return [];
    return { object, args: { namespace: object.namespace, ...wavesOf(made, object) } };
  });
}

function lateSecrets(facts: Facts): readonly Found<'name' | 'first' | 'second'>[] {
  const late = facts.references.filter((reference) => {
    const by = facts.provision(reference)?.by;
    return (
      reference.kind === 'Secret' &&
      !reference.isOptional &&
      by !== undefined &&
      !isBefore(by, reference.from)
    );
  });
  return onceForEachObject(late.map(({ key: _key, ...whole }) => whole)).flatMap((reference) => {
    const { from, path, namespace, name } = reference;
    const by = facts.provision(reference)?.by;
    if (by === undefined) return [];
    return { object: from, path, args: { name: `${namespace}/${name}`, ...wavesOf(by, from) } };
  });
}

function lateWebhooks(facts: Facts): readonly Found<'webhook' | 'first' | 'second'>[] {
  const servers = webhookServers(facts);
  return facts.objects.flatMap((object) => {
    const server = servers.find((one) => one.isAskedAbout(object) && !isServedBefore(one.by, object));
    if (server === undefined) return [];
    return { object, args: { webhook: server.name, ...wavesOf(server.by, object) } };
  });
}

/** Within one Application the server has to be in an earlier wave of its own: a pod takes its time. */
function isServedBefore(by: PlacedObject, object: PlacedObject): boolean {
  return by.component === object.component ? by.wave < object.wave : isBefore(by, object);
}

interface WebhookServer {
  readonly name: string;
  readonly by: PlacedObject;
  readonly isAskedAbout: (object: PlacedObject) => boolean;
}

/** The webhooks without which objects are refused. Those about pods and the like block pods, which come later anyway. */
function webhookServers(facts: Facts): readonly WebhookServer[] {
  const kinds = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];
  return kinds
    .flatMap((kind) => facts.ofKind(`admissionregistration.k8s.io/${kind}`))
    .flatMap((by) =>
      records(by.object.webhooks)
        .filter(({ failurePolicy }) => failurePolicy !== 'Ignore')
        .map((webhook) => {
          const asked = askedAbout(webhook.rules, facts);
          return {
            name: by.name,
            by,
            isAskedAbout: ({ group, kind }: PlacedObject) => asked.has(`${group}/${kind}`),
          };
        }),
    );
}

/** The custom kinds that rules name by their plural, by `group/kind`. */
function askedAbout(rules: unknown, { customKinds }: Facts): ReadonlySet<string> {
  const asked = records(rules).filter(({ operations }) => names(operations, ['CREATE']));
  return new Set(
    [...customKinds].flatMap(([key, { definition }]) => {
      const group = text(at(definition.object, 'spec', 'group'));
      const plural = text(at(definition.object, 'spec', 'names', 'plural'));
      const isAsked = asked.some(
        ({ apiGroups, resources }) =>
          names(apiGroups, [group]) && names(resources, [plural, `${plural}/*`, '*/*']),
      );
      return isAsked ? key : [];
    }),
  );
}

/** Whether a list of a webhook has one of these or the asterisk that stands for all. */
function names(patterns: unknown, wanted: readonly string[]): boolean {
  return texts(patterns).some((pattern) => pattern === '*' || wanted.includes(pattern));
}

export const orderRules: readonly Rule[] = [
  rule({
    id: 'MISSING_KIND',
    severity: 'error',
    summary: 'Every custom kind has a definition',
    message: '{object} is of the kind {kind}, for which there is no CustomResourceDefinition',
    hint: 'Add what brings the kind, or say that it comes from outside: --provides Kind/{kind}.',
    explanation: 'The API server refuses objects of a kind that it does not know.',
    check: unknownKinds,
  }),
  rule({
    id: 'LATE_KIND',
    severity: 'error',
    summary: 'A custom kind is defined in an earlier wave than its first object',
    message: '{object} comes with {second}, but its kind {kind} is defined by {first}',
    hint: 'Let the component of the object need the one that defines the kind.',
    explanation:
      'Argo CD creates Applications wave by wave. An object whose kind is not there yet is refused until a retry. Within one Application Argo CD puts definitions first.',
    check: lateKinds,
  }),
  rule({
    id: 'MISSING_NAMESPACE',
    severity: 'error',
    summary: 'Every namespace that objects lie in is there',
    message: '{object} lies in the namespace {namespace}, which nothing brings',
    hint: 'Declare the namespace in component.yaml, or say that it comes from outside: --provides Namespace/{namespace}.',
    explanation: 'Applications do not make namespaces by themselves, so that their labels are known.',
    check: missingNamespaces,
  }),
  rule({
    id: 'LATE_NAMESPACE',
    severity: 'error',
    summary: 'A namespace is made in an earlier wave than what lies in it',
    message: '{object} comes with {second}, but its namespace {namespace} comes with {first}',
    hint: 'Let the component of the object need the one that brings the namespace.',
    explanation: 'An object whose namespace is not there yet is refused until a retry.',
    check: lateNamespaces,
  }),
  rule({
    id: 'LATE_SECRET',
    severity: 'error',
    summary: 'A Secret is made in an earlier wave than its first use',
    message: '{object} comes with {second}, but the Secret {name} that it reads comes with {first}',
    hint: 'Let the component that reads the Secret need the one that brings it.',
    explanation:
      'A pod that waits for its Secret keeps its Application from becoming healthy, and a later wave never starts while an earlier one waits for it.',
    check: lateSecrets,
  }),
  rule({
    id: 'LATE_WEBHOOK',
    severity: 'error',
    summary: 'The server of a webhook runs in an earlier wave than the first object that it is asked about',
    message:
      '{object} comes with {second}, but the webhook {webhook} that is asked about it comes with {first}',
    hint: 'Move the object to a later component, or give it the annotation argocd.argoproj.io/sync-wave: "1".',
    explanation:
      "While the server of a webhook does not answer, every object that it is asked about is refused. Seen are webhooks for custom kinds with the failurePolicy Fail; a server that takes longer than Argo CD's health check is not.",
    check: lateWebhooks,
  }),
];
