import { type CredentialStatus, credentialStatus } from '@kfdist/credentials';
import { sealedIn } from '@kfdist/credentials/seal';
import { hasErrors } from '@kfdist/diagnostics';
import { credentialPath } from '@kfdist/platform';
import type { StatusFlags } from '../../commands/credentials/status.ts';
import type { Context } from '../../context.ts';
import { ExitCode } from '../../exit-codes.ts';
import { printResult, table } from '../../print.ts';
import { readCertificate } from './certificate.ts';
import { reportFailure } from './failure.ts';
import { type CredentialState, loadState } from './state.ts';

const KIND = 'CredentialsStatus';
const DAY = 86_400_000;

/** Says how each Secret stands. */
export async function status(this: Context, flags: StatusFlags): Promise<void> {
  const { state, diagnostics, sources } = loadState(this, flags);
  const nothing = { kind: KIND, data: {}, lines: () => [], sources };
  if (state === undefined) return printResult(this, flags.output, { ...nothing, diagnostics });
  const now = new Date();
  try {
    const { certificate, diagnostics: judged } = await readCertificate(this, flags, now);
    const { statuses, diagnostics: damaged } = statusesOf(state, certificate?.fingerprint);
    const all = [...diagnostics, ...judged, ...damaged];
    const isPending = statuses.some((one) => one.state !== 'current');
    const data = hasErrors(all) ? {} : { secrets: statuses };
    const lines = () => linesOf(statuses, now, certificate?.fingerprint);
    const exitCode = flags.detailedExitcode && isPending ? ExitCode.pending : ExitCode.done;
    printResult(this, flags.output, { kind: KIND, data, lines, diagnostics: all, sources, exitCode });
  } catch (error) {
    reportFailure(this, error);
  }
}

function statusesOf({ platform, graph, lock, files }: CredentialState, fingerprint: string | undefined) {
  const { specs, backend: defaultBackend } = platform.plan.credentials;
  const { sealed, diagnostics } = sealedIn({ specs, lock, files, defaultBackend, pathOf: credentialPath });
  const present = fingerprint === undefined ? {} : { fingerprint };
  return {
    statuses: credentialStatus({ specs, graph, lock, defaultBackend, sealed, ...present }),
    diagnostics,
  };
}

function linesOf(
  statuses: readonly CredentialStatus[],
  now: Date,
  fingerprint: string | undefined,
): readonly string[] {
  if (statuses.length === 0) return ['The selected components need no Secret.'];
  const rows = statuses.map(({ secret, component, backend, state, stale, made, certificates }) => [
    secret,
    component || '-',
    backend,
    state === 'stale' ? `stale: ${reasons(stale)}` : state,
    made === undefined ? '-' : age(made, now),
    certificates.map((one) => shownCertificate(one, fingerprint)).join(', ') || '-',
  ]);
  return table([['SECRET', 'COMPONENT', 'BACKEND', 'STATE', 'MADE', 'CERTIFICATE'], ...rows]);
}

function reasons(stale: CredentialStatus['stale']): string {
  return Object.entries(stale)
    .map(([key, reason]) => `${key} (${reason})`)
    .join(', ');
}

function age(made: string, now: Date): string {
  const days = Math.max(0, Math.floor((now.getTime() - Date.parse(made)) / DAY));
  return `${made.slice(0, 10)} (${days} ${days === 1 ? 'day' : 'days'} ago)`;
}

function shownCertificate(one: string, present: string | undefined): string {
  const isOther = present !== undefined && one !== present;
  return `${one.slice(0, 16)}${isOther ? ' (another one)' : ''}`;
}
