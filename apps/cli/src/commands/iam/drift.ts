import { buildCommand } from '@stricli/core';
import type { Context } from '../../context.ts';
import { type CompareFlags, compareFlags, roleAliases } from './flags.ts';

/** `kfdist iam drift`: how the roles of the account differ from what they should be. */
export const driftCommand = buildCommand<CompareFlags, [], Context>({
  loader: async () => (await import('../../actions/iam/compare.ts')).drift,
  parameters: { flags: compareFlags, aliases: roleAliases },
  docs: {
    brief: 'Say how the roles in the account differ from what they should be',
    fullDescription: [
      'Say how the roles in the account differ from what they should be. Documents are compared by what they mean. Only reads.',
      '',
      'EXAMPLES',
      '  kfdist iam drift -f kfdist.yaml',
      '  kfdist iam drift -f kfdist.yaml --detailed-exitcode -o json  # for a nightly job',
    ].join('\n'),
  },
});
