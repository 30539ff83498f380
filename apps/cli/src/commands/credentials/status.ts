import { buildCommand } from '@stricli/core';
import type { Context } from '../../context.ts';
import {
  type CertificateFlags,
  type CredentialFlags,
  certificateFlags,
  credentialAliases,
  credentialFlags,
} from './flags.ts';

export interface StatusFlags extends CredentialFlags, CertificateFlags {
  readonly detailedExitcode: boolean;
}

/** `kfdist credentials status`: how each Secret stands. */
export const statusCommand = buildCommand<StatusFlags, [], Context>({
  loader: async () => (await import('../../actions/credentials/status.ts')).status,
  parameters: {
    flags: {
      ...credentialFlags,
      ...certificateFlags,
      detailedExitcode: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Exit with 2 when a Secret is missing or stale',
      },
    },
    aliases: credentialAliases,
  },
  docs: {
    brief: 'Say what exists, how old it is and what is stale',
    fullDescription: [
      'Say which Secrets exist, for which certificate they are sealed, how old they are and what is stale. Needs no key.',
      '',
      'EXAMPLES',
      '  kfdist credentials status -f kfdist.yaml',
      '  kfdist credentials status -f kfdist.yaml --certificate sealing.crt -o json',
    ].join('\n'),
  },
});
