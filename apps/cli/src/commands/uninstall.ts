import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import type { PlatformFlags } from '../flags.ts';
import { clusterAliases, treeFolderFlags } from './cluster-flags.ts';

export interface UninstallFlags extends PlatformFlags {
  readonly outputDir?: string;
  readonly plan: boolean;
}

/** `kfdist uninstall`: the commands that take the platform down. It runs none of them. */
export const uninstallCommand = buildCommand<UninstallFlags, [], Context>({
  loader: async () => (await import('../actions/uninstall.ts')).uninstall,
  parameters: {
    flags: {
      ...treeFolderFlags,
      plan: {
        kind: 'boolean',
        default: true,
        withNegated: false,
        brief: 'Show the plan; there is nothing else that it does',
      },
    },
    aliases: clusterAliases,
  },
  docs: {
    brief: 'Show how to take the platform down without leaving or losing anything unawares',
    fullDescription: [
      'Show the commands that take this platform down, in a safe order, with what they delete and what stays. Runs none of them.',
      '',
      'EXAMPLES',
      '  kfdist uninstall --plan -f kfdist.yaml',
      '  kfdist uninstall --plan -f kfdist.yaml -o json',
    ].join('\n'),
  },
});
