import { buildCommand } from '@stricli/core';
import type { Context } from '../../context.ts';
import { asText, type OutputFormat, platformFlags } from '../../flags.ts';

export interface InitKeyFlags {
  readonly certificate: string;
  readonly key: string;
  readonly days: number;
  readonly controllerNamespace: string;
  readonly output: OutputFormat;
}

const file = (brief: string) => ({ kind: 'parsed', parse: asText, brief, placeholder: 'FILE' }) as const;

function wholeDays(input: string): number {
  if (!/^[1-9]\d{0,4}$/.test(input)) throw new SyntaxError(`Expected 1 to 99999 days, got ${input}`);
  return Number(input);
}

/** `kfdist credentials init-key`: a sealing key pair for a cluster that does not exist yet. */
export const initKeyCommand = buildCommand<InitKeyFlags, [], Context>({
  loader: async () => (await import('../../actions/credentials/init-key.ts')).initKey,
  parameters: {
    flags: {
      certificate: file('New file for the public part; it may lie in Git'),
      key: file("New private file for the controller's Secret, - is standard output"),
      days: {
        kind: 'parsed',
        parse: wholeDays,
        default: '3650',
        brief: 'How long the certificate is valid',
        placeholder: 'DAYS',
      },
      controllerNamespace: {
        kind: 'parsed',
        parse: asText,
        default: 'kube-system',
        brief: 'Namespace of the controller',
        placeholder: 'NAME',
      },
      output: platformFlags.output,
    },
    aliases: { o: 'output' },
  },
  docs: {
    brief: 'Make a sealing key pair for a cluster that does not exist yet',
    fullDescription: [
      'Make a sealing key pair for a cluster that does not exist yet, so that the first commit is already complete.',
      '',
      'EXAMPLES',
      '  kfdist credentials init-key --certificate sealing.crt --key ~/sealing-key.yaml',
      '  kfdist credentials init-key --certificate sealing.crt --key - | gpg --encrypt -r me > key.gpg',
      '',
      'Apply the key to the cluster before the controller starts. It opens everything sealed for the certificate: the file is private, and refused inside a Git work tree unless Git ignores it.',
    ].join('\n'),
  },
});
