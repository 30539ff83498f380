import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { type PlatformFlags, platformAliases, platformFlags } from '../flags.ts';

export interface AppsFlags extends PlatformFlags {
  readonly all: boolean;
  readonly graph?: 'text' | 'dot' | 'mermaid';
}

/** `kfdist apps`: the Applications in the order in which Argo CD creates them. */
export const appsCommand = buildCommand<AppsFlags, [], Context>({
  loader: async () => (await import('../actions/apps.ts')).apps,
  parameters: {
    flags: {
      ...platformFlags,
      all: { kind: 'boolean', default: false, withNegated: false, brief: 'Also list what is not selected' },
      graph: {
        kind: 'enum',
        values: ['text', 'dot', 'mermaid'],
        optional: true,
        brief: 'Show what comes after what, in this form',
      },
    },
    aliases: platformAliases,
  },
  docs: {
    brief: 'List the Applications in the order in which they are created',
    fullDescription: [
      'List the Applications as Argo CD shows them, in the order in which they are created: one for each component, and one that delivers its Secrets where it has some.',
      '',
      'EXAMPLES',
      '  kfdist apps -f kfdist.yaml',
      '  kfdist apps -f kfdist.yaml --all -o json',
      '  kfdist apps -f kfdist.yaml --graph dot | dot -Tsvg > platform.svg',
    ].join('\n'),
  },
});
