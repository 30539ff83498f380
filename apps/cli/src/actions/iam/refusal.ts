import { awsFailure } from '@kfdist/iam/aws';
import type { Context } from '../../context.ts';
import { ExitCode } from '../../exit-codes.ts';
import { oneLine } from '../../print.ts';

/** Runs what talks to AWS; what AWS refuses is printed, and the answer is then `undefined`. */
export async function askAws<Answer>(
  { process, style }: Context,
  call: () => Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await call();
  } catch (error) {
    const failure = awsFailure(error);
    if (failure === undefined) throw error;
    const { code, message, help } = failure;
    process.stderr.write(`${style('error', 'error:')} AWS refused: ${code}: ${oneLine(message)}\n`);
    process.stderr.write(`  ${style('hint', '= help:')} Nothing was changed. ${help}\n`);
    process.exitCode = ExitCode.worldFailed;
    return undefined;
  }
}
