import { type Backend, type CredentialSpec, credentialId, valueGraph } from '@kfdist/credentials';
import { stringifyManifests } from '@kfdist/manifests';
import type { PlannedComponent } from './applications.ts';
import { IN_CLUSTER } from './inputs.ts';
import type { PlatformPlan } from './plan.ts';
import type { Step, StepCommand } from './step.ts';

/** What a bootstrap needs to know beside the plan. */
export interface BootstrapInput {
  readonly plan: PlatformPlan;
  /** The folder of the tree, as commands in the current folder name it. */
  readonly folder: string;
  /** What tells `kfdist` in the current folder which platform is meant, such as `['-f', 'kfdist.yaml']`. */
  readonly platformFlags: readonly string[];
  /** Where the public sealing certificate lies. @default 'sealing.crt' */
  readonly certificate?: string;
  /** Where the private sealing key lies, outside of Git. @default '~/sealing-key.yaml' */
  readonly sealingKey?: string;
}

/** The two components that a bootstrap brings up itself; Argo CD takes them over. */
const NAMESPACES = 'namespaces';
const ARGOCD = 'argocd';

/**
 * What brings a platform up, once for a cluster, in order. Every step may be run again.
 *
 * A Git repository that needs a credential is read through the secrets backend, which then comes before Argo CD; otherwise Argo
 * CD brings the backend itself.
 */
export function bootstrapSteps(input: BootstrapInput): readonly Step[] {
  const first = [...roleSteps(input), ...credentialSteps(input)];
  if (isManagedElsewhere(input.plan)) return [...first, ...sealingKeySteps(input), pushStep(input)];
  return [
    ...first,
    pushStep(input),
    ...namespaceSteps(input),
    ...sealingKeySteps(input),
    ...repositoryCredentialSteps(input),
    ...argocdSteps(input),
    ...rootSteps(input),
  ];
}

function kfdist({ platformFlags }: BootstrapInput, ...words: readonly string[]): StepCommand {
  return { program: 'kfdist', arguments: [...words, ...platformFlags] };
}

function kubectl(...words: readonly string[]): StepCommand {
  return { program: 'kubectl', arguments: words };
}

/** Server-side, so that Argo CD takes the fields over; forced, so that a second run gets them back from it. */
function apply(...source: readonly string[]): StepCommand {
  return kubectl('apply', '--server-side', '--force-conflicts', ...source);
}

function roleSteps(input: BootstrapInput): readonly Step[] {
  if (input.plan.roles.roles.length === 0) return [];
  const why = 'The IAM roles exist before the pods that assume them start; it asks before it changes AWS.';
  return [{ id: 'roles', why, commands: [kfdist(input, 'iam', 'apply')] }];
}

function credentialSteps(input: BootstrapInput): readonly Step[] {
  const backends = backendsOf(input.plan);
  if (backends.size === 0) return [];
  const isSealed = backends.has('sealed-secrets');
  const certificate = input.certificate ?? 'sealing.crt';
  const seal = isSealed ? ['--certificate', certificate] : [];
  const names = givenValues(input.plan);
  const given =
    names.length === 0 ? '' : ` Yours to give, when asked or with --values FILE: ${names.join(', ')}.`;
  return [
    ...(isSealed ? [keyStep(input, certificate)] : []),
    backends.has('external-secrets')
      ? {
          id: 'credentials',
          why: `The values of the Secrets are made and written to AWS, where External Secrets reads them; what is there stays.${given}`,
          commands: [kfdist(input, 'credentials', 'push', ...seal)],
        }
      : {
          id: 'credentials',
          why: `The values of the Secrets are made and sealed into files for Git; what is sealed already stays.${given}`,
          commands: [kfdist(input, 'credentials', 'generate', ...seal)],
        },
  ];
}

/** The values that nobody can make. */
function givenValues({ credentials }: PlatformPlan): readonly string[] {
  const values = [...valueGraph(credentials.specs).graph.values()];
  return values.flatMap(({ id, recipe }) =>
    recipe.kind === 'given' && recipe.otherwise === undefined ? [id] : [],
  );
}

function backendsOf({ credentials }: PlatformPlan): ReadonlySet<Backend> {
  return new Set(credentials.specs.map((spec) => backendOf(spec, credentials)));
}

function backendOf({ backend }: CredentialSpec, usual: PlatformPlan['credentials']): Backend {
  return backend ?? usual.backend;
}

function keyStep(input: BootstrapInput, certificate: string): Step {
  const files = ['--certificate', certificate, '--key', sealingKey(input)];
  return {
    id: 'sealing-key-pair',
    why: 'The key that the secrets are sealed for is made before the cluster has one, so that the first commit is complete. Keep the private part out of Git.',
    commands: [{ program: 'kfdist', arguments: ['credentials', 'init-key', ...files] }],
    creates: certificate,
  };
}

function sealingKey({ sealingKey: file = '~/sealing-key.yaml' }: BootstrapInput): string {
  return file;
}

function git(...words: readonly string[]): StepCommand {
  return { program: 'git', arguments: words };
}

function pushStep({ plan, folder }: BootstrapInput): Step {
  const { settings } = plan;
  const repository = settings.values.get('git_repo.url')?.text ?? 'the repository';
  const revision = settings.values.get('git_repo.target_revision')?.text ?? 'HEAD';
  return {
    id: 'push',
    why: `Argo CD reads the tree from ${repository} at ${revision}. Look through it before you commit it.`,
    commands: [
      git('add', folder),
      git('commit', '--message', `Platform of ${settings.values.get('cluster_name')?.text ?? 'the cluster'}`),
      git('push'),
    ],
    byHand: true,
    doneWhenSilent: [
      git('status', '--porcelain', '--', folder),
      git('log', '--oneline', '@{upstream}..HEAD', '--', folder),
    ],
  };
}

/** The Argo CD of another cluster takes up what is pushed; its sealing key has to be there before. */
export function isManagedElsewhere({ settings }: PlatformPlan): boolean {
  return (settings.values.get('argocd.cluster')?.text ?? IN_CLUSTER) !== IN_CLUSTER;
}

function namespaceSteps({ plan, folder }: BootstrapInput): readonly Step[] {
  if (!isSelected(plan, NAMESPACES)) return [];
  const why = 'Everything else goes into these namespaces, with the labels that they need.';
  return [
    { id: 'namespaces', why, commands: [apply('--recursive', '-f', `${folder}/components/${NAMESPACES}`)] },
  ];
}

function isSelected({ components }: PlatformPlan, name: string): boolean {
  return components.some((component) => component.name === name);
}

function sealingKeySteps(input: BootstrapInput): readonly Step[] {
  if (!backendsOf(input.plan).has('sealed-secrets')) return [];
  const why =
    'The controller of sealed-secrets finds the private key when it starts, and makes none of its own.';
  return [{ id: 'sealing-key', why, commands: [apply('-f', sealingKey(input))] }];
}

/** Secrets that Argo CD reads repositories with. @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#repositories */
const REPOSITORY_LABEL = 'argocd.argoproj.io/secret-type';

function repositoryCredentialSteps(input: BootstrapInput): readonly Step[] {
  const { plan, folder } = input;
  const secrets = plan.credentials.specs.filter(({ labels }) => labels?.[REPOSITORY_LABEL] !== undefined);
  if (secrets.length === 0) return [];
  const backends = new Set(secrets.map((spec) => backendOf(spec, plan.credentials)));
  const folders = [...new Set(secrets.map(({ component }) => `${folder}/secrets/${component}`))];
  return [
    ...plan.components
      .filter(({ provides }) => provides === 'secrets')
      .filter((component) => isOf(component, backends))
      .map((component) => backendStep(component, input)),
    {
      id: 'git-credential',
      why: `Argo CD cannot read the repository without ${secrets.map(credentialId).join(' and ')}.`,
      commands: [
        ...folders.map((path) => apply('--recursive', '-f', path)),
        ...secrets.map((spec) => waitForSecret(spec, backendOf(spec, plan.credentials))),
      ],
    },
  ];
}

/** Where both backends are selected, only the one that holds the credential comes first. */
function isOf({ name }: PlannedComponent, backends: ReadonlySet<Backend>): boolean {
  return backends.has(name === 'sealed-secrets' ? 'sealed-secrets' : 'external-secrets');
}

function waitForSecret({ name, namespace }: CredentialSpec, backend: Backend): StepCommand {
  const object =
    backend === 'sealed-secrets'
      ? ['--for=condition=Synced', `sealedsecrets.bitnami.com/${name}`]
      : ['--for=condition=Ready', `externalsecrets.external-secrets.io/${name}`];
  return kubectl('wait', '--namespace', namespace, ...object, '--timeout=5m');
}

function backendStep(component: PlannedComponent, { folder }: BootstrapInput): Step {
  const { name, summary, source, values, namespace } = component;
  const id = name;
  const why = `The credential of the repository comes through it (${summary}); Argo CD takes it over.`;
  if (!('helm' in source))
    return { id, why, commands: [apply('--recursive', '-f', `${folder}/components/${name}`)] };
  const { chart, version, repository, releaseName = name } = source.helm;
  const inNamespace = ['--namespace', namespace?.name ?? 'default'];
  const isOci = repository.startsWith('oci://');
  const place = isOci ? [`${repository}/${chart}`] : [chart, '--repo', repository];
  const template: StepCommand = {
    program: 'helm',
    arguments: [
      'template',
      releaseName,
      ...place,
      '--version',
      version,
      ...inNamespace,
      '--include-crds',
      '--values',
      '-',
    ],
    input: stringifyManifests([values]),
  };
  const instance = `app.kubernetes.io/instance=${releaseName}`;
  return {
    id,
    why,
    commands: [
      { ...apply(...inNamespace, '-f', '-'), from: template },
      kubectl(
        'wait',
        ...inNamespace,
        '--for=condition=Available',
        'deployment',
        '--selector',
        instance,
        '--timeout=10m',
      ),
    ],
  };
}

function argocdSteps({ plan, folder }: BootstrapInput): readonly Step[] {
  const component = plan.components.find(({ name }) => name === ARGOCD);
  if (component === undefined) return [];
  const inNamespace = ['--namespace', component.namespace?.name ?? 'argocd'];
  const why = 'From here on Argo CD brings everything up, and manages itself.';
  return [
    {
      id: 'argocd',
      why,
      commands: [
        apply('-k', `${folder}/components/${ARGOCD}`),
        kubectl('wait', '--for=condition=Established', 'crd/applications.argoproj.io', '--timeout=2m'),
        kubectl('wait', ...inNamespace, '--for=condition=Available', 'deployment', '--all', '--timeout=15m'),
      ],
    },
  ];
}

function rootSteps(input: BootstrapInput): readonly Step[] {
  return [
    {
      id: 'platform',
      why: 'The root Application creates all others, wave by wave.',
      commands: [apply('-f', `${input.folder}/kubeflow.yaml`)],
    },
    {
      id: 'status',
      why: 'Says what waits for what until everything is healthy; load balancer, certificates and images take their time.',
      commands: [kfdist(input, 'status', '--wait')],
    },
  ];
}
