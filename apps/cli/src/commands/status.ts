import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { type PlatformFlags, platformAliases, platformFlags } from '../flags.ts';
import { contextFlag, seconds } from './cluster-flags.ts';

export interface PlatformStatusFlags extends PlatformFlags {
  readonly context?: string;
  readonly wait: boolean;
  readonly timeout: number;
  readonly detailedExitcode: boolean;
}

/** `kfdist status`: how far the platform is. */
export const statusCommand = buildCommand<PlatformStatusFlags, [], Context>({
  loader: async () => (await import('../actions/status.ts')).status,
  parameters: {
    flags: {
      ...platformFlags,
      context: contextFlag,
      wait: { kind: 'boolean', default: false, withNegated: false, brief: 'Wait until everything is ready' },
      timeout: {
        kind: 'parsed',
        parse: seconds,
        default: '60m',
        brief: 'How long to wait',
        placeholder: 'DURATION',
      },
      detailedExitcode: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Exit with 2 when something is not ready',
      },
    },
    aliases: platformAliases,
  },
  docs: {
    brief: 'Say how far the platform is, what waits for what, and where to look first',
    fullDescription: [
      'Say which Applications are synced and healthy in the cluster, what waits for what, and where to look first.',
      '',
      'EXAMPLES',
      '  kfdist status -f kfdist.yaml',
      '  kfdist status -f kfdist.yaml --wait --timeout 30m',
      '  kfdist status -f kfdist.yaml --detailed-exitcode -o json',
    ].join('\n'),
  },
});
