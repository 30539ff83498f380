import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { type PlatformFlags, platformAliases, platformFlags, type TreeFlags, treeFlags } from '../flags.ts';

export interface SetupFlags extends PlatformFlags, TreeFlags {
  readonly dryRun: boolean;
}

/** `kfdist setup`: one settings file in, the tree for Argo CD out. */
export const setupCommand = buildCommand<SetupFlags, [], Context>({
  loader: async () => (await import('../actions/setup.ts')).setup,
  parameters: {
    flags: {
      ...platformFlags,
      ...treeFlags,
      dryRun: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Say what would be written, and write nothing',
      },
    },
    aliases: platformAliases,
  },
  docs: {
    brief: 'Write the tree that Argo CD follows, from a settings file',
    fullDescription: [
      'Write the tree that Argo CD follows, from a settings file.',
      '',
      'EXAMPLES',
      '  kfdist setup -f kfdist.yaml',
      '  kfdist setup -f kfdist.yaml --dry-run',
      '  kfdist setup -f kfdist.yaml -f production.yaml --set git_repo.target_revision=v1.2',
      '',
      'Run it as often as you like: the same settings give the same files. Files that were edited by hand are reported and kept.',
    ].join('\n'),
  },
});
