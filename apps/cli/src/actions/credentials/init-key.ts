import { rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { makeSealingKey, writePrivateFile } from '@kfdist/credentials/seal';
import { systemProblem } from '@kfdist/platform/node';
import type { StricliProcess } from '@stricli/core';
import type { InitKeyFlags } from '../../commands/credentials/init-key.ts';
import type { Context } from '../../context.ts';
import { ExitCode } from '../../exit-codes.ts';
import { printResult, table } from '../../print.ts';
import { reportFailure } from './failure.ts';

/** Makes a sealing key pair: both files or none. */
export async function initKey(this: Context, flags: InitKeyFlags): Promise<void> {
  const { days, controllerNamespace: namespace } = flags;
  const now = new Date();
  const key = makeSealingKey({ now, days, namespace });
  const keyFile = flags.key === '-' ? undefined : resolve(this.cwd, flags.key);
  try {
    if (keyFile !== undefined) await writePrivateFile(keyFile, key.manifest);
    await writeCertificate(resolve(this.cwd, flags.certificate), flags.certificate, key.certificate).catch(
      async (error: unknown) => {
        if (keyFile !== undefined) await rm(keyFile);
        throw error;
      },
    );
  } catch (error) {
    return reportFailure(this, error);
  }
  if (keyFile === undefined) this.process.stdout.write(key.manifest.reveal());
  // Standard output belongs to the key where it was asked for
  const { process } = this;
  const out: StricliProcess = keyFile === undefined ? { ...process, stdout: process.stderr } : process;
  printResult({ ...this, process: out }, flags.output, {
    kind: 'CredentialsInitKeyResult',
    data: { certificate: flags.certificate, key: flags.key, fingerprint: key.fingerprint },
    lines: () => linesOf(flags, key.fingerprint),
    diagnostics: [],
    sources: () => [],
  });
  process.exitCode = ExitCode.done;
}

async function writeCertificate(path: string, shownAs: string, text: string): Promise<void> {
  await writeFile(path, text, { flag: 'wx' }).catch((cause: unknown) => {
    throw new Error(`${shownAs} cannot be written: ${systemProblem(cause)}. Name another file.`, { cause });
  });
}

function linesOf(flags: InitKeyFlags, fingerprint: string): readonly string[] {
  return [
    ...table([
      ['Certificate', `${flags.certificate} (${fingerprint.slice(0, 16)})`],
      ['Private key', flags.key === '-' ? 'standard output' : flags.key],
    ]),
    '',
    'Next:',
    `  1. kfdist credentials generate -f kfdist.yaml --certificate ${flags.certificate}`,
    `  2. Before the controller starts for the first time: kubectl apply --server-side -f ${flags.key}`,
    '  3. Keep the private key where nobody else gets at it, and a copy where you find it again',
  ];
}
