import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseCertificate, type SealingCertificate } from '@kfdist/credentials/seal';
import type { Diagnostic } from '@kfdist/diagnostics';
import { systemProblem } from '@kfdist/platform/node';
import { report } from '../../codes.ts';
import type { CertificateFlags } from '../../commands/credentials/flags.ts';
import type { Context } from '../../context.ts';

/** The sealing certificate that the flags name, judged; none if they name none. */
export async function readCertificate(
  context: Context,
  flags: CertificateFlags,
  now: Date,
): Promise<{ readonly certificate?: SealingCertificate; readonly diagnostics: readonly Diagnostic[] }> {
  const { certificate: place, fromCluster } = flags;
  if (place !== undefined && fromCluster)
    return { diagnostics: [report('CERTIFICATE_CHOICE', { args: {} })] };
  if (fromCluster) return parseCertificate(await certificateOfCluster(flags), { now });
  if (place === undefined) return { diagnostics: [] };
  if (/^https?:\/\//.test(place)) {
    const { downloadCertificate } = await import('@kfdist/credentials/cluster');
    return parseCertificate(await downloadCertificate(place), { now });
  }
  try {
    return parseCertificate(readFileSync(resolve(context.cwd, place), 'utf8'), { now, path: place });
  } catch (error) {
    const args = { file: place, problem: systemProblem(error) };
    return { diagnostics: [report('UNREADABLE_FILE', { args })] };
  }
}

async function certificateOfCluster(flags: CertificateFlags): Promise<string> {
  const { fetchCertificate } = await import('@kfdist/credentials/cluster');
  const { context, controller: name, controllerNamespace: namespace } = flags;
  return await fetchCertificate({ name, namespace, ...(context === undefined ? {} : { context }) });
}
