import type { PlannedSecret } from '@kfdist/credentials';
import { credentialId, formatLogins, type Workload } from '@kfdist/credentials';
import type { Diagnostic, Source } from '@kfdist/diagnostics';
import type { GenerateFlags } from '../../commands/credentials/flags.ts';
import type { Context } from '../../context.ts';
import { counted, printResult, table } from '../../print.ts';
import { changeCounts, changeData } from '../change-counts.ts';
import type { CredentialJob, Prepared } from './prepare.ts';
import type { Done } from './run.ts';
import type { CredentialState } from './state.ts';

/** A run, and what was found before it. */
export interface PrintedRun extends Done {
  readonly job: CredentialJob;
  readonly state: CredentialState;
  readonly prepared: Prepared;
  readonly sources: () => readonly Source[];
  readonly found: readonly Diagnostic[];
}

/** Prints what a run made, without any value; generated logins go to the terminal, once, unless they are in a file. */
export function printRun(context: Context, flags: GenerateFlags, run: PrintedRun): void {
  const { state, generation, prepared, logins } = run;
  const { certificate } = prepared;
  const data = {
    root: state.shownAs,
    dryRun: flags.dryRun,
    ...(certificate === undefined
      ? {}
      : {
          certificate: { fingerprint: certificate.fingerprint, expires: certificate.expires.toISOString() },
        }),
    secrets: generation.plan.secrets.map(secretData),
    changes: changeData(run.changes),
    pushed: run.pushed,
    logins: logins.map(({ label }) => label),
    restarts: generation.restarts,
  };
  const { job, sources } = run;
  const diagnostics = [...run.found, ...run.diagnostics];
  const shown = { kind: job.kind, data, lines: () => linesOf(flags, run), diagnostics, sources };
  printResult(context, flags.output, shown);
  if (flags.dryRun || logins.length === 0) return;
  if (flags.logins === undefined)
    context.showOnce?.(`\nShown once, and kept nowhere:\n${formatLogins(logins).reveal()}`);
}

function secretData({ spec, backend, write, keep }: PlannedSecret) {
  return {
    secret: credentialId(spec),
    component: spec.component,
    backend,
    written: Object.fromEntries(write.map(({ key, reason }) => [key, reason])),
    kept: keep,
  };
}

function linesOf(flags: GenerateFlags, run: PrintedRun): readonly string[] {
  const { state, generation, prepared, changes, pushed } = run;
  const { certificate } = prepared;
  const fresh = generation.plan.secrets.filter(({ write }) => write.length > 0);
  const head = table([
    ['Settings', state.platform.settingsFiles.join(', ')],
    ...(certificate === undefined
      ? []
      : [['Certificate', `${certificate.fingerprint.slice(0, 16)}, until ${day(certificate.expires)}`]]),
    ['Secrets', `${fresh.length} written, ${generation.plan.secrets.length - fresh.length} unchanged`],
    ['Files', changeCounts(changes) || 'none'],
    ...(pushed.length === 0 ? [] : [['In AWS', pushCounts(pushed)]]),
  ]);
  const rows = fresh.map(({ spec, write }) => [
    `  ${credentialId(spec)}`,
    write.map(({ key, reason }) => `${key} (${reason})`).join(', '),
  ]);
  const written = rows.length === 0 ? [] : ['', ...table(rows)];
  return [...head, ...written, '', ...endOf(flags, run)];
}

function day(time: Date): string {
  return time.toISOString().slice(0, 10);
}

function pushCounts(pushed: PrintedRun['pushed']): string {
  const words = { create: 'created', update: 'updated', unchanged: 'unchanged' } as const;
  return Object.entries(words)
    .map(([type, word]) => ({ word, count: pushed.filter(({ change }) => change === type).length }))
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => `${count} ${word}`)
    .join(', ');
}

function endOf(flags: GenerateFlags, run: PrintedRun): readonly string[] {
  const { state, generation, changes, logins } = run;
  const { shownAs, platform } = state;
  if (flags.dryRun) return [`Nothing was written to ${shownAs}.`];
  if (generation.plan.secrets.length === 0) return [nothingHere(state)];
  if (changes.every(({ type }) => type === 'unchanged')) return [`${shownAs} is up to date.`];
  const inFile = flags.logins !== undefined && logins.length > 0;
  const steps = [
    ...(generation.restarts.length === 0
      ? []
      : [
          `kfdist setup -f ${platform.settingsFiles.join(' -f ')}: marks what starts again: ${names(generation.restarts)}`,
        ]),
    `Commit ${shownAs} and push it`,
    ...switchedOff(run).map(
      (user) => `Until it is synced, what uses the old access key of ${user} fails: it is off`,
    ),
    ...(inFile
      ? [`Hand over ${counted(logins.length, 'login')} from ${flags.logins ?? ''}, then delete the file`]
      : []),
  ];
  return [`Wrote ${shownAs}. Next:`, ...steps.map((step, i) => `  ${i + 1}. ${step}`)];
}

/** The IAM users whose earlier access key was switched off. */
function switchedOff({ state, prepared }: PrintedRun): readonly string[] {
  const { graph, lock } = state;
  const remade = [...prepared.make].filter((id) => lock.values[id] !== undefined);
  const recipes = remade.map((id) => graph.get(id)?.recipe);
  return [...new Set(recipes.flatMap((recipe) => (recipe?.kind === 'access-key' ? [recipe.user] : [])))];
}

function nothingHere({ platform }: CredentialState): string {
  return platform.plan.credentials.specs.length === 0
    ? 'The selected components need no Secret.'
    : 'No Secret is sealed: their values lie in AWS. Next: kfdist credentials push';
}

function names(workloads: readonly Workload[]): string {
  return workloads.map(({ kind, namespace, name }) => `${kind}/${name} in ${namespace}`).join(', ');
}
