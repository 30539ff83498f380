import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { type PlatformFlags, platformAliases, platformFlags, type TreeFlags, treeFlags } from '../flags.ts';

export interface DiffFlags extends PlatformFlags, TreeFlags {}

/** `kfdist diff`: what setup would change. */
export const diffCommand = buildCommand<DiffFlags, [], Context>({
  loader: async () => (await import('../actions/diff.ts')).diff,
  parameters: { flags: { ...platformFlags, ...treeFlags }, aliases: platformAliases },
  docs: {
    brief: 'Show what setup would change, as a unified diff',
    fullDescription: [
      'Show what setup would change, as a unified diff. Of files that may hold sensitive values only the names are shown.',
      '',
      'EXAMPLES',
      '  kfdist diff -f kfdist.yaml',
      '  kfdist diff -f kfdist.yaml --set domain=ml.example.org',
      '  kfdist diff -f kfdist.yaml --detailed-exitcode  # 2 when something would change',
    ].join('\n'),
  },
});
