import { awsFailure } from '@kfdist/iam/aws';
import type { Context } from '../../context.ts';
import { printFailure } from '../../failure.ts';

/** Runs what talks to AWS; what AWS refuses is printed, and the answer is then `undefined`. */
export async function askAws<Answer>(
  context: Context,
  call: () => Promise<Answer>,
): Promise<Answer | undefined> {
  context.progress?.('asking AWS');
  try {
    return await call();
  } catch (error) {
    const failure = awsFailure(error);
    if (failure === undefined) throw error;
    const { code, message, help } = failure;
    printFailure(context, `AWS refused: ${code}: ${message}`, `Nothing was changed. ${help}`);
    return undefined;
  } finally {
    context.progress?.('');
  }
}
