import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { asText, type PlatformFlags, platformAliases, platformFlags } from '../flags.ts';

/** `kfdist explain`: where a value comes from, what a component is, what a diagnostic means. */
export const explainCommand = buildCommand<PlatformFlags, [string?], Context>({
  loader: async () => (await import('../actions/explain.ts')).explain,
  parameters: {
    flags: platformFlags,
    aliases: platformAliases,
    positional: {
      kind: 'tuple',
      parameters: [
        {
          parse: asText,
          brief: 'A setting, a component, a check of doctor, or the code of a diagnostic',
          placeholder: 'NAME',
          optional: true,
        },
      ],
    },
  },
  docs: {
    brief: 'Explain a setting, a component or the code of a diagnostic',
    fullDescription: [
      'Explain a setting (its value and where that comes from), a component, or the code of a diagnostic.',
      '',
      'EXAMPLES',
      '  kfdist explain                                   # every setting with its value',
      '  kfdist explain role_arn.external_dns -f kfdist.yaml',
      '  kfdist explain external-dns',
      '  kfdist explain oidc-provider                     # a check of kfdist doctor',
      '  kfdist explain UNKNOWN_SETTING',
    ].join('\n'),
  },
});
