import { proposeCompletions } from '@stricli/core';
import { app } from './app.ts';
import type { Context } from './context.ts';

/** Prints what the last word of a command line may become, one proposal a line: the word, a tab, what it is. */
export async function complete(context: Context, words: readonly string[]): Promise<void> {
  const proposals = await proposeCompletions(app, words, context);
  const lines = proposals.map(({ completion, brief }) => `${completion}\t${brief.split('\n')[0] ?? ''}\n`);
  context.process.stdout.write(lines.join(''));
}
