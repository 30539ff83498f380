import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { asText, type PlatformFlags, platformAliases, platformFlags } from '../flags.ts';

export interface MapFlags extends PlatformFlags {
  readonly outputFile: string;
  readonly against?: string;
  readonly built: boolean;
}

/** `kfdist map`: the platform as one page. */
export const mapCommand = buildCommand<MapFlags, [], Context>({
  loader: async () => (await import('../actions/map.ts')).map,
  parameters: {
    flags: {
      ...platformFlags,
      outputFile: {
        kind: 'parsed',
        parse: asText,
        brief: 'File to write the page to',
        placeholder: 'FILE',
        default: 'platform-map.html',
      },
      against: {
        kind: 'parsed',
        parse: asText,
        brief: 'A map that was saved with -o json, to show what differs from it',
        placeholder: 'FILE',
        optional: true,
      },
      built: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Build everything first, and show all images and access rules',
      },
    },
    aliases: platformAliases,
  },
  docs: {
    brief: 'Write the platform as one HTML page: what needs what, roles, secrets, hosts, images',
    fullDescription: [
      'Write the platform as one HTML page: components, what needs what, IAM roles, secrets, hosts, images and sources. It needs no network and holds no value of a secret.',
      '',
      'EXAMPLES',
      '  kfdist map -f kfdist.yaml                    # platform-map.html',
      '  kfdist map -f kfdist.yaml --built            # with all images',
      '  kfdist map -f kfdist.yaml -o json > old.json # the same as data',
      '  kfdist map -f kfdist.yaml --against old.json # what differs since',
    ].join('\n'),
  },
});
