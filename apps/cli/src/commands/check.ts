import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { type PlatformFlags, platformAliases, platformFlags } from '../flags.ts';

/** `kfdist check`: what is wrong with the settings and the plan. */
export const checkCommand = buildCommand<PlatformFlags, [], Context>({
  loader: async () => (await import('../actions/check.ts')).check,
  parameters: { flags: platformFlags, aliases: platformAliases },
  docs: {
    brief: 'Say everything that is wrong with the settings, and where',
    fullDescription: [
      'Say everything that is wrong with the settings and with what they select, with places. Writes nothing, needs no other tool.',
      '',
      'EXAMPLES',
      '  kfdist check -f kfdist.yaml',
      '  kfdist check -f setup.conf -o json',
    ].join('\n'),
  },
});
