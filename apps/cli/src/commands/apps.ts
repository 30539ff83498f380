import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { type PlatformFlags, platformAliases, platformFlags } from '../flags.ts';

export interface AppsFlags extends PlatformFlags {
  readonly all: boolean;
}

/** `kfdist apps`: the Applications in the order in which Argo CD creates them. */
export const appsCommand = buildCommand<AppsFlags, [], Context>({
  loader: async () => (await import('../actions/apps.ts')).apps,
  parameters: {
    flags: {
      ...platformFlags,
      all: { kind: 'boolean', default: false, withNegated: false, brief: 'Also list what is not selected' },
    },
    aliases: platformAliases,
  },
  docs: {
    brief: 'List the Applications in the order in which they are created',
    fullDescription: [
      'List the Applications in the order in which they are created.',
      '',
      'EXAMPLES',
      '  kfdist apps -f kfdist.yaml',
      '  kfdist apps -f kfdist.yaml --all -o json',
    ].join('\n'),
  },
});
