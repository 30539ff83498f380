import type { Login, Values } from '@kfdist/credentials';
import { type Generation, generateCredentials } from '@kfdist/credentials/seal';
import { type Diagnostic, hasErrors } from '@kfdist/diagnostics';
import type { GenerateFlags } from '../../commands/credentials/flags.ts';
import type { Context } from '../../context.ts';
import { printResult } from '../../print.ts';
import { accessKeyClient, hasAccessKeys, placeholderKeys } from './access-keys.ts';
import { changesOf, type Delivery, deliver } from './deliver.ts';
import { reportFailure } from './failure.ts';
import { type CredentialJob, type Prepared, prepare } from './prepare.ts';
import { printRun } from './result.ts';
import { type CredentialState, loadState } from './state.ts';

/** What was wrong with the input, found after something had begun that must be undone. */
class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly diagnostics: readonly Diagnostic[];
  constructor(diagnostics: readonly Diagnostic[]) {
    super('The input has errors');
    this.diagnostics = diagnostics;
  }
}

/** Carries out one of the commands that make credentials, and prints what came of it. */
export async function runJob(context: Context, flags: GenerateFlags, job: CredentialJob): Promise<void> {
  const { state, diagnostics, sources } = loadState(context, flags);
  const refuse = (all: readonly Diagnostic[]) =>
    printResult(context, flags.output, {
      kind: job.kind,
      data: {},
      lines: () => [],
      diagnostics: all,
      sources,
      isWriting: true,
    });
  if (state === undefined) return refuse(diagnostics);
  try {
    const prepared = await prepare(context, flags, { state, job });
    const found = [...diagnostics, ...prepared.diagnostics];
    if (hasErrors(found)) return refuse(found);
    if (prepared.nowhere.length > 0)
      return refuse([...diagnostics, ...prepared.nowhere, ...(await problemsOf(prepared, state))]);
    const done = await carryOut(context, flags, { state, job, prepared });
    printRun(context, flags, { ...done, job, state, prepared, sources, found: diagnostics });
  } catch (error) {
    if (error instanceof RefusedError) return refuse([...diagnostics, ...error.diagnostics]);
    reportFailure(context, error);
  }
}

interface Running {
  readonly state: CredentialState;
  readonly job: CredentialJob;
  readonly prepared: Prepared;
}

/** What a run made and wrote. */
export interface Done extends Delivery {
  readonly generation: Generation;
  /** The logins that nobody knows yet. */
  readonly logins: readonly Login[];
  readonly diagnostics: readonly Diagnostic[];
}

async function carryOut(context: Context, flags: GenerateFlags, running: Running): Promise<Done> {
  const { state, job, prepared } = running;
  const { graph, platform } = state;
  if (flags.dryRun) {
    const made = await make(prepared, placeholderKeys(prepared.make, graph));
    return { ...made, changes: changesOf(state, made.generation), pushed: [] };
  }
  const written = new Set<string>();
  const onWritten = (id: string) => void written.add(id);
  const write = async (keys: Values): Promise<Done> => {
    const made = await make(prepared, keys);
    const delivery = await deliver(context, { flags, state, store: prepared.store, onWritten, ...made });
    const diagnostics = [...made.diagnostics, ...delivery.diagnostics];
    if (hasErrors(diagnostics)) throw new RefusedError(diagnostics);
    return { ...made, ...delivery, diagnostics };
  };
  if (!job.makesAccessKeys || !hasAccessKeys(prepared.make, graph)) return await write(new Map());
  const { withNewAccessKeys } = await import('@kfdist/credentials/aws');
  const client = await accessKeyClient(platform.plan.settings.values.get('aws_region')?.text);
  const isWritten = (id: string) => written.has(id);
  return await withNewAccessKeys({ graph, make: prepared.make, client, isWritten }, write);
}

/** What else a run would be refused for, found by one that writes nothing. */
async function problemsOf(prepared: Prepared, { graph }: CredentialState): Promise<readonly Diagnostic[]> {
  const keys = placeholderKeys(prepared.make, graph);
  const given = new Map([...prepared.given, ...keys]);
  const { diagnostics } = await generateCredentials({ ...prepared.input, given });
  return [...prepared.diagnostics, ...diagnostics];
}

async function make({ input, given, diagnostics: found }: Prepared, keys: Values) {
  const { generation, diagnostics } = await generateCredentials({
    ...input,
    given: new Map([...given, ...keys]),
  });
  const all = [...found, ...diagnostics];
  if (generation === undefined) throw new RefusedError(all);
  const told = new Set([...given.values()].map((value) => value.reveal()));
  const logins = generation.logins.filter(({ value }) => !told.has(value.reveal()));
  return { generation, logins, diagnostics: all };
}
