import { buildCommand } from '@stricli/core';
import type { Context } from '../../context.ts';
import { asText } from '../../flags.ts';
import { credentialAliases, type GenerateFlags, generateFlags } from './flags.ts';

/** `kfdist credentials rotate`: makes named values anew, and what depends on them. */
export const rotateCommand = buildCommand<GenerateFlags, [string, ...string[]], Context>({
  loader: async () => (await import('../../actions/credentials/generate.ts')).rotate,
  parameters: {
    flags: generateFlags,
    aliases: credentialAliases,
    positional: {
      kind: 'array',
      minimum: 1,
      parameter: {
        parse: asText,
        brief: 'A value, a Secret, or namespace/secret/key',
        placeholder: 'NAME',
      },
    },
  },
  docs: {
    brief: 'Make values anew, with exactly what depends on them',
    fullDescription: [
      'Make values anew, with exactly what depends on them, and say which workloads start again.',
      '',
      'EXAMPLES',
      '  kfdist credentials rotate admin-password -f kfdist.yaml --certificate sealing.crt --logins ~/new-login.txt',
      '  kfdist credentials rotate oauth2-proxy/cookie-secret -f kfdist.yaml --from-cluster',
      '',
      'Of an IAM user it makes a new access key in AWS, writes it, and switches the old one off.',
    ].join('\n'),
  },
});
