import { nearestKey } from '@kfdist/config';
import {
  type Backend,
  type CredentialPlan,
  knownValues,
  planCredentials,
  rotatedValues,
  sourcesOf,
  type ValueGraph,
  type Values,
} from '@kfdist/credentials';
import type { RemoteStore } from '@kfdist/credentials/aws';
import {
  type GenerationInput,
  inProcessSealer,
  kubesealSealer,
  type SealingCertificate,
  sealedIn,
} from '@kfdist/credentials/seal';
import { type Diagnostic, hasErrors } from '@kfdist/diagnostics';
import { credentialPath } from '@kfdist/platform';
import { report } from '../../codes.ts';
import type { GenerateFlags } from '../../commands/credentials/flags.ts';
import type { Context } from '../../context.ts';
import { readCertificate } from './certificate.ts';
import { askMissing, readGiven } from './given.ts';
import { readKnown } from './known.ts';
import { remoteStore } from './remote.ts';
import type { CredentialState } from './state.ts';

/** One of the commands that make credentials. */
export interface CredentialJob {
  /** The name of its JSON document. */
  readonly kind: string;
  /** Names of what is made anew. */
  readonly rotate: readonly string[];
  /** Whether it may make access keys of IAM users. */
  readonly makesAccessKeys: boolean;
  /** The backends that it writes to. */
  readonly backends: (state: CredentialState) => readonly Backend[];
}

/** All that a run starts from; what it will make is known, nothing is made yet. */
export interface Prepared {
  readonly input: GenerationInput;
  /** What people gave, also at the prompt. */
  readonly given: Values;
  /** The values that are made in this run. */
  readonly make: ReadonlySet<string>;
  readonly certificate?: SealingCertificate;
  /** Where remote values go, if this run writes some. */
  readonly store?: RemoteStore;
  /** Generated logins that nobody could be shown. */
  readonly nowhere: readonly Diagnostic[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads certificate, known and given values, and plans what is to be made. */
export async function prepare(
  context: Context,
  flags: GenerateFlags,
  { state, job }: { readonly state: CredentialState; readonly job: CredentialJob },
): Promise<Prepared> {
  const now = new Date();
  const { certificate, diagnostics: judged } = await readCertificate(context, flags, now);
  const start = startOf(state, { job, certificate, now, sealer: flags.sealer });
  const store = start.backends.includes('external-secrets') ? remoteStore(state) : undefined;
  const { given: told, diagnostics: wrong } = await readGiven(context, flags, state.graph);
  const { diagnostics: misnamed } = rotatedValues(job.rotate, start.specs, state.graph);
  const before = [...judged, ...wrong, ...misnamed.map(withNearest)];
  const nothing = { input: start, given: told, make: new Set<string>(), nowhere: [] };
  if (hasErrors(before)) return { ...nothing, diagnostics: before };
  const { known, diagnostics: unread } = await readKnown(context, flags, { state, input: start });
  const input = { ...start, known: new Map([...(await remoteValues(state, store)), ...known]) };
  const { plan, given } = await planAndAsk(context, { graph: state.graph, input, told });
  const { make } = plan;
  const lost = flags.dryRun || flags.logins !== undefined || context.showOnce !== undefined;
  const nowhere = lost ? [] : nowhereToShow(state.graph, { make, given });
  return {
    input,
    given,
    make,
    ...(certificate === undefined ? {} : { certificate }),
    ...(store === undefined ? {} : { store }),
    nowhere,
    diagnostics: [...before, ...unread],
  };
}

/** Of many names, the one that is probably meant. */
function withNearest(diagnostic: Diagnostic): Diagnostic {
  const { name = '', known = '' } = diagnostic.args ?? {};
  const nearest = nearestKey(name, known.split(', '));
  return nearest === undefined ? diagnostic : { ...diagnostic, hint: `Did you mean ${nearest}?` };
}

interface Start {
  readonly job: CredentialJob;
  readonly certificate: SealingCertificate | undefined;
  readonly now: Date;
  readonly sealer: GenerateFlags['sealer'];
}

function startOf(state: CredentialState, { job, certificate, now, sealer }: Start): GenerationInput {
  const { specs, backend } = state.platform.plan.credentials;
  const seal = sealer === 'kubeseal' ? kubesealOf : inProcessSealer;
  return {
    specs,
    lock: state.lock,
    defaultBackend: backend,
    backends: job.backends(state),
    files: state.files,
    pathOf: credentialPath,
    rotate: job.rotate,
    now,
    ...(certificate === undefined ? {} : { certificate, sealer: seal(certificate) }),
  };
}

function kubesealOf(certificate: SealingCertificate) {
  return kubesealSealer({ certificate });
}

async function remoteValues(
  { platform, graph, lock }: CredentialState,
  store: RemoteStore | undefined,
): Promise<Values> {
  if (store === undefined) return new Map();
  const { specs, backend: usual, naming } = platform.plan.credentials;
  const remote = specs.filter(({ backend = usual }) => backend === 'external-secrets');
  const { readRemoteSecrets } = await import('@kfdist/credentials/aws');
  return knownValues(await readRemoteSecrets(remote, { store, prefix: naming.prefix }), graph, lock);
}

interface Asking {
  readonly graph: ValueGraph;
  readonly input: GenerationInput;
  /** What was given without asking. */
  readonly told: Values;
}

/** What will be made, once all is asked that only people know: an answer may lead to further questions. */
async function planAndAsk(
  context: Context,
  { graph, input, told }: Asking,
): Promise<{ readonly plan: CredentialPlan; readonly given: Values }> {
  const { plan } = planCredentials({
    ...input,
    graph,
    sealed: sealedIn(input).sealed,
    known: new Set(input.known?.keys()),
    given: new Set(told.keys()),
    ...(input.certificate === undefined ? {} : { fingerprint: input.certificate.fingerprint }),
  });
  const given = await askMissing(context, graph, { plan, given: told });
  return given.size === told.size
    ? { plan, given }
    : await planAndAsk(context, { graph, input, told: given });
}

/** A generated login that nobody can be shown would be lost. */
function nowhereToShow(
  graph: ValueGraph,
  { make, given }: Pick<Prepared, 'make' | 'given'>,
): readonly Diagnostic[] {
  const drawn = (id: string) => make.has(id) && !given.has(id);
  const labels = [...graph.values()].flatMap(({ id, show }) =>
    show !== undefined && [...sourcesOf(id, graph)].some(drawn) ? [show] : [],
  );
  return labels.length === 0 ? [] : [report('LOGINS_NOWHERE', { args: { logins: labels.join('; ') } })];
}
