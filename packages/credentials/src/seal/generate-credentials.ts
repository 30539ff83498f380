import { randomBytes } from 'node:crypto';
import { type Diagnostic, hasErrors } from '@kfdist/diagnostics';
import { report } from '../codes.ts';
import { type Backend, type CredentialSpec, credentialId, type Workload } from '../credential.ts';
import { generateValues, type KeyPairs, type Values } from '../generate.ts';
import { checkGiven } from '../known.ts';
import type { CredentialsLock, LockedKey } from '../lock.ts';
import { type Login, loginsOf } from '../login.ts';
import { backendOf, type CredentialPlan, type PlannedSecret, planCredentials } from '../plan.ts';
import type { RandomBytes } from '../random.ts';
import { isDerived } from '../recipe.ts';
import { recordPlan, restartsOf } from '../record.ts';
import { formatSealedSecret, parseSealedSecret, sealedSecretFor, sealMark } from '../sealed-secret.ts';
import { secretFor } from '../secret.ts';
import { type ValueGraph, valueGraph } from '../value-graph.ts';
import { bcryptHash } from './bcrypt-hash.ts';
import type { SealingCertificate } from './certificate.ts';
import { systemKeyPairs } from './key-pairs.ts';
import { inProcessSealer, type Sealer } from './sealer.ts';
import type { SealedValues } from './unseal-files.ts';

/** What a run of `credentials generate`, `rotate` or `push` starts from. */
export interface GenerationInput {
  readonly specs: readonly CredentialSpec[];
  readonly lock: CredentialsLock;
  /** The backend of Secrets that name none. */
  readonly defaultBackend: Backend;
  /** The backends that this run writes to. */
  readonly backends: readonly Backend[];
  /** The SealedSecret files that exist, by path. */
  readonly files: ReadonlyMap<string, string>;
  /** Where the SealedSecret of a specification lies. */
  readonly pathOf: (spec: CredentialSpec) => string;
  readonly certificate?: SealingCertificate;
  /** Values that people and AWS give, by id. */
  readonly given?: Values;
  /** Values that exist and are known, by id: see `knownValues`. */
  readonly known?: Values;
  /** Names of values and Secrets to make anew. */
  readonly rotate?: readonly string[];
  readonly now: Date;
  /** @default the system's randomness */
  readonly random?: RandomBytes;
  /** @default the system's randomness */
  readonly keyPairs?: KeyPairs;
  /** @default sealing in this process */
  readonly sealer?: Sealer;
}

/** Values of one Secret that belong into a remote secret. */
export interface RemoteWrite {
  readonly spec: CredentialSpec;
  readonly values: Values;
}

/** What a run made. Nothing is written yet: a run with errors made nothing. */
export interface Generation {
  /** All SealedSecret files, those that changed and those that did not. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** The files among the given ones whose Secret nothing declares any more, or keeps elsewhere: to be deleted. */
  readonly obsolete: readonly string[];
  /** To be pushed before the files and the lock are written. */
  readonly remote: readonly RemoteWrite[];
  readonly lock: CredentialsLock;
  readonly plan: CredentialPlan;
  /** Generated logins, to be handed over once. */
  readonly logins: readonly Login[];
  /** The workloads that have to start again. */
  readonly restarts: readonly Workload[];
}

/**
 * Generates what is missing or to be rotated, and seals it. Run again, it makes the same files and the same lock.
 *
 * @example
 * const { generation, diagnostics } = await generateCredentials({
 *   specs, lock: EMPTY_LOCK, certificate, files: new Map(), pathOf, now: new Date(),
 *   defaultBackend: 'sealed-secrets', backends: ['sealed-secrets'],
 * });
 */
export async function generateCredentials(
  input: GenerationInput,
): Promise<{ readonly generation?: Generation; readonly diagnostics: readonly Diagnostic[] }> {
  const { graph, diagnostics: declared } = valueGraph(input.specs);
  const given = input.given ?? new Map();
  const known = input.known ?? new Map();
  const { sealed, diagnostics: damaged } = sealedIn(input);
  const before = [...declared, ...checkGiven(given, graph), ...damaged];
  if (hasErrors(before)) return { diagnostics: before };
  const { plan, diagnostics: planned } = planCredentials({
    ...input,
    graph,
    sealed,
    known: new Set(known.keys()),
    given: new Set(given.keys()),
    ...(input.certificate === undefined ? {} : { fingerprint: input.certificate.fingerprint }),
  });
  const found = [...before, ...planned, ...unusedGiven(given, plan), ...missingCertificate(plan, input)];
  if (hasErrors(found)) return { diagnostics: found };
  const now = toSeconds(input.now);
  const made = generateValues(
    graph,
    plan.secrets.flatMap(({ write }) => write.map(({ id }) => id)),
    {
      make: plan.make,
      given,
      known: new Map([...known].filter(([id]) => isSource(id, graph) || plan.settled.has(id))),
      random: input.random ?? randomBytes,
      keyPairs: input.keyPairs ?? systemKeyPairs,
      bcrypt: bcryptHash,
      now,
      madeAt: (id) => input.lock.values[id]?.made,
    },
  );
  const diagnostics = [...found, ...made.diagnostics, ...tooLarge(plan, made.values)];
  if (hasErrors(diagnostics)) return { diagnostics };
  const generation = await carryOut({ input, graph, plan, sealed, values: made.values, now });
  return { generation, diagnostics };
}

function isSource(id: string, graph: ValueGraph): boolean {
  const recipe = graph.get(id)?.recipe;
  return recipe !== undefined && !isDerived(recipe);
}

interface Run {
  readonly input: GenerationInput;
  readonly graph: ValueGraph;
  readonly plan: CredentialPlan;
  readonly sealed: SealedValues;
  readonly values: Values;
  readonly now: string;
}

async function carryOut({ input, graph, plan, sealed, values, now }: Run): Promise<Generation> {
  const { certificate, lock } = input;
  const sealer = input.sealer ?? (certificate === undefined ? nothingToSeal : inProcessSealer(certificate));
  const files: { path: string; text: string }[] = [];
  const seals = new Map<string, Map<string, Omit<LockedKey, 'written'>>>();
  for (const secret of plan.secrets.filter(({ backend }) => backend === 'sealed-secrets')) {
    const id = credentialId(secret.spec);
    const fresh = secret.write.length === 0 ? [] : await sealer(secret.spec, valuesOf(secret, values));
    const earlier = [...(sealed.get(id) ?? [])].filter(([key]) => secret.keep.includes(key));
    const object = sealedSecretFor(secret.spec, Object.fromEntries([...earlier, ...fresh]));
    files.push({ path: input.pathOf(secret.spec), text: formatSealedSecret(object) });
    const marks = [...fresh].map(([key, text]) => [key, markOf(text, certificate)] as const);
    seals.set(id, new Map(marks));
  }
  const remote = plan.secrets
    .filter(({ backend, write }) => backend === 'external-secrets' && write.length > 0)
    .map((secret) => ({ spec: secret.spec, values: valuesOf(secret, values) }));
  return {
    files,
    obsolete: obsoleteFiles(input, plan),
    remote,
    plan,
    lock: recordPlan(lock, plan, { graph, now, seals }),
    logins: loginsOf(values, plan.make, graph),
    restarts: restartsOf(plan, lock),
  };
}

function obsoleteFiles({ files }: GenerationInput, { obsolete, secrets }: CredentialPlan): readonly string[] {
  const moved = secrets.filter(({ backend }) => backend === 'external-secrets');
  const gone = new Set([...obsolete, ...moved.map(({ spec }) => credentialId(spec))]);
  const isGone = ([path, text]: readonly [string, string]) =>
    gone.has(parseSealedSecret(text, path).secret ?? '');
  return [...files].filter(isGone).map(([path]) => path);
}

const nothingToSeal: Sealer = async () => await Promise.resolve(new Map());

function markOf(sealed: string, certificate: SealingCertificate | undefined): Omit<LockedKey, 'written'> {
  const seal = sealMark(sealed);
  return certificate === undefined ? { seal } : { seal, certificate: certificate.fingerprint };
}

function valuesOf({ write }: PlannedSecret, values: Values): Values {
  return new Map(
    write.flatMap(({ key, id }) => {
      const value = values.get(id);
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
}

/** The sealed values in the files of those Secrets that are sealed, or were when they were written. */
export function sealedIn(
  input: Pick<GenerationInput, 'specs' | 'files' | 'pathOf' | 'lock' | 'defaultBackend'>,
): {
  readonly sealed: SealedValues;
  readonly diagnostics: readonly Diagnostic[];
} {
  const sealed = new Map<string, ReadonlyMap<string, string>>();
  const diagnostics: Diagnostic[] = [];
  for (const spec of input.specs) {
    const id = credentialId(spec);
    const path = input.pathOf(spec);
    const text = input.files.get(path);
    const backend = input.lock.secrets[id]?.backend ?? backendOf(spec, input.defaultBackend);
    if (text === undefined || backend !== 'sealed-secrets') continue;
    const parsed = parseSealedSecret(text, path);
    sealed.set(id, parsed.sealed);
    diagnostics.push(...parsed.diagnostics);
  }
  return { sealed, diagnostics };
}

function unusedGiven(given: Values, { make }: CredentialPlan): Diagnostic[] {
  const unused = [...given.keys()].filter((value) => !make.has(value));
  return unused.map((value) => report('GIVEN_NOT_USED', { args: { value } }));
}

function missingCertificate({ secrets }: CredentialPlan, { certificate }: GenerationInput): Diagnostic[] {
  const sealing = secrets.some(({ backend, write }) => backend === 'sealed-secrets' && write.length > 0);
  return sealing && certificate === undefined ? [report('NO_CERTIFICATE', { args: {} })] : [];
}

function tooLarge({ secrets }: CredentialPlan, values: Values): Diagnostic[] {
  return secrets.flatMap((secret) => secretFor(secret.spec, valuesOf(secret, values)).diagnostics);
}

/** RFC 3339 without fractions of a second. */
function toSeconds(time: Date): string {
  return time.toISOString().replace(/\.\d+/, '');
}
