import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { asText } from '../flags.ts';
import { type ClusterFlags, clusterAliases, clusterFlags } from './cluster-flags.ts';

export interface BootstrapFlags extends ClusterFlags {
  readonly certificate: string;
  readonly sealingKey: string;
  readonly run: boolean;
  readonly from?: string;
  readonly yes: boolean;
}

/** `kfdist bootstrap`: the commands that bring the platform up, and why. */
export const bootstrapCommand = buildCommand<BootstrapFlags, [], Context>({
  loader: async () => (await import('../actions/bootstrap.ts')).bootstrap,
  parameters: {
    flags: {
      ...clusterFlags,
      run: { kind: 'boolean', default: false, withNegated: false, brief: 'Execute the steps one by one' },
      yes: { kind: 'boolean', default: false, withNegated: false, brief: 'Do it without asking' },
      from: {
        kind: 'parsed',
        parse: asText,
        brief: 'Begin with this step',
        placeholder: 'STEP',
        optional: true,
      },
      certificate: {
        kind: 'parsed',
        parse: asText,
        default: 'sealing.crt',
        brief: 'Public sealing certificate, if secrets are sealed',
        placeholder: 'FILE',
      },
      sealingKey: {
        kind: 'parsed',
        parse: asText,
        default: '~/sealing-key.yaml',
        brief: 'Private sealing key, outside of Git',
        placeholder: 'FILE',
      },
    },
    aliases: clusterAliases,
  },
  docs: {
    brief: 'Show the commands that bring the platform up, or run them',
    fullDescription: [
      'Show the commands that bring this platform up, in order, each with why; or run them against the present kube context.',
      '',
      'EXAMPLES',
      '  kfdist bootstrap -f kfdist.yaml',
      '  kfdist bootstrap -f kfdist.yaml --run             # shows the cluster and asks first',
      '  kfdist bootstrap -f kfdist.yaml --run --from argocd',
      '',
      'Every step may be run again, so a run that was stopped or refused is resumed by the same command.',
    ].join('\n'),
  },
});
