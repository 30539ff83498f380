/**
 * Seals the Secrets of a file, one JSON document a line, as kubeseal does, and prints them. Usage: seal-secrets CERTIFICATE FILE
 */
import { readFileSync } from 'node:fs';
import { formatSealedSecret, redact, sealedSecretFor } from '@kfdist/credentials';
import { inProcessSealer, parseCertificate } from '@kfdist/credentials/seal';

const [certificateFile, file] = process.argv.slice(2);
const { certificate } = parseCertificate(readFileSync(certificateFile, 'utf8'), { now: new Date() });
const sealer = inProcessSealer(certificate);
const documents = readFileSync(file, 'utf8').trimEnd().split('\n');
const objects = await Promise.all(documents.map(seal));
process.stdout.write(objects.join('---\n'));

async function seal(text) {
  const { metadata, data } = JSON.parse(text);
  const values = Object.entries(data).map(([key, value]) => [key, redact(Buffer.from(value, 'base64'))]);
  const spec = { ...metadata, component: 'bench', keys: [], values: [], restarts: [] };
  const sealed = await sealer(spec, new Map(values));
  return formatSealedSecret(sealedSecretFor(spec, Object.fromEntries(sealed)));
}
