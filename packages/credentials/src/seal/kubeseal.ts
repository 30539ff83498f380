import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandRunner, type RunCommand } from '../node/run-command.ts';
import { type Redacted, redact, scrub } from '../redacted.ts';
import { parseSealedSecret } from '../sealed-secret.ts';
import { secretFor } from '../secret.ts';
import type { SealingCertificate } from './certificate.ts';
import type { Sealer } from './sealer.ts';

/** How kubeseal is run. */
export interface KubesealOptions {
  readonly certificate: SealingCertificate;
  /** @default 'kubeseal', from the PATH */
  readonly program?: string;
  /** @default programs of this machine */
  readonly run?: RunCommand;
}

/**
 * Seals with the kubeseal program, for those who trust no other. The Secret goes in by standard input, the
 * certificate, which is public, by a temporary file.
 */
export function kubesealSealer({
  certificate,
  program = 'kubeseal',
  run = commandRunner(),
}: KubesealOptions): Sealer {
  return async (spec, values) => {
    const secret = secretFor(spec, values).secret.reveal();
    const folder = await mkdtemp(join(tmpdir(), 'kfdist-'));
    try {
      const file = join(folder, 'certificate.pem');
      await writeFile(file, certificate.pem);
      const input = redact(JSON.stringify(secret));
      const flags = ['--cert', file, '--scope', spec.scope ?? 'strict', '--format', 'json'];
      const { status, stdout, stderr } = await run({ program, arguments: flags, input });
      const { sealed } = parseSealedSecret(stdout, 'kubeseal');
      if (status !== 0 || sealed.size !== values.size)
        throw kubesealError(stderr, Object.values(secret.data));
      return sealed;
    } finally {
      await rm(folder, { recursive: true });
    }
  };
}

function kubesealError(stderr: string, data: readonly string[]): Error {
  const decoded = data.map((text) => Buffer.from(text, 'base64').toString('utf8'));
  const secrets: Redacted[] = [...data, ...decoded].map((value) => redact(value));
  return new Error(`kubeseal did not seal: ${scrub(stderr.trim(), secrets) || 'it said nothing'}`);
}
