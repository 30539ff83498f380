import { buildCommand } from '@stricli/core';
import type { Context } from '../../context.ts';
import { asText, platformAliases } from '../../flags.ts';
import { type ImageFlags, imageFlags } from './flags.ts';

export interface MirrorFlags extends ImageFlags {
  readonly to?: string;
}

/** `kfdist images mirror`: what to copy where. */
export const mirrorCommand = buildCommand<MirrorFlags, [], Context>({
  loader: async () => (await import('../../actions/images/mirror.ts')).mirror,
  parameters: {
    flags: {
      ...imageFlags,
      to: {
        kind: 'parsed',
        parse: asText,
        brief: 'Registry to copy to, with a folder for each registry below it [the mirrors of the settings]',
        placeholder: 'REGISTRY',
        optional: true,
      },
    },
    aliases: platformAliases,
  },
  docs: {
    brief: 'Print the commands that copy the images to a registry of yours',
    fullDescription: [
      'Print the commands that copy the images to a registry of yours, and the setting that makes the platform use it. Nothing is copied.',
      '',
      'EXAMPLES',
      '  kfdist images mirror -f kfdist.yaml --to registry.example.com/kfdist > mirror.sh',
      '  kfdist images mirror -f kfdist.yaml  # to the mirrors of the settings',
    ].join('\n'),
  },
});
