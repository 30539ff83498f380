import { buildCommand } from '@stricli/core';
import type { Context } from '../../context.ts';
import { platformAliases } from '../../flags.ts';
import { type ImageFlags, imageFlags } from './flags.ts';

/** `kfdist images list`: every image and who uses it. */
export const listCommand = buildCommand<ImageFlags, [], Context>({
  loader: async () => (await import('../../actions/images/list.ts')).list,
  parameters: { flags: imageFlags, aliases: platformAliases },
  docs: {
    brief: 'List every image and who uses it',
    fullDescription: [
      'List every image and who uses it. With -o json also in which field of which object.',
      '',
      'EXAMPLES',
      '  kfdist images list -f kfdist.yaml',
      '  kfdist images list -f kfdist.yaml -o json',
    ].join('\n'),
  },
});
