import {
  type ApplicationSpec,
  application,
  type GitSource,
  type GroupKind,
  type HelmSource,
  type KubernetesObject,
  kustomization,
  project,
  rootApplication,
} from '@kfdist/argocd';
import { type Mirror, stringifyManifests } from '@kfdist/manifests';
import type { ComponentDeclaration } from './component.ts';
import { type ApplicationInputs, type DeliveryInputs, IN_CLUSTER } from './inputs.ts';
import { mirroredChart } from './mirror-references.ts';
import { type TreeFile, textFile } from './tree-file.ts';

/** A selected component with its settings filled in. */
export interface PlannedComponent extends Omit<ComponentDeclaration, 'settings'> {
  /** The sync wave of its Application. */
  readonly wave: number;
  /** The name of its Application. */
  readonly application: string;
  /** The values of a Helm source. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Whether it consists of more than its Secrets, and so has an Application of its own. */
  readonly hasObjects: boolean;
}

/** The Application that delivers the Secrets of a component. */
export interface SecretsApplication {
  readonly component: string;
  readonly application: string;
  readonly wave: number;
  readonly namespaces: readonly string[];
}

/** Everything that has an Application. */
export interface Delivered {
  readonly components: readonly PlannedComponent[];
  readonly secrets: readonly SecretsApplication[];
  /** Namespaces that only components have which are not selected. */
  readonly absentNamespaces: ReadonlySet<string>;
}

const ROOT_PROJECT = 'kfdist-root';
const PROJECT = 'kfdist';

/** The Applications of a platform, and the files that Argo CD starts from: `kubeflow.yaml` and `applications/`. */
export function planApplications(
  delivered: Delivered,
  inputs: ApplicationInputs,
  delivery: DeliveryInputs,
): { readonly specs: readonly ApplicationSpec[]; readonly files: readonly TreeFile[] } {
  const specs = [
    ...delivered.components
      .filter(({ hasObjects }) => hasObjects)
      .map((component) => componentApplication(component, inputs)),
    ...delivered.secrets.map((secrets) => secretsApplication(secrets, inputs)),
  ];
  const written = specs.map((spec) =>
    delivery.delivery === 'hydrated' ? hydrated(spec, inputs) : mirroredSpec(spec, delivery.mirrors),
  );
  const projects = [rootProject(inputs), platformProject(delivered, written, inputs)];
  const root = rootApplication({
    name: `${inputs.namePrefix}kubeflow`,
    argocdNamespace: inputs.argocdNamespace,
    project: `${inputs.namePrefix}${ROOT_PROJECT}`,
    source: gitSource('kustomize', 'applications', inputs),
  });
  const named = written.map((spec) => ({ path: `${spec.name}.yaml`, objects: [application(spec)] }));
  const listed = [...named, { path: 'projects.yaml', objects: projects }];
  return {
    specs,
    files: [
      ...fleetFile(inputs),
      yamlFile('kubeflow.yaml', [...projects, root]),
      yamlFile('applications/kustomization.yaml', [kustomization(listed.map(({ path }) => path))]),
      ...listed.map(({ path, objects }) => yamlFile(`applications/${path}`, objects)),
    ],
  };
}

/**
 * A cluster that the Argo CD of another one manages says so in a file that the ApplicationSet there reads (component `fleet`). The `*`
 * in that pattern stands for slashes too, so no component may have files of its name.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Git/#git-generator-files
 */
function fleetFile({ cluster, namePrefix, root }: ApplicationInputs): readonly TreeFile[] {
  if (cluster === IN_CLUSTER) return [];
  const entry = { name: `${namePrefix}kubeflow`, cluster, applications: `${root}/applications` };
  return [yamlFile('fleet-member.yaml', [entry])];
}

function yamlFile(path: string, objects: readonly KubernetesObject[]): TreeFile {
  return textFile(path, stringifyManifests(objects));
}

function gitSource(kind: GitSource['kind'], folder: string, inputs: ApplicationInputs): GitSource {
  return { kind, repository: inputs.repository, revision: inputs.revision, path: `${inputs.root}/${folder}` };
}

function mirroredSpec(spec: ApplicationSpec, mirrors: readonly Mirror[]): ApplicationSpec {
  return spec.source.kind === 'helm' ? { ...spec, source: mirroredChart(spec.source, mirrors) } : spec;
}

/** The final objects of a component lie where its sources would. */
function hydrated(spec: ApplicationSpec, inputs: ApplicationInputs): ApplicationSpec {
  const component = spec.labels?.['kfdist.dev/component'] ?? spec.name;
  if (spec.source.kind === 'manifests') return spec;
  return { ...spec, source: gitSource('manifests', `components/${component}`, inputs) };
}

function componentApplication(component: PlannedComponent, inputs: ApplicationInputs): ApplicationSpec {
  const { name, namespace, category, ignoreDifferences, syncOptions, wave } = component;
  return {
    name: component.application,
    argocdNamespace: inputs.argocdNamespace,
    project: `${inputs.namePrefix}${PROJECT}`,
    wave,
    cluster: inputs.cluster,
    namespace: namespace?.name,
    labels: labelsOf(name, category),
    source: sourceOf(component, inputs),
    ignoreDifferences,
    syncOptions,
  };
}

function secretsApplication(secrets: SecretsApplication, inputs: ApplicationInputs): ApplicationSpec {
  return {
    name: secrets.application,
    argocdNamespace: inputs.argocdNamespace,
    project: `${inputs.namePrefix}${PROJECT}`,
    wave: secrets.wave,
    cluster: inputs.cluster,
    // Every object names its own; a project refuses an Application without one
    namespace: secrets.namespaces[0],
    labels: labelsOf(secrets.component, 'secrets'),
    source: gitSource('manifests', `secrets/${secrets.component}`, inputs),
  };
}

function labelsOf(component: string, category: string): Readonly<Record<string, string>> {
  return {
    'app.kubernetes.io/part-of': 'kfdist',
    'kfdist.dev/component': component,
    'kfdist.dev/category': category,
  };
}

function sourceOf(
  { name, source, values }: PlannedComponent,
  inputs: ApplicationInputs,
): HelmSource | GitSource {
  if ('helm' in source) {
    const { repository, chart, version, releaseName = name } = source.helm;
    return { kind: 'helm', repository, chart, version, releaseName, values };
  }
  if ('manifests' in source) return gitSource('manifests', `components/${name}`, inputs);
  const inside = source.kustomize.path.replace(/^\.\/?/, '').replace(/\/+$/, '');
  return gitSource(
    'kustomize',
    inside === '' ? `components/${name}` : `components/${name}/${inside}`,
    inputs,
  );
}

/**
 * The project of the root Application. Beside Applications it may hold the projects themselves, so that a new component with
 * new kinds needs no one with kubectl.
 */
function rootProject(inputs: ApplicationInputs): KubernetesObject {
  const kinds = ['Application', 'AppProject'].map((kind) => ({ group: 'argoproj.io', kind }));
  return project({
    name: `${inputs.namePrefix}${ROOT_PROJECT}`,
    argocdNamespace: inputs.argocdNamespace,
    description: 'The Applications of the platform and their projects',
    sourceRepositories: [inputs.repository],
    cluster: IN_CLUSTER,
    namespaces: [inputs.argocdNamespace],
    clusterKinds: [],
    namespacedKinds: kinds,
  });
}

function platformProject(
  { components, secrets, absentNamespaces }: Delivered,
  specs: readonly ApplicationSpec[],
  inputs: ApplicationInputs,
): KubernetesObject {
  return project({
    name: `${inputs.namePrefix}${PROJECT}`,
    argocdNamespace: inputs.argocdNamespace,
    description: 'Everything that the platform consists of',
    sourceRepositories: [
      inputs.repository,
      ...specs.map(({ source }) => source.repository.replace(/^oci:\/\//, '')),
    ],
    cluster: inputs.cluster,
    namespaces: [
      ...components.flatMap(({ namespace, project: own }) => [
        ...(namespace ? [namespace.name] : []),
        ...(own?.namespaces ?? []).filter((name) => !absentNamespaces.has(name)),
      ]),
      ...secrets.flatMap(({ namespaces }) => namespaces),
    ],
    clusterKinds: components.flatMap((component) => (component.project?.clusterKinds ?? []).map(groupKind)),
  });
}

/** `rbac.authorization.k8s.io/ClusterRole`, or `Namespace` for the core group. */
function groupKind(text: string): GroupKind {
  const slash = text.lastIndexOf('/');
  return { group: slash < 0 ? '' : text.slice(0, slash), kind: text.slice(slash + 1) };
}
