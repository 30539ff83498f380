import { buildCommand } from '@stricli/core';
import type { Context } from '../../context.ts';
import { type ApplyFlags, applyFlags, roleAliases } from './flags.ts';

/** `kfdist iam apply`: makes the roles of the account those of the platform. */
export const applyCommand = buildCommand<ApplyFlags, [], Context>({
  loader: async () => (await import('../../actions/iam/apply.ts')).apply,
  parameters: { flags: applyFlags, aliases: roleAliases },
  docs: {
    brief: 'Make the roles, or bring them up to date',
    fullDescription: [
      'Make the roles, or bring them up to date. Asks before it changes anything; without a terminal it wants --yes.',
      '',
      'EXAMPLES',
      '  kfdist iam apply -f kfdist.yaml',
      '  kfdist iam apply -f kfdist.yaml --yes',
      '  kfdist iam apply -f kfdist.yaml --yes --prune   # also delete what nothing uses any more',
      '',
      'Run it as often as you like: a run that was stopped or refused halfway is completed by the next. Roles of others are never touched.',
    ].join('\n'),
  },
});
