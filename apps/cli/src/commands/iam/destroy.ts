import { buildCommand } from '@stricli/core';
import type { Context } from '../../context.ts';
import { type PlatformFlags, platformFlags } from '../../flags.ts';
import { roleAliases, yesFlag } from './flags.ts';

export interface DestroyFlags extends PlatformFlags {
  readonly yes: boolean;
  readonly all: boolean;
}

/** `kfdist iam destroy`: deletes the roles of the platform. */
export const destroyCommand = buildCommand<DestroyFlags, [], Context>({
  loader: async () => (await import('../../actions/iam/apply.ts')).destroy,
  parameters: {
    flags: {
      ...platformFlags,
      yes: yesFlag,
      all: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Also delete roles that selected components use',
      },
    },
    aliases: roleAliases,
  },
  docs: {
    brief: 'Delete the roles of the platform',
    fullDescription: [
      'Delete the roles of the platform. Roles that selected components use are refused without --all, roles of others always.',
      '',
      'EXAMPLES',
      '  kfdist iam destroy -f kfdist.yaml',
      '  kfdist iam destroy -f kfdist.yaml --all --yes  # the cluster is gone',
    ].join('\n'),
  },
});
