import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { asText, type PlatformFlags, platformAliases, platformFlags } from '../flags.ts';

export interface RenderFlags extends Omit<PlatformFlags, 'distribution'> {
  readonly outputDir?: string;
  readonly inPlace: boolean;
  readonly overwrite: boolean;
}

const { distribution: _, ...settingsFlags } = platformFlags;

/** `kfdist render`: find and replace placeholders in any tree. */
export const renderCommand = buildCommand<RenderFlags, [string], Context>({
  loader: async () => (await import('../actions/render.ts')).render,
  parameters: {
    flags: {
      ...settingsFlags,
      outputDir: {
        kind: 'parsed',
        parse: asText,
        brief: 'Write a copy of the tree here',
        placeholder: 'DIR',
        optional: true,
      },
      inPlace: { kind: 'boolean', default: false, withNegated: false, brief: 'Replace in the tree itself' },
      overwrite: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Replace edited and foreign files too',
      },
    },
    aliases: platformAliases,
    positional: {
      kind: 'tuple',
      parameters: [{ parse: asText, brief: 'The tree', placeholder: 'DIR' }],
    },
  },
  docs: {
    brief: 'Replace <<__placeholders__>> in any tree of files',
    fullDescription: [
      'Replace the <<__placeholders__>> in any tree of files by the values of a settings file.',
      '',
      'EXAMPLES',
      '  kfdist render distribution -f setup.conf --output-dir rendered',
      '  kfdist render distribution -f setup.conf --in-place',
      '',
      'Without --output-dir and --in-place it says what would change. A value never changes the structure of a YAML or JSON file.',
    ].join('\n'),
  },
});
