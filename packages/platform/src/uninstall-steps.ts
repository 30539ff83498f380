import type { ApplicationNode } from './application-graph.ts';
import type { PlannedComponent } from './applications.ts';
import { isManagedElsewhere } from './bootstrap-steps.ts';
import { usedValues } from './checks/world.ts';
import type { PlatformPlan } from './plan.ts';
import type { Step, StepCommand } from './step.ts';
import { textOf } from './tree-file.ts';

/** What an uninstallation needs to know. */
export interface UninstallInput {
  readonly plan: PlatformPlan;
  /** The Applications, as `applicationGraph` orders them. */
  readonly nodes: readonly ApplicationNode[];
  /** The folder of the tree, as commands in the current folder name it. */
  readonly folder: string;
  /** What tells `kfdist` in the current folder which platform is meant, such as `['-f', 'kfdist.yaml']`. */
  readonly platformFlags: readonly string[];
}

/** Something that the steps delete although it holds data, or leave behind. */
export interface Remainder {
  readonly what: string;
  readonly names: readonly string[];
  readonly fate: 'deleted' | 'kept';
  readonly note: string;
}

/** An uninstallation: the steps in order, and what to know before the first. */
export interface UninstallPlan {
  readonly remainders: readonly Remainder[];
  readonly steps: readonly Step[];
}

const ARGOCD = 'argocd';
const APPLICATIONS = 'applications.argoproj.io';

/**
 * What takes a platform down, in the reverse of the order in which it came up: whoever knows how to delete something goes after
 * it. Namespaces and CustomResourceDefinitions survive their Applications and are deleted at the end, by hand.
 */
export function uninstallPlan(input: UninstallInput): UninstallPlan {
  const { platformFlags, plan } = input;
  const destroy: Step = {
    id: 'roles',
    why: 'The IAM roles of the cluster; it shows them and asks first.',
    commands: [{ program: 'kfdist', arguments: ['iam', 'destroy', '--all', ...platformFlags] }],
  };
  return {
    remainders: remainders(input),
    steps: [
      ...memberSteps(input),
      rootStep(input),
      ...profileSteps(plan),
      ...waveSteps(input),
      ...argocdSteps(input),
      leftoverStep(plan),
      ...(plan.roles.roles.length > 0 ? [destroy] : []),
    ],
  };
}

/** In the cluster of the platform. Another one may have the Argo CD, and a platform of its own. */
function kubectl(plan: PlatformPlan, ...words: readonly string[]): StepCommand {
  const context = isManagedElsewhere(plan) ? ['--context', 'MEMBER'] : [];
  return { program: 'kubectl', arguments: [...words, ...context] };
}

function argocdNamespace({ settings }: PlatformPlan): string {
  return settings.values.get('argocd.namespace')?.text ?? 'argocd';
}

function deleteApplications({ plan }: UninstallInput, names: readonly string[]): StepCommand {
  const flags = ['--namespace', argocdNamespace(plan), '--ignore-not-found', '--timeout=20m'];
  const context = isManagedElsewhere(plan) ? ['--context', 'MANAGER'] : [];
  return { program: 'kubectl', arguments: ['delete', APPLICATIONS, ...names, ...flags, ...context] };
}

function memberSteps({ plan, folder }: UninstallInput): readonly Step[] {
  if (!isManagedElsewhere(plan)) return [];
  return [
    {
      id: 'member',
      why: 'From this file the fleet would make the root Application anew. Below, MANAGER is the context of kubectl for the cluster that Argo CD runs in, MEMBER that for this one.',
      commands: [
        { program: 'git', arguments: ['rm', `${folder}/fleet-member.yaml`] },
        { program: 'git', arguments: ['commit', '--message', 'Take a cluster out of the fleet'] },
        { program: 'git', arguments: ['push'] },
      ],
      byHand: true,
    },
  ];
}

function rootStep(input: UninstallInput): Step {
  const prefix = input.plan.settings.values.get('argocd.name_prefix')?.text ?? '';
  return {
    id: 'root',
    why: 'The root Application would bring back every Application that is deleted. It goes first, and takes none with it.',
    commands: [deleteApplications(input, [`${prefix}kubeflow`])],
  };
}

const PROFILE = 'kubeflow.org/Profile';

function profileSteps(plan: PlatformPlan): readonly Step[] {
  if (!plan.components.some(({ project }) => project?.clusterKinds.includes(PROFILE))) return [];
  const why =
    'Deletes the namespace of every profile with all that is in it, notebooks, models and volumes, while their controllers are still there to clear up. Leave it out to keep them.';
  const commands = [kubectl(plan, 'delete', 'profiles.kubeflow.org', '--all', '--timeout=20m')];
  return [{ id: 'profiles', why, commands, byHand: true }];
}

function waveSteps(input: UninstallInput): readonly Step[] {
  const { nodes, plan } = input;
  const others = nodes.filter(({ component }) => component !== ARGOCD);
  const waves = [...new Set(others.map(({ wave }) => wave))].toSorted((a, b) => b - a);
  const balanced = new Set(withLoadBalancers(plan).map(({ name }) => name));
  const inAll = ['--all-namespaces', '--field-selector', 'spec.type=LoadBalancer'];
  const check = kubectl(plan, 'get', 'services', ...inAll);
  return waves.map((wave) => {
    const members = others.filter((node) => node.wave === wave);
    const hasBalancer = members.some(({ component }) => balanced.has(component));
    const balancer = hasBalancer
      ? ' With it goes the load balancer, while the controller that made it is still there: none must be left afterwards.'
      : '';
    return {
      id: `wave-${wave}`,
      why: `${wave === waves[0] ? 'Nothing stands on these.' : 'Nothing stands on these any more.'}${balancer}`,
      commands: [
        deleteApplications(
          input,
          members.map(({ application }) => application),
        ),
        ...(hasBalancer ? [check] : []),
      ],
    };
  });
}

function argocdSteps(input: UninstallInput): readonly Step[] {
  const { nodes, plan, folder } = input;
  const own = nodes.find(({ component }) => component === ARGOCD);
  if (own === undefined) return [];
  const inNamespace = ['--namespace', argocdNamespace(plan)];
  const free = ['--type', 'merge', '--patch', '{"metadata":{"finalizers":null}}'];
  return [
    {
      id: ARGOCD,
      why: 'Argo CD cannot wait for its own deletion: its Application is let go, then its objects are deleted, and with its kinds every Application that is left, of a fleet or of somebody else, with all that it delivers. None but its own must be listed.',
      commands: [
        kubectl(plan, 'get', APPLICATIONS, '--all-namespaces'),
        kubectl(plan, 'patch', APPLICATIONS, own.application, ...inNamespace, ...free),
        deleteApplications(input, [own.application]),
        kubectl(plan, 'delete', '--ignore-not-found', '-k', `${folder}/components/${ARGOCD}`),
      ],
      byHand: true,
    },
  ];
}

/** Namespaces of the cluster itself, which are not ours to delete. */
const OF_THE_CLUSTER = ['kube-system', 'kube-public', 'kube-node-lease', 'default'];

function ownNamespaces(plan: PlatformPlan): readonly string[] {
  const { components } = plan;
  const names = components.flatMap(({ namespace }) => (namespace === undefined ? [] : [namespace.name]));
  const isOurs = components.some(({ name }) => name === ARGOCD);
  const others = new Set([...OF_THE_CLUSTER, ...(isOurs ? [] : [argocdNamespace(plan)])]);
  return [...new Set(names)].filter((name) => !others.has(name)).toSorted();
}

function leftoverStep(plan: PlatformPlan): Step {
  return {
    id: 'leftovers',
    why: 'A webhook whose service is gone blocks the deletion of namespaces, so look for those first. Deleting a CustomResourceDefinition deletes every object of its kind.',
    commands: [
      kubectl(plan, 'get', 'validatingwebhookconfigurations,mutatingwebhookconfigurations,apiservices'),
      kubectl(plan, 'get', 'customresourcedefinitions'),
      kubectl(plan, 'delete', 'namespace', ...ownNamespaces(plan), '--ignore-not-found'),
    ],
    byHand: true,
  };
}

function withLoadBalancers({ components, files }: PlatformPlan): readonly PlannedComponent[] {
  const owners = new Set(
    files
      .filter(({ path }) => path.startsWith('components/'))
      .filter((file) => /\btype: ["']?LoadBalancer\b/.test(textOf(file) ?? ''))
      .map(({ path }) => path.split('/')[1]),
  );
  return components.filter(({ name }) => owners.has(name));
}

function remainders({ plan }: UninstallInput): readonly Remainder[] {
  const { components, credentials } = plan;
  const used = (prefix: string) => usedValues({ plan }, prefix);
  const isRemote = credentials.specs.some(
    ({ backend = credentials.backend }) => backend === 'external-secrets',
  );
  const all: readonly Remainder[] = [
    {
      what: 'data in the cluster',
      names: components.flatMap(({ name, data }) => (data === undefined ? [] : [`${name}: ${data}`])),
      fate: 'deleted',
      note: 'only by the step profiles, or with a namespace',
    },
    {
      what: 'load balancers',
      names: withLoadBalancers(plan).length === 0 ? [] : used('aws_load_balancer.name'),
      fate: 'deleted',
      note: 'with the Application that has the Service; external-dns takes its records away while it still runs',
    },
    { what: 'buckets', names: used('s3.bucket.'), fate: 'kept', note: 'with everything in them' },
    { what: 'databases', names: used('rds.host'), fate: 'kept', note: 'with everything in them' },
    {
      what: 'secrets in AWS',
      names: isRemote ? [`${credentials.naming.prefix}/*`] : [],
      fate: 'kept',
      note: `in ${credentials.naming.service === 'ParameterStore' ? 'Parameter Store' : 'Secrets Manager'}`,
    },
  ];
  return all.filter(({ names }) => names.length > 0);
}
