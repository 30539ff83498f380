import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makePair } from '../../../tests/certificates.ts';
import { type CredentialSpec, redact, type Scope } from '../src/index.ts';
import { inProcessSealer, kubesealSealer, type RunCommand } from '../src/seal/index.ts';

const { certificate } = makePair();
const values = new Map([['password', redact<string | Uint8Array>('hunter2hunter2')]]);

function specOf(scope?: Scope): CredentialSpec {
  const spec = { name: 'dex', namespace: 'auth', component: 'dex', keys: [], values: [], restarts: [] };
  return scope === undefined ? spec : { ...spec, scope };
}

const sealed = Object.fromEntries(await inProcessSealer(certificate)(specOf(), values));
const answer = (encryptedData: object) => JSON.stringify({ kind: 'SealedSecret', spec: { encryptedData } });

/** A kubeseal that answers this, and what it was given. */
function played(finished: { readonly status?: number; readonly stdout?: string; readonly stderr?: string }) {
  const seen = { words: '', certificate: '', file: '', secret: {} as unknown };
  const run: RunCommand = async ({ program, arguments: args, input }) => {
    seen.words = [program, ...args].join(' ');
    seen.file = args[1] ?? '';
    seen.certificate = readFileSync(seen.file, 'utf8');
    seen.secret = JSON.parse(input?.reveal() ?? '');
    return await Promise.resolve({ status: 0, stdout: '', stderr: '', ...finished });
  };
  return { seen, sealer: kubesealSealer({ certificate, run }) };
}

describe('kubesealSealer', () => {
  it.each([
    [undefined, 'strict'],
    ['namespace-wide', 'namespace-wide'],
  ] as const)('gives the values on standard input only, with scope %s', async (scope, word) => {
    const { seen, sealer } = played({ stdout: answer(sealed) });
    expect([...(await sealer(specOf(scope), values))]).toEqual(Object.entries(sealed));
    expect(seen.words).toMatch(new RegExp(`^kubeseal --cert \\S+ --scope ${word} --format json$`));
    expect(seen.certificate).toBe(certificate.pem);
    expect(seen.secret).toMatchObject({
      kind: 'Secret',
      metadata: { name: 'dex', namespace: 'auth' },
      data: { password: Buffer.from('hunter2hunter2').toString('base64') },
    });
    expect(existsSync(seen.file)).toBe(false);
  });

  it.each([
    ['it fails', { status: 1, stdout: answer(sealed), stderr: ' no certificate\n' }, 'no certificate'],
    ['it leaves a value out', { stdout: answer({}), stderr: 'hm' }, 'hm'],
    ['it says nothing', { stdout: answer({ password: 'open' }) }, 'it said nothing'],
    [
      'it repeats values',
      {
        status: 1,
        stderr: `cannot seal hunter2hunter2 or ${Buffer.from('hunter2hunter2').toString('base64')}`,
      },
      'cannot seal [redacted] or [redacted]',
    ],
  ])('tells no value where %s', async (_what, finished, reason) => {
    const { seen, sealer } = played(finished);
    const failure: unknown = await sealer(specOf(), values).catch((error: unknown) => error);
    expect(failure).toEqual(new Error(`kubeseal did not seal: ${reason}`));
    expect(existsSync(seen.file)).toBe(false);
  });

  it('says so where kubeseal is not installed', async () => {
    const sealer = kubesealSealer({ certificate, program: '/no/such/kubeseal' });
    await expect(sealer(specOf(), values)).rejects.toThrow(/could not be started/);
  });
});
