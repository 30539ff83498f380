import type { ExportFormat } from '@kfdist/iam';
import { buildCommand } from '@stricli/core';
import type { Context } from '../../context.ts';
import { treeFlags } from '../../flags.ts';
import { type RoleFlags, roleAliases, roleFlags } from './flags.ts';

export interface ExportFlags extends RoleFlags {
  readonly format: ExportFormat;
  readonly outputDir?: string;
  readonly overwrite: boolean;
}

const FORMATS = [
  'json',
  'terraform',
  'cloudformation',
  'eksctl',
  'ack',
  'crossplane',
  'aws-cli',
] as const satisfies readonly ExportFormat[];

/** `kfdist iam export`: the roles as files for another tool. */
export const exportCommand = buildCommand<ExportFlags, [], Context>({
  loader: async () => (await import('../../actions/iam/export.ts')).exportPlan,
  parameters: {
    flags: {
      ...roleFlags,
      format: { kind: 'enum', values: FORMATS, brief: 'The tool that makes the roles instead' },
      outputDir: { ...treeFlags.outputDir, brief: 'Folder to write to [standard output, if it is one file]' },
      overwrite: treeFlags.overwrite,
    },
    aliases: roleAliases,
  },
  docs: {
    brief: 'Write the roles as files for another tool',
    fullDescription: [
      'Write the roles as files for another tool. Needs no AWS.',
      '',
      'EXAMPLES',
      '  kfdist iam export -f kfdist.yaml --format terraform > iam.tf.json',
      '  kfdist iam export -f kfdist.yaml --format json --output-dir policies',
      '  kfdist iam export -f kfdist.yaml --format aws-cli > make-roles.sh',
    ].join('\n'),
  },
});
