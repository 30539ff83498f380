import { checkPolicyText } from '@kfdist/iam';
import type { CheckPolicyFlags } from '../../commands/iam/check.ts';
import type { Context } from '../../context.ts';
import { counted, printResult } from '../../print.ts';
import { readSource } from '../../settings-files.ts';

/** Says what is wrong with policies. */
export function checkPolicies(this: Context, flags: CheckPolicyFlags, ...files: readonly string[]): void {
  const read = files.map((file) => readSource(this, file));
  const sources = read.flatMap(({ source }) => source ?? []);
  const diagnostics = [
    ...read.flatMap((one) => one.diagnostics),
    ...sources.flatMap((source) => checkPolicyText(source)),
  ];
  const lines = () => [
    `${counted(sources.length, 'file')}, ${diagnostics.length === 0 ? 'nothing to report' : 'no error'}`,
  ];
  printResult(this, flags.output, {
    kind: 'IamCheckResult',
    data: { files: sources.map(({ path }) => path) },
    lines,
    diagnostics,
    sources: () => sources,
  });
}
