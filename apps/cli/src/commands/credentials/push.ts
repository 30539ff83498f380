import { buildCommand } from '@stricli/core';
import type { Context } from '../../context.ts';
import { credentialAliases, type GenerateFlags, generateFlags } from './flags.ts';

/** `kfdist credentials push`: makes what is missing and writes it to AWS. */
export const pushCommand = buildCommand<GenerateFlags, [], Context>({
  loader: async () => (await import('../../actions/credentials/generate.ts')).push,
  parameters: { flags: generateFlags, aliases: credentialAliases },
  docs: {
    brief: 'Make the credentials that are missing, and write them to AWS',
    fullDescription: [
      'Make the credentials that are missing, and write them to Secrets Manager or Parameter Store, where External Secrets reads them. What is there stays. Secrets that are sealed are sealed in the same run.',
      '',
      'EXAMPLES',
      '  kfdist credentials push -f kfdist.yaml --dry-run',
      '  kfdist credentials push -f kfdist.yaml --values given.yaml --logins ~/logins.txt',
    ].join('\n'),
  },
});
