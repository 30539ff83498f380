import { buildCommand } from '@stricli/core';
import type { Context } from '../../context.ts';
import { credentialAliases, type GenerateFlags, generateFlags } from './flags.ts';

/** `kfdist credentials generate`: makes and seals what is missing. */
export const generateCommand = buildCommand<GenerateFlags, [], Context>({
  loader: async () => (await import('../../actions/credentials/generate.ts')).generate,
  parameters: { flags: generateFlags, aliases: credentialAliases },
  docs: {
    brief: 'Make the credentials that are missing, and seal them',
    fullDescription: [
      'Make the credentials that are missing, and seal them into files for Git. Run again, it changes nothing.',
      '',
      'EXAMPLES',
      '  kfdist credentials generate -f kfdist.yaml --certificate sealing.crt --logins ~/logins.txt',
      '  kfdist credentials generate -f kfdist.yaml --from-cluster --password-prompt',
      '  kfdist credentials generate -f kfdist.yaml --certificate sealing.crt --values given.yaml',
    ].join('\n'),
  },
});
