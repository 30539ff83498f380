import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Diagnostic } from '@kfdist/diagnostics';
import { systemProblem } from '@kfdist/platform/node';
import { report } from '../../codes.ts';
import type { Context } from '../../context.ts';

/** A file with secrets, or standard input for `-`. What it holds never becomes a source of diagnostics. */
export function readPrivateText(
  context: Context,
  file: string,
): { readonly text?: string; readonly diagnostics: readonly Diagnostic[] } {
  try {
    if (file === '-') return { text: context.readStdin(), diagnostics: [] };
    const bytes = readFileSync(resolve(context.cwd, file));
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), diagnostics: [] };
  } catch (error) {
    const problem = error instanceof TypeError ? 'it is not UTF-8 text' : systemProblem(error);
    return { diagnostics: [report('UNREADABLE_FILE', { args: { file, problem } })] };
  }
}
