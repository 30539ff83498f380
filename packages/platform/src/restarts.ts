import {
  type CredentialsLock,
  type RestartMark,
  ROTATION_ANNOTATION,
  restartMarks,
  type Workload,
} from '@kfdist/credentials';
import type { Diagnostic } from '@kfdist/diagnostics';
import { stringifyManifests } from '@kfdist/manifests';
import { type Document, isMap, isSeq, parseAllDocuments } from 'yaml';
import type { PlannedComponent } from './applications.ts';
import { report } from './codes.ts';
import type { PlatformPlan } from './plan.ts';
import { type TreeFile, textFile, textOf } from './tree-file.ts';

/** The files of a plan with the marks that make workloads start again, and the workloads that could not be marked. */
export interface RestartMarks {
  readonly files: readonly TreeFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Marks the pod templates of workloads whose credentials were rotated, so that they start again with the new values: a
 * patch in the kustomization of the component, which reaches remote bases too, or an annotation in its plain YAML.
 * A platform whose credentials never changed is returned as it is.
 */
export function markRestarts(
  { files, components, credentials }: Pick<PlatformPlan, 'files' | 'components' | 'credentials'>,
  lock: CredentialsLock,
): RestartMarks {
  const marked = new Map(files.map((file) => [file.path, file]));
  const diagnostics: Diagnostic[] = [];
  for (const mark of restartMarks(credentials.specs, lock)) {
    const owners = ownersOf(mark.workload, { components, credentials });
    const changed = owners.flatMap((owner) => markIn(owner, mark, [...marked.values()]));
    for (const file of changed) marked.set(file.path, file);
    if (changed.length === 0) diagnostics.push(notMarked(mark.workload));
  }
  return { files: [...marked.values()], diagnostics };
}

function notMarked({ kind, namespace, name }: Workload): Diagnostic {
  const args = { workload: `${kind}/${name}`, namespace, target: `${kind.toLowerCase()}/${name}` };
  return report('RESTART_NOT_MARKED', { args });
}

/** The components whose Secrets ask for the restart. */
function ownersOf(
  { kind, namespace, name }: Workload,
  { components, credentials }: Pick<PlatformPlan, 'components' | 'credentials'>,
): readonly PlannedComponent[] {
  const asking = credentials.specs.filter(({ restarts }) =>
    restarts.some((other) => other.kind === kind && other.namespace === namespace && other.name === name),
  );
  const names = new Set(asking.map(({ component }) => component));
  return components.filter((component) => names.has(component.name));
}

/** The files of a component that change when a workload in it is marked. */
function markIn(
  { name, source, namespace }: PlannedComponent,
  mark: RestartMark,
  files: readonly TreeFile[],
): readonly TreeFile[] {
  const root = `components/${name}/`;
  if ('helm' in source) return [];
  if ('manifests' in source) {
    const own = files.filter(({ path }) => path.startsWith(root) && /\.ya?ml$/.test(path));
    return own.flatMap((file) => annotate(file, mark, namespace?.name) ?? []);
  }
  const folder = source.kustomize.path.split('/').filter((part) => part !== '' && part !== '.');
  const paths = KUSTOMIZATIONS.map((file) => [root.slice(0, -1), ...folder, file].join('/'));
  const file = files.find(({ path }) => paths.includes(path));
  return file === undefined ? [] : (patch(file, mark) ?? []);
}

/** @see https://kubectl.docs.kubernetes.io/references/kustomize/glossary/#kustomization */
const KUSTOMIZATIONS = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** The namespace is left out of the target: a kustomization may set it after its patches. */
function patch(
  file: TreeFile,
  { workload: { kind, name }, annotation }: RestartMark,
): TreeFile[] | undefined {
  const metadata = { annotations: { [ROTATION_ANNOTATION]: annotation } };
  const body = { apiVersion: 'apps/v1', kind, metadata: { name }, spec: { template: { metadata } } };
  const entry = { target: { kind, name }, patch: stringifyManifests([body]) };
  return edit(file, ([document]) => {
    if (document === undefined || !isMap(document.contents)) return false;
    if (isSeq(document.get('patches'))) document.addIn(['patches'], document.createNode(entry));
    else document.set('patches', document.createNode([entry]));
    return true;
  });
}

function annotate(
  file: TreeFile,
  { workload, annotation }: RestartMark,
  defaultNamespace: string | undefined,
): TreeFile[] | undefined {
  return edit(file, (documents) => {
    const found = documents.filter(
      (document) =>
        isMap(document.contents) &&
        document.get('kind') === workload.kind &&
        document.getIn(['metadata', 'name']) === workload.name &&
        (document.getIn(['metadata', 'namespace']) ?? defaultNamespace) === workload.namespace,
    );
    return found.filter((document) => annotateTemplate(document, annotation)).length > 0;
  });
}

function annotateTemplate(document: Document, annotation: string): boolean {
  try {
    document.setIn(['spec', 'template', 'metadata', 'annotations', ROTATION_ANNOTATION], annotation);
    return true;
  } catch {
    // An alias or an empty field is in the way
    return false;
  }
}

/** The file with its documents changed, comments kept; `undefined` if it is not YAML or nothing was changed. */
function edit(file: TreeFile, change: (documents: readonly Document[]) => boolean): TreeFile[] | undefined {
  if (file.symlink !== undefined) return undefined;
  const documents = [...parseAllDocuments(textOf(file) ?? '')];
  if (documents.some(({ errors }) => errors.length > 0) || !change(documents)) return undefined;
  const text = documents.map((document) => document.toString({ lineWidth: 0 })).join('');
  return [{ ...file, bytes: textFile(file.path, text).bytes }];
}
