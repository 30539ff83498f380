import type { Diagnostic } from '../src/index.ts';

/** What is missing where people read these: places that nothing fills, and arguments that say nothing. */
export function gapsIn(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.flatMap(({ code, message, hint = '', args = {} }) => [
    ...(`${message} ${hint}`.match(/\{\w+\}/g) ?? []),
    ...Object.entries(args).flatMap(([name, text]) => (text.trim() === '' ? [`${code} ${name}`] : [])),
  ]);
}
