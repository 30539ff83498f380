import { buildCommand } from '@stricli/core';
import type { Context } from '../../context.ts';
import { platformAliases } from '../../flags.ts';
import { type ImageFlags, imageFlags } from './flags.ts';

export interface LockFlags extends ImageFlags {
  readonly refresh: boolean;
}

/** `kfdist images lock`: the digest of each image. */
export const lockCommand = buildCommand<LockFlags, [], Context>({
  loader: async () => (await import('../../actions/images/lock.ts')).lock,
  parameters: {
    flags: {
      ...imageFlags,
      refresh: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Ask again for digests that are known',
      },
    },
    aliases: platformAliases,
  },
  docs: {
    brief: 'Write the digest of each image to a lock file',
    fullDescription: [
      'Write the digest of each image to a lock file. Registries are asked only for what the file lacks; what cannot be reached keeps what the file has.',
      '',
      'EXAMPLES',
      '  kfdist images lock -f kfdist.yaml',
      '  kfdist images lock -f kfdist.yaml --refresh  # warns where a tag has moved',
    ].join('\n'),
  },
});
