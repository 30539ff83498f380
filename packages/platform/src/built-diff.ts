import type { Diagnostic } from '@kfdist/diagnostics';
import { type ManifestObject, objectId, stringifyManifests } from '@kfdist/manifests';
import { RULES, verify } from '@kfdist/verify';
import { createTwoFilesPatch } from 'diff';
import { report } from './codes.ts';

/** The objects that one Application delivers. */
export interface DeliveredObjects {
  readonly name: string;
  readonly objects: readonly ManifestObject[];
}

/** An object that a change makes, alters or removes. */
export interface ObjectChange {
  readonly type: 'create' | 'update' | 'delete';
  /** The Application that delivers it afterwards, or delivered it before. */
  readonly component: string;
  /** As people name it: `Deployment kubeflow/ml-pipeline`. */
  readonly object: string;
  /** A unified diff of its YAML. */
  readonly patch: string;
}

/** What changes in the cluster between two builds, and what to look at before it does. */
export interface BuiltDiff {
  readonly changes: readonly ObjectChange[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Compares two builds object by object; a change of formatting or order is none. */
export function builtDiff(
  before: readonly DeliveredObjects[],
  after: readonly DeliveredObjects[],
): BuiltDiff {
  const [old, fresh] = [placed(before), placed(after)];
  const ids = [...new Set([...old.keys(), ...fresh.keys()])];
  const changes = ids
    .flatMap((id) => changeOf(old.get(id), fresh.get(id)))
    .toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  const names = new Set(after.map(({ name }) => name));
  const gone = lost(old, fresh, names);
  return { changes, diagnostics: [...immutable(before, after), ...gone, ...early(old, fresh)] };
}

interface Placed {
  readonly component: string;
  readonly object: ManifestObject['object'];
}

type PlacedObjects = ReadonlyMap<string, Placed>;

function placed(components: readonly DeliveredObjects[]): PlacedObjects {
  return new Map(
    components.flatMap(({ name, objects }) =>
      objects.map(({ object }) => [objectId(object), { component: name, object }] as const),
    ),
  );
}

const sortKey = ({ component, object }: ObjectChange) => `${component} ${object}`;

function changeOf(before: Placed | undefined, after: Placed | undefined): readonly ObjectChange[] {
  const shown = after ?? before;
  if (shown === undefined) return [];
  const object = nameOf(shown.object);
  const [from, to] = [yamlOf(before), yamlOf(after)];
  if (from === to && before?.component === after?.component) return [];
  const type = before === undefined ? 'create' : after === undefined ? 'delete' : 'update';
  const file = (side: Placed | undefined, letter: string) =>
    side === undefined ? '/dev/null' : `${letter}/${side.component}/${object}`;
  const patch = createTwoFilesPatch(file(before, 'a'), file(after, 'b'), from, to, undefined, undefined, {
    context: 3,
  }).replace(/^=+\n/, '');
  return [{ type, component: shown.component, object, patch }];
}

function yamlOf(one: Placed | undefined): string {
  return one === undefined ? '' : stringifyManifests([sortedKeys(one.object)]);
}

function sortedKeys(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(fields)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, sortedValue(value)]),
  );
}

function sortedValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedValue);
  return isRecord(value) ? sortedKeys(value) : value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameOf(object: ManifestObject['object']): string {
  const { name = '', namespace } = isRecord(object.metadata) ? object.metadata : {};
  return `${String(object.kind)} ${typeof namespace === 'string' ? `${namespace}/` : ''}${String(name)}`;
}

function immutable(
  before: readonly DeliveredObjects[],
  after: readonly DeliveredObjects[],
): readonly Diagnostic[] {
  const plain = (components: readonly DeliveredObjects[]) =>
    components.map(({ name, objects }) => ({ name, objects: objects.map(({ object }) => object) }));
  const rules = RULES.filter(({ id }) => id === 'IMMUTABLE_FIELD');
  const { findings } = verify({ components: plain(after), previous: plain(before) }, rules);
  // A comparison says what would happen; it does not refuse it
  return findings.map((finding) => ({ ...finding, severity: 'warning' }));
}

/** Kinds whose deletion takes data with it. */
const DATA_KINDS = new Set([
  '/Namespace',
  '/PersistentVolumeClaim',
  '/PersistentVolume',
  'apps/StatefulSet',
  'kubeflow.org/Profile',
  'k8s.keycloak.org/Keycloak',
  'monitoring.coreos.com/Prometheus',
]);

function lost(
  before: PlacedObjects,
  after: PlacedObjects,
  applications: ReadonlySet<string>,
): readonly Diagnostic[] {
  return [...before].flatMap(([id, { object, component }]) => {
    const isKind = object.kind === 'CustomResourceDefinition';
    if (after.has(id) || !(isKind || DATA_KINDS.has(groupKind(object)))) return [];
    const args = { object: nameOf(object), component };
    // An object leaves its Application, or the Application goes with its objects
    const kept = applications.has(component) ? 'Prune=false' : 'Delete=false';
    if (syncOptions(object).includes(kept)) return [report('OBJECT_STAYS', { args })];
    return [isKind ? report('KIND_REMOVED', { args }) : report('DATA_REMOVED', { args })];
  });
}

function syncOptions({ metadata }: ManifestObject['object']): readonly string[] {
  const { annotations } = isRecord(metadata) ? metadata : {};
  const options = isRecord(annotations) ? annotations['argocd.argoproj.io/sync-options'] : undefined;
  return typeof options === 'string' ? options.split(',').map((option) => option.trim()) : [];
}

function groupKind({ apiVersion, kind }: ManifestObject['object']): string {
  const group = typeof apiVersion === 'string' ? apiVersion.split('/').slice(0, -1).join('/') : '';
  return `${group}/${String(kind)}`;
}

/** A later commit reaches all Applications at once, whatever their waves. */
function early(before: PlacedObjects, after: PlacedObjects): readonly Diagnostic[] {
  const added = [...after].filter(
    ([id, { object }]) => !before.has(id) && object.kind === 'CustomResourceDefinition',
  );
  return added.flatMap(([, { object, component }]) => {
    const { group, names } = isRecord(object.spec) ? object.spec : {};
    const kind = `${String(group)}/${isRecord(names) ? String(names.kind) : ''}`;
    const users = [...after.values()].filter(
      (one) => groupKind(one.object) === kind && one.component !== component,
    );
    const args = {
      kind: nameOf(object),
      component,
      users: [...new Set(users.map((one) => one.component))].join(', '),
    };
    return users.length === 0 || before.size === 0 ? [] : [report('KIND_AND_USE', { args })];
  });
}
