/**
 * Seals 1,000 Secrets of two values in this process and with kubeseal, one process for each (measured on 50) and one
 * process for all, and prints the ratios. Run it after the build: `node packages/credentials/bench/sealing.mjs kubeseal`.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatSealedSecret, redact, sealedSecretFor, secretFor } from '@kfdist/credentials';
import { inProcessSealer, makeSealingKey, parseCertificate } from '@kfdist/credentials/seal';

const SECRETS = 1000;
const SAMPLE = 50;
const ROUNDS = 5;
const [program = 'kubeseal'] = process.argv.slice(2);

const { certificate: pem } = makeSealingKey({ now: new Date() });
const { certificate } = parseCertificate(pem, { now: new Date() });
const specs = Array.from({ length: SECRETS }, (_item, index) => ({
  name: `secret-${index}`,
  namespace: 'bench',
  component: 'bench',
  keys: [],
  values: [],
  restarts: [],
}));
const values = new Map(['username', 'password'].map((key) => [key, redact('a value of usual size')]));
const documents = specs.map((spec) => JSON.stringify(secretFor(spec, values).secret.reveal()));

const folder = mkdtempSync(join(tmpdir(), 'kfdist-bench-'));
const file = join(folder, 'certificate.pem');
writeFileSync(file, pem);
const kubeseal = (input) =>
  execFileSync(program, ['--cert', file, '--format', 'yaml'], { input, maxBuffer: 1 << 30, stdio: 'pipe' });

async function inProcess() {
  const sealer = inProcessSealer(certificate);
  for (const spec of specs) {
    const sealed = await sealer(spec, values);
    formatSealedSecret(sealedSecretFor(spec, Object.fromEntries(sealed)));
  }
}

async function best(act) {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    await act();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

const own = await best(inProcess);
const each = (await best(() => documents.slice(0, SAMPLE).forEach(kubeseal))) * (SECRETS / SAMPLE);
const all = await best(() => {
  const made =
    kubeseal(documents.join('\n---\n'))
      .toString()
      .match(/^kind: SealedSecret$/gm) ?? [];
  if (made.length !== SECRETS) throw new Error(`kubeseal sealed ${made.length} of ${SECRETS}`);
});
rmSync(folder, { recursive: true });
console.log(
  JSON.stringify({
    secrets: SECRETS,
    inProcessMs: Math.round(own),
    kubesealForEachMs: Math.round(each),
    kubesealForAllMs: Math.round(all),
    ratioForEach: Number((each / own).toFixed(1)),
    ratioForAll: Number((all / own).toFixed(2)),
  }),
);
