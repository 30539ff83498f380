import { knownValues, type Redacted, redact, type Values } from '@kfdist/credentials';
import {
  type GenerationInput,
  parsePrivateKeys,
  privateKeysIn,
  sealedIn,
  unsealAll,
} from '@kfdist/credentials/seal';
import type { Diagnostic } from '@kfdist/diagnostics';
import { report } from '../../codes.ts';
import type { CertificateFlags, KnownFlags } from '../../commands/credentials/flags.ts';
import type { Context } from '../../context.ts';
import { readPrivateText } from './private-text.ts';
import type { CredentialState } from './state.ts';

/** Values that exist already, as far as the private key or the cluster tell them. */
export async function readKnown(
  context: Context,
  flags: KnownFlags & Pick<CertificateFlags, 'context'>,
  { state, input }: { readonly state: CredentialState; readonly input: GenerationInput },
): Promise<{ readonly known: Values; readonly diagnostics: readonly Diagnostic[] }> {
  const { specs } = input;
  const found = new Map<string, Redacted<string | Uint8Array>>();
  const add = (values: ReadonlyMap<string, Redacted<string | Uint8Array>>) => {
    for (const [id, value] of values) found.set(id, value);
  };
  if (flags.readCluster) {
    const { readSecrets } = await import('@kfdist/credentials/cluster');
    add(await readSecrets(specs, flags.context === undefined ? {} : { context: flags.context }));
  }
  const key = flags.key === undefined ? undefined : readPrivateText(context, flags.key);
  const texts = key?.text === undefined ? [] : privateKeysIn(redact(key.text));
  add(unsealAll(specs, sealedIn(input).sealed, parsePrivateKeys(texts)));
  const diagnostics = [...(key?.diagnostics ?? [])];
  if (key?.text !== undefined && texts.length === 0)
    diagnostics.push(report('NO_PRIVATE_KEY', { args: { file: flags.key ?? '' } }));
  return { known: knownValues(found, state.graph, state.lock), diagnostics };
}
