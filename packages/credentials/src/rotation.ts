import type { Diagnostic } from '@kfdist/diagnostics';
import { report } from './codes.ts';
import { type CredentialSpec, credentialId, keyId, type Workload } from './credential.ts';
import type { CredentialsLock } from './lock.ts';
import type { Value } from './value.ts';
import { sourcesOf, type ValueGraph } from './value-graph.ts';

/** The annotation of a pod template whose change makes a workload start again with new credentials. */
export const ROTATION_ANNOTATION = 'kfdist.github.io/credentials';

/**
 * The values that a rotation of these names makes anew. A name is a value, a Secret, or a key of a Secret; a computed
 * value stands for what it is computed from, and both halves of an access key go together.
 */
export function rotatedValues(
  names: readonly string[],
  specs: readonly CredentialSpec[],
  graph: ValueGraph,
): { readonly ids: ReadonlySet<string>; readonly diagnostics: readonly Diagnostic[] } {
  const meanings = namesOf(specs, graph);
  const ids = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const name of names) {
    const found = meanings.get(name) ?? new Map<string, readonly string[]>();
    const [first, ...others] = found.values();
    if (first === undefined) {
      const known = [...meanings.keys()].filter((other) => !other.includes('/')).join(', ') || 'none';
      diagnostics.push(report('UNKNOWN_NAME', { args: { name, known } }));
    } else if (others.length > 0) {
      diagnostics.push(report('AMBIGUOUS_NAME', { args: { name, meanings: [...found.keys()].join(', ') } }));
    } else for (const id of first) for (const source of sourcesOf(id, graph)) ids.add(source);
  }
  return { ids: withOtherHalves(ids, graph), diagnostics };
}

/** For each name: what it may mean, and the values that it then stands for. */
function namesOf(specs: readonly CredentialSpec[], graph: ValueGraph) {
  const names = new Map<string, Map<string, readonly string[]>>();
  const add = (name: string, meaning: string, ids: readonly string[]) => {
    const meanings = names.get(name) ?? new Map<string, readonly string[]>();
    names.set(name, meanings.set(meaning, ids));
  };
  for (const id of graph.keys()) add(id, id, [id]);
  for (const spec of specs) {
    const ids = spec.keys.map(({ key }) => keyId(spec, key));
    add(credentialId(spec), credentialId(spec), ids);
    add(spec.name, credentialId(spec), ids);
    for (const { key } of spec.keys) add(`${spec.name}/${key}`, keyId(spec, key), [keyId(spec, key)]);
  }
  return names;
}

/** These values and, for each half of an access key, the other: AWS makes them together. */
export function withOtherHalves(ids: ReadonlySet<string>, graph: ValueGraph): ReadonlySet<string> {
  const users = new Set([...graph.values()].flatMap((value) => (ids.has(value.id) ? userOf(value) : [])));
  const halves = [...graph.values()].filter((value) => userOf(value).some((user) => users.has(user)));
  return new Set([...ids, ...halves.map(({ id }) => id)]);
}

function userOf({ recipe }: Value): readonly string[] {
  return recipe.kind === 'access-key' ? [recipe.user] : [];
}

/** A workload and the annotation text that its pod template carries. */
export interface RestartMark {
  readonly workload: Workload;
  /** The value of {@link ROTATION_ANNOTATION}. */
  readonly annotation: string;
}

/**
 * The workloads that were made to restart by a change of their credentials, with what their pod templates carry for
 * it. Computed from counters in the lock file, so that rendering twice gives the same bytes; a workload whose
 * credentials never changed carries nothing.
 */
export function restartMarks(
  specs: readonly CredentialSpec[],
  lock: CredentialsLock,
): readonly RestartMark[] {
  const marks = new Map<string, { workload: Workload; changes: string[] }>();
  for (const spec of specs) {
    const revision = lock.secrets[credentialId(spec)]?.revision ?? 0;
    if (revision === 0) continue;
    for (const workload of spec.restarts) {
      const { kind, namespace, name } = workload;
      const mark = marks.get(`${kind}/${namespace}/${name}`) ?? { workload, changes: [] };
      mark.changes.push(`${credentialId(spec)}=${revision}`);
      marks.set(`${kind}/${namespace}/${name}`, mark);
    }
  }
  return [...marks.values()].map(({ workload, changes }) => ({
    workload,
    annotation: changes.toSorted().join(','),
  }));
}
