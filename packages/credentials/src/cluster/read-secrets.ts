import { fromBase64 } from '../base64.ts';
import { type CredentialSpec, credentialId, keyId } from '../credential.ts';
import { commandRunner } from '../node/run-command.ts';
import { isMapping } from '../reading.ts';
import { type Redacted, redact } from '../redacted.ts';
import { type ClusterOptions, contextFlags } from './fetch-certificate.ts';

/**
 * What the cluster's Secrets hold now, by `namespace/secret/key`: input of `knownValues`. Secrets that do not exist
 * are left out.
 */
export async function readSecrets(
  specs: readonly CredentialSpec[],
  options: ClusterOptions = {},
): Promise<ReadonlyMap<string, Redacted<Uint8Array>>> {
  const found = new Map<string, Redacted<Uint8Array>>();
  for (const spec of specs) {
    const data = await readSecret(spec, options);
    for (const { key } of spec.keys) {
      const text = data[key];
      const value = typeof text === 'string' ? fromBase64(text) : undefined;
      if (value !== undefined) found.set(keyId(spec, key), redact(value));
    }
  }
  return found;
}

async function readSecret(spec: CredentialSpec, options: ClusterOptions) {
  const { run = commandRunner() } = options;
  const { name, namespace } = spec;
  const flags = [
    '--namespace',
    namespace,
    '--ignore-not-found',
    '--output',
    'json',
    ...contextFlags(options),
  ];
  const { status, stdout, stderr } = await run({
    program: 'kubectl',
    arguments: ['get', 'secret', name, ...flags],
  });
  if (status !== 0) throw new Error(`The Secret ${credentialId(spec)} could not be read: ${stderr.trim()}`);
  const secret = parseJson(stdout);
  const data = isMapping(secret) ? secret.data : undefined;
  return isMapping(data) ? data : {};
}

/** The parser's own error would repeat what it read. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
