import { credentialId, type Workload } from './credential.ts';
import {
  type CredentialsLock,
  type LockedKey,
  type LockedSecret,
  type LockedValue,
  recipeMark,
} from './lock.ts';
import type { CredentialPlan, PlannedSecret, Reason } from './plan.ts';
import { isDerived } from './recipe.ts';
import { sourcesOf, type ValueGraph, withSources } from './value-graph.ts';

/** What happened in a run that carried out a plan. */
export interface Outcome {
  readonly graph: ValueGraph;
  /** The present time in RFC 3339. */
  readonly now: string;
  /** How each written key was sealed, by Secret and key. */
  readonly seals?: ReadonlyMap<string, ReadonlyMap<string, Omit<LockedKey, 'written'>>>;
}

const CHANGING: readonly Reason[] = ['new', 'recipe', 'rotation', 'given'];

/** The lock after a plan was carried out: what was not written stays as it was recorded. */
export function recordPlan(lock: CredentialsLock, plan: CredentialPlan, outcome: Outcome): CredentialsLock {
  const written = plan.secrets.map(
    (secret) => [credentialId(secret.spec), lockSecret(secret, lock, outcome)] as const,
  );
  const kept = Object.entries(lock.secrets).filter(([id]) => !plan.obsolete.includes(id));
  return {
    version: 1,
    values: lockValues(lock, plan, outcome),
    secrets: { ...Object.fromEntries(kept), ...Object.fromEntries(written) },
  };
}

function lockSecret(
  { spec, backend, write, keep }: PlannedSecret,
  lock: CredentialsLock,
  { now, seals }: Outcome,
): LockedSecret {
  const id = credentialId(spec);
  const earlier = lock.secrets[id];
  const kept = Object.entries(earlier?.keys ?? {}).filter(([key]) => keep.includes(key));
  const written = write.map(({ key }) => [key, { written: now, ...seals?.get(id)?.get(key) }] as const);
  const changed = write.some(({ reason }) => CHANGING.includes(reason));
  return {
    backend,
    scope: spec.scope ?? 'strict',
    revision: earlier === undefined ? 0 : earlier.revision + (changed ? 1 : 0),
    keys: Object.fromEntries([...kept, ...written]),
  };
}

/** Records the keys that were written and what they were finally made from; what lies between is in their marks. */
function lockValues(lock: CredentialsLock, plan: CredentialPlan, { graph, now }: Outcome) {
  const written = plan.secrets.flatMap(({ write }) => write.map(({ id }) => id));
  const touched = new Set(written.flatMap((id) => [id, ...sourcesOf(id, graph)]));
  const values: Record<string, LockedValue> = {};
  for (const { id, recipe } of graph.values()) {
    const earlier = lock.values[id];
    if (touched.has(id)) {
      const made = plan.make.has(id) ? now : (earlier?.made ?? now);
      values[id] = { recipe: valueMark(id, graph), ...(isDerived(recipe) ? {} : { made }) };
    } else if (earlier !== undefined) values[id] = earlier;
  }
  return values;
}

/** The mark of a value's recipe, and of the recipes that it is computed through. */
export function valueMark(id: string, graph: ValueGraph): string {
  const through = [...withSources([id], graph)].flatMap((one) => graph.get(one) ?? []);
  const marks = through.filter((value) => value.id === id || isDerived(value.recipe));
  return marks.map(({ recipe }) => recipeMark(recipe)).join(' < ');
}

/** The workloads that must start again after a plan was carried out, because they read changed values. */
export function restartsOf(plan: CredentialPlan, lock: CredentialsLock): readonly Workload[] {
  const changed = plan.secrets.filter(
    ({ spec, write }) =>
      lock.secrets[credentialId(spec)] !== undefined && write.some(({ reason }) => CHANGING.includes(reason)),
  );
  const workloads = changed.flatMap(({ spec }) => spec.restarts);
  return [...new Map(workloads.map((workload) => [Object.values(workload).join('/'), workload])).values()];
}
