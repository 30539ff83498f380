import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { asText, type OutputFormat, platformFlags } from '../flags.ts';

export interface InitFlags {
  readonly file: string;
  readonly set?: readonly string[];
  readonly from?: string;
  readonly distribution?: string;
  readonly overwrite: boolean;
  readonly dryRun: boolean;
  readonly output: OutputFormat;
}

/** `kfdist init`: the first settings file. */
export const initCommand = buildCommand<InitFlags, [], Context>({
  loader: async () => (await import('../actions/init/init.ts')).init,
  parameters: {
    flags: {
      file: {
        kind: 'parsed',
        parse: asText,
        default: 'kfdist.yaml',
        brief: 'Settings file to write',
        placeholder: 'FILE',
      },
      set: {
        ...platformFlags.set,
        brief: 'A setting to write: key=value; at a terminal it is not asked for',
      },
      from: {
        kind: 'parsed',
        parse: asText,
        brief:
          'Older settings file, such as the setup.conf of argoflow-aws: carry it over, and say what each key became',
        placeholder: 'FILE',
        optional: true,
      },
      distribution: platformFlags.distribution,
      overwrite: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Replace the file if it exists',
      },
      dryRun: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Say what would be written, and write nothing',
      },
      output: platformFlags.output,
    },
    aliases: { f: 'file', o: 'output' },
  },
  docs: {
    brief: 'Write the first settings file: asks at a terminal, takes flags elsewhere',
    fullDescription: [
      'Write the first settings file. At a terminal it asks for the few facts about your cluster, and offers what it finds out from AWS, kubectl and Git; elsewhere every fact is a --set, and what is missing is said.',
      '',
      'EXAMPLES',
      '  kfdist init',
      '  kfdist init --set cluster_name=example --set aws_region=eu-central-1 --set domain=ml.example.com',
      '  kfdist init --from setup.conf --dry-run  # what each key of an old fork became',
      '  npx @kfdist/cli init                     # in an empty folder, without a clone',
    ].join('\n'),
  },
});
