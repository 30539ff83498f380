import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { type ClusterFlags, clusterAliases, clusterFlags } from './cluster-flags.ts';

export interface DoctorFlags extends ClusterFlags {
  readonly pre: boolean;
}

/** `kfdist doctor`: whether the world is as the platform needs it. */
export const doctorCommand = buildCommand<DoctorFlags, [], Context>({
  loader: async () => (await import('../actions/doctor.ts')).doctor,
  parameters: {
    flags: {
      ...clusterFlags,
      pre: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Only what has to be there before the first bootstrap',
      },
    },
    aliases: clusterAliases,
  },
  docs: {
    brief: 'Check tools, account, cluster and repository, and say what to do',
    fullDescription: [
      'Check what the platform needs of the world: tools, AWS account, cluster, hosted zone, buckets, secrets, repository. Only reads.',
      '',
      'EXAMPLES',
      '  kfdist doctor --pre -f kfdist.yaml     # before the first bootstrap',
      '  kfdist doctor -f kfdist.yaml',
      '  kfdist doctor -f kfdist.yaml -o json',
    ].join('\n'),
  },
});
