import type { ManifestObject } from '@kfdist/manifests';
import { parseObjects } from '@kfdist/manifests';
import type { PlannedComponent } from '../applications.ts';
import { buildUnits } from '../build-units.ts';
import { CATEGORIES } from '../component.ts';
import type { Distribution } from '../distribution.ts';
import type { BuiltUnit } from '../hydrate.ts';
import type { PlatformPlan } from '../plan.ts';
import { textOf } from '../tree-file.ts';
import { mapHosts, mapPolicies } from './map-hosts.ts';
import { imagesByComponent, mapImages } from './map-images.ts';
import { type PinReader, pinReader } from './map-pins.ts';
import { mapRoles } from './map-roles.ts';
import { mapSecrets } from './map-secrets.ts';
import type { MapCluster, MapComponent, PlatformMap } from './platform-map.ts';
import { withoutSensitive } from './without-sensitive.ts';

/** The objects of one component. */
export interface MapObjects {
  readonly component: string;
  readonly objects: readonly Readonly<Record<string, unknown>>[];
}

/**
 * What the map of a platform shows, as JSON. Without built objects the images are those that settings and our own files name.
 *
 * @example
 * mapOf(planPlatform({ entries, distribution }), distribution).hosts.map(({ host, tls }) => `${host}: ${tls}`);
 * //=> ['kubeflow.ml.example.com: gateway', ...]
 */
export function mapOf(
  plan: PlatformPlan,
  distribution: Distribution,
  built?: readonly BuiltUnit[],
): PlatformMap {
  const objects = built === undefined ? objectsInFiles(plan) : builtObjects(plan, built);
  const uses = imagesByComponent(plan, objects, built !== undefined);
  const pins = pinReader(plan, distribution);
  const policies = mapPolicies(objects);
  const roles = mapRoles(plan.roles);
  const secrets = mapSecrets(plan.credentials);
  const map: PlatformMap = {
    kind: 'PlatformMap',
    version: 1,
    cluster: clusterOf(plan, distribution),
    categories: CATEGORIES.filter((name) => plan.components.some(({ category }) => category === name)),
    components: plan.components.map((component) => ({
      ...describe(component, plan, pins),
      roles: roles.filter(({ components }) => components.includes(component.name)).map(({ key }) => key),
      secrets: secrets.filter((one) => one.component === component.name).map(({ id }) => id),
      images: [
        ...new Set(uses.filter((use) => use.component === component.name).map(({ image }) => image)),
      ].toSorted(),
    })),
    roles,
    secrets,
    hosts: mapHosts(objects, policies, plan.components),
    policies,
    images: mapImages(uses),
    isBuilt: built !== undefined,
  };
  return withoutSensitive(map, plan.settings);
}

function clusterOf({ settings, root, delivery }: PlatformPlan, { supports }: Distribution): MapCluster {
  const read = (key: string) => settings.values.get(key)?.text ?? '';
  return {
    name: read('cluster_name'),
    account: read('aws_account_id'),
    region: read('aws_region'),
    domain: read('domain'),
    repository: read('git_repo.url'),
    revision: read('git_repo.target_revision'),
    root,
    delivery: delivery.delivery,
    ...(supports === undefined ? {} : { kubeflow: supports.kubeflow }),
    kubernetes: delivery.kubernetesVersion,
  };
}

function describe(component: PlannedComponent, { components }: PlatformPlan, pins: PinReader) {
  const { name, application, summary, category, wave, namespace, provides, source, hosts, data } = component;
  const members = (names: readonly string[]) => selectedOf(names, components);
  const needs = members(component.needs);
  return {
    name,
    application,
    summary,
    category,
    wave,
    ...(namespace === undefined ? {} : { namespace: namespace.name }),
    ...(provides === undefined ? {} : { group: provides }),
    source: kindOf(source),
    pins: pins(component),
    needs,
    after: members(component.after).filter((other) => !needs.includes(other)),
    serviceAccounts: component.serviceAccounts.map((account) => account.name),
    hosts,
    ...(data === undefined ? {} : { data }),
  } satisfies Partial<MapComponent>;
}

function kindOf(source: PlannedComponent['source']): MapComponent['source'] {
  return 'helm' in source ? 'helm' : 'kustomize' in source ? 'kustomize' : 'manifests';
}

/** Groups stand for their selected members. */
function selectedOf(names: readonly string[], components: readonly PlannedComponent[]): readonly string[] {
  return components
    .filter(
      ({ name, provides }) => names.includes(name) || (provides !== undefined && names.includes(provides)),
    )
    .map(({ name }) => name)
    .toSorted();
}

function builtObjects(plan: PlatformPlan, built: readonly BuiltUnit[]): readonly MapObjects[] {
  const owners = new Map(buildUnits(plan).map(({ name, component }) => [name, component]));
  return built.map(({ name, objects }) => ({
    component: owners.get(name) ?? name,
    objects: objects().map(({ object }: ManifestObject) => object),
  }));
}

/** The objects, and the patches of objects, in the files of the components. */
function objectsInFiles({ files, components }: PlatformPlan): readonly MapObjects[] {
  return components.map(({ name }) => ({
    component: name,
    objects: files
      .filter(({ path }) => path.startsWith(`components/${name}/`) && path.endsWith('.yaml'))
      .flatMap((file) => parseObjects({ path: file.path, text: textOf(file) ?? '' }).objects)
      .map(({ object }) => object),
  }));
}
