import { buildCommand } from '@stricli/core';
import type { Context } from '../../context.ts';
import { type CompareFlags, compareFlags, roleAliases } from './flags.ts';

/** `kfdist iam plan`: what apply would do. */
export const planCommand = buildCommand<CompareFlags, [], Context>({
  loader: async () => (await import('../../actions/iam/compare.ts')).plan,
  parameters: { flags: compareFlags, aliases: roleAliases },
  docs: {
    brief: 'Show what apply would do',
    fullDescription: [
      'Show what apply would do in the account, role by role. Only reads.',
      '',
      'EXAMPLES',
      '  kfdist iam plan -f kfdist.yaml',
      '  kfdist iam plan -f kfdist.yaml --detailed-exitcode  # 2 when something would change',
      '  kfdist iam plan -f kfdist.yaml --adopt example-external-dns',
    ].join('\n'),
  },
});
