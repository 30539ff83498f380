import { buildCommand } from '@stricli/core';
import type { Context } from '../../context.ts';
import { asText, type OutputFormat, platformFlags } from '../../flags.ts';

export interface CheckPolicyFlags {
  readonly output: OutputFormat;
}

/** `kfdist iam check`: what is wrong with anybody's policies. */
export const checkCommand = buildCommand<CheckPolicyFlags, string[], Context>({
  loader: async () => (await import('../../actions/iam/check.ts')).checkPolicies,
  parameters: {
    flags: { output: platformFlags.output },
    aliases: { o: 'output' },
    positional: {
      kind: 'array',
      minimum: 1,
      parameter: {
        parse: asText,
        brief: 'A policy or trust policy as JSON; - is standard input',
        placeholder: 'FILE',
      },
    },
  },
  docs: {
    brief: 'Say what is wrong, useless or too wide in any policy',
    fullDescription: [
      'Say what is wrong, useless or too wide in any policy or trust policy, with places. Needs no settings and no AWS.',
      '',
      'EXAMPLES',
      '  kfdist iam check policy.json trust.json',
      '  aws iam get-role --role-name x --query Role.AssumeRolePolicyDocument | kfdist iam check -',
    ].join('\n'),
  },
});
