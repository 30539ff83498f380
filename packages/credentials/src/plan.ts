import type { Diagnostic } from '@kfdist/diagnostics';
import { report } from './codes.ts';
import { type Backend, type CredentialSpec, credentialId, keyId } from './credential.ts';
import type { CredentialsLock, LockedSecret } from './lock.ts';
import { isDerived } from './recipe.ts';
import { valueMark } from './record.ts';
import { rotatedValues, withOtherHalves } from './rotation.ts';
import { sealMark } from './sealed-secret.ts';
import { ingredientsOf, sourcesOf, type ValueGraph } from './value-graph.ts';

/** Why a key is written. Only the first four change its value. */
export type Reason =
  | 'new'
  | 'recipe'
  | 'rotation'
  | 'given'
  | 'missing'
  | 'backend'
  | 'scope'
  | 'certificate';

/** A key that has to be written. */
export interface PlannedKey {
  readonly key: string;
  /** Its value. */
  readonly id: string;
  readonly reason: Reason;
}

/** A Secret of this run: which keys are written, and which stay as they are. */
export interface PlannedSecret {
  readonly spec: CredentialSpec;
  readonly backend: Backend;
  readonly write: readonly PlannedKey[];
  readonly keep: readonly string[];
}

/** What a run will do, as data and without any value. */
export interface CredentialPlan {
  /** The values that are drawn, asked for or fetched in this run. */
  readonly make: ReadonlySet<string>;
  /** The values that exist and are not known, but are needed: with any, the plan cannot be carried out. */
  readonly unknown: ReadonlySet<string>;
  /** The computed values that stay as they are, and are known. */
  readonly settled: ReadonlySet<string>;
  readonly secrets: readonly PlannedSecret[];
  /** Secrets in the lock file that nothing declares any more. */
  readonly obsolete: readonly string[];
}

/** What exists, and what is wanted. */
export interface PlanInput {
  readonly specs: readonly CredentialSpec[];
  readonly graph: ValueGraph;
  readonly lock: CredentialsLock;
  /** The backend of Secrets that name none. */
  readonly defaultBackend: Backend;
  /** The backends that this run can write to. */
  readonly backends: readonly Backend[];
  /** Names of values and Secrets to make anew. */
  readonly rotate?: readonly string[];
  /** The values that are known from elsewhere, by id. */
  readonly known?: ReadonlySet<string>;
  /** The values that people give in this run, by id. */
  readonly given?: ReadonlySet<string>;
  /** The fingerprint of the present sealing certificate. */
  readonly fingerprint?: string;
  /** The sealed values that exist, by Secret and key. */
  readonly sealed?: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/**
 * What has to be generated and written. Nothing is, if everything was written before: only a new declaration, a
 * changed recipe, a rotation, or a value that got lost asks for it. A new certificate asks for it where the values
 * are known; it never changes a value. A given value that is needed and not known takes the place of the one that
 * exists, wherever that is used.
 *
 * @example
 * planCredentials({ specs, graph, lock: EMPTY_LOCK, defaultBackend: 'sealed-secrets', backends: ['sealed-secrets'] });
 */
export function planCredentials(input: PlanInput): {
  readonly plan: CredentialPlan;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { specs, graph } = input;
  const rotated = rotatedValues(input.rotate ?? [], specs, graph);
  const plan = planWith(input, rotated.ids, valuesToMake(input, rotated.ids));
  const diagnostics = [
    ...rotated.diagnostics,
    ...splitValues(input, new Set([...plan.make, ...rotated.ids])),
    ...plan.secrets.flatMap((secret) => [
      ...unrecordedSeals(secret, input, rotated.ids),
      ...notKnown(secret, plan, input),
      ...strangeSeals(secret, input),
    ]),
  ];
  return { plan, diagnostics };
}

function planWith(input: PlanInput, rotated: ReadonlySet<string>, make: ReadonlySet<string>): CredentialPlan {
  const { specs, lock, backends, given } = input;
  const changes = changedValues(input, make, rotated);
  const settled = settledValues(input, changes);
  const secrets = specs
    .map((spec) => planSecret(spec, input, { changes, settled }))
    .filter(({ backend }) => backends.includes(backend));
  const lacking = secrets.flatMap((secret) => unknownValues(secret, input, { make, settled }));
  const replaced = lacking.filter((id) => given?.has(id));
  if (replaced.length > 0) return planWith(input, rotated, new Set([...make, ...replaced]));
  const declared = new Set(specs.map(credentialId));
  const obsolete = Object.keys(lock.secrets).filter((id) => !declared.has(id));
  return { make, unknown: new Set(lacking), settled, secrets, obsolete };
}

/** Where the values of a Secret are kept. */
export function backendOf({ backend }: CredentialSpec, defaultBackend: Backend): Backend {
  return backend ?? defaultBackend;
}

function valuesToMake(input: PlanInput, rotated: ReadonlySet<string>): ReadonlySet<string> {
  const { specs, graph, lock, known, backends, defaultBackend } = input;
  const used = specs
    .filter((spec) => backends.includes(backendOf(spec, defaultBackend)))
    .flatMap((spec) => spec.keys.flatMap(({ key }) => [...sourcesOf(keyId(spec, key), graph)]));
  const wanted = used.filter((id) => {
    const locked = lock.values[id];
    if (locked === undefined) return rotated.has(id) || known?.has(id) !== true;
    return rotated.has(id) || locked.recipe !== valueMark(id, graph);
  });
  return withOtherHalves(new Set(wanted), graph);
}

/** The values that are not what they were, each with the reason. */
function changedValues({ graph, lock }: PlanInput, make: ReadonlySet<string>, rotated: ReadonlySet<string>) {
  const changes = new Map<string, Reason>();
  for (const { id } of graph.values()) {
    const fresh = [...sourcesOf(id, graph)].filter((one) => make.has(one));
    const source = fresh.find((one) => rotated.has(one)) ?? fresh[0];
    const locked = lock.values[id];
    if (source !== undefined) changes.set(id, reasonToMake(source, { graph, lock }, rotated));
    else if (locked !== undefined && locked.recipe !== valueMark(id, graph)) changes.set(id, 'recipe');
  }
  return changes;
}

function reasonToMake(
  source: string,
  { graph, lock }: Pick<PlanInput, 'graph' | 'lock'>,
  rotated: ReadonlySet<string>,
): Reason {
  const locked = lock.values[source];
  if (locked === undefined) return 'new';
  if (rotated.has(source)) return 'rotation';
  return locked.recipe === valueMark(source, graph) ? 'given' : 'recipe';
}

/** Nothing has to be known to write these again: not even the password behind a hash. */
function settledValues({ graph, lock, known }: PlanInput, changes: ReadonlyMap<string, Reason>) {
  const settled = [...(known ?? [])].filter((id) => {
    const recipe = graph.get(id)?.recipe;
    return recipe !== undefined && isDerived(recipe) && lock.values[id] !== undefined && !changes.has(id);
  });
  return new Set(settled);
}

interface Changes {
  readonly changes: ReadonlyMap<string, Reason>;
  readonly settled: ReadonlySet<string>;
}

function planSecret(spec: CredentialSpec, input: PlanInput, { changes, settled }: Changes): PlannedSecret {
  const backend = backendOf(spec, input.defaultBackend);
  const ids = spec.keys.map(({ key }) => keyId(spec, key));
  // a Secret is sealed for one certificate: either all of it can be sealed anew, or none is
  const sources = ids.flatMap((id) => [...ingredientsOf(id, input.graph, settled)]);
  const state: SecretState = {
    spec,
    backend,
    changes,
    locked: input.lock.secrets[credentialId(spec)],
    isKnown: sources.every((source) => input.known?.has(source)),
  };
  const reasons = spec.keys.map(({ key }) => ({ key, reason: reasonToWrite(key, state, input) }));
  return {
    spec,
    backend,
    write: reasons.flatMap(({ key, reason }) =>
      reason === undefined ? [] : [{ key, id: keyId(spec, key), reason }],
    ),
    keep: reasons.flatMap(({ key, reason }) => (reason === undefined ? [key] : [])),
  };
}

interface SecretState {
  readonly spec: CredentialSpec;
  readonly backend: Backend;
  readonly changes: ReadonlyMap<string, Reason>;
  readonly locked: LockedSecret | undefined;
  /** Whether all its values can be sealed again as they are. */
  readonly isKnown: boolean;
}

function reasonToWrite(key: string, state: SecretState, input: PlanInput): Reason | undefined {
  const { spec, locked, backend, changes, isKnown } = state;
  const lockedKey = locked?.keys[key];
  if (locked === undefined || lockedKey === undefined) return 'new';
  const change = changes.get(keyId(spec, key));
  if (change !== undefined) return change;
  if (locked.backend !== backend) return 'backend';
  if (backend === 'external-secrets') return undefined;
  if (locked.scope !== (spec.scope ?? 'strict')) return 'scope';
  if (input.sealed?.get(credentialId(spec))?.has(key) !== true) return 'missing';
  const isForOther = input.fingerprint !== undefined && lockedKey.certificate !== input.fingerprint;
  return isKnown && isForOther ? 'certificate' : undefined;
}

/** Values that would change here and stay as they are in a backend that this run does not write to. */
function splitValues(input: PlanInput, make: ReadonlySet<string>): Diagnostic[] {
  const { specs, graph, backends, defaultBackend } = input;
  const others = specs.filter((spec) => !backends.includes(backendOf(spec, defaultBackend)));
  return others.flatMap((spec) => {
    const sources = new Set(spec.keys.flatMap(({ key }) => [...sourcesOf(keyId(spec, key), graph)]));
    const backend = backendOf(spec, defaultBackend);
    return [...sources]
      .filter((value) => make.has(value))
      .map((value) =>
        report('SPLIT_VALUE', { args: { value, secret: credentialId(spec), backend }, span: spec.span }),
      );
  });
}

/** Without a record, a sealed value may be one that somebody sealed by hand: it is not overwritten unasked. */
function unrecordedSeals(
  { spec, backend, write }: PlannedSecret,
  input: PlanInput,
  rotated: ReadonlySet<string>,
) {
  const secret = credentialId(spec);
  const exists = (input.sealed?.get(secret)?.size ?? 0) > 0;
  if (backend !== 'sealed-secrets' || !exists || input.lock.secrets[secret] !== undefined) return [];
  const sources = write.flatMap(({ id }) => [...sourcesOf(id, input.graph)]);
  const asked = sources.length > 0 && sources.every((source) => rotated.has(source));
  return asked ? [] : [report('UNRECORDED_SEAL', { args: { secret }, span: spec.span })];
}

function unknownValues(
  { write }: PlannedSecret,
  { graph, known }: PlanInput,
  { make, settled }: Pick<CredentialPlan, 'make' | 'settled'>,
): readonly string[] {
  const needed = new Set(write.flatMap(({ id }) => [...ingredientsOf(id, graph, settled)]));
  return [...needed].filter((value) => !make.has(value) && known?.has(value) !== true);
}

function notKnown(secret: PlannedSecret, plan: CredentialPlan, input: PlanInput): readonly Diagnostic[] {
  const { spec } = secret;
  return unknownValues(secret, input, plan).map((value) =>
    report('VALUE_NOT_KNOWN', { args: { secret: credentialId(spec), value }, span: spec.span }),
  );
}

function strangeSeals({ spec, backend, keep }: PlannedSecret, input: PlanInput): Diagnostic[] {
  if (backend === 'external-secrets') return [];
  const secret = credentialId(spec);
  const locked = input.lock.secrets[secret]?.keys ?? {};
  const strange = keep
    .filter((key) => locked[key]?.seal !== sealMark(input.sealed?.get(secret)?.get(key) ?? ''))
    .map((key) =>
      report('SEAL_NOT_OURS', { args: { secret, key, value: keyId(spec, key) }, span: spec.span }),
    );
  const other = keep
    .map((key) => locked[key]?.certificate)
    .find((certificate) => input.fingerprint !== undefined && certificate !== input.fingerprint);
  if (other === undefined) return strange;
  const args = { secret, fingerprint: other.slice(0, 16) };
  return [...strange, report('SEALED_FOR_OTHER_CERTIFICATE', { args, span: spec.span })];
}
