import type { Source } from '@kfdist/diagnostics';
import { readAssignment } from './assignment.ts';
import { report } from './codes.ts';
import type { Entry, ParsedEntries } from './entry.ts';
import { isSilent, linesOf } from './lines.ts';
import { parseSetupConf } from './setup-conf.ts';
import { parseSetupYaml } from './setup-yaml.ts';

/**
 * The settings of a file in the syntax its name or its content shows.
 *
 * `.yaml`, `.yml` and `.json` are YAML, `.conf` and `.env` are `setup.conf`; any other name, and the standard input
 * (`-`), is judged by its first line that is neither blank nor a comment.
 */
export function parseSettingsFile(source: Source): ParsedEntries {
  return isYaml(source) ? parseSetupYaml(source) : parseSetupConf(source);
}

function isYaml({ path, text }: Source): boolean {
  const extension = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  if (['yaml', 'yml', 'json'].includes(extension)) return true;
  if (['conf', 'env'].includes(extension)) return false;
  const line = firstLine(text);
  const equals = line.indexOf('=');
  const colon = /:(?:\s|$)|^[ \t]*(?:[-{[]|---)/.exec(line)?.index ?? -1;
  return colon >= 0 && (equals < 0 || colon < equals);
}

function firstLine(text: string): string {
  for (const line of linesOf(text)) if (!isSilent(line)) return line.text;
  return '';
}

/** What one `--set key=value` says. */
export interface ParsedOption {
  readonly entry?: Entry;
  readonly diagnostics: ParsedEntries['diagnostics'];
}

/** Spans of options have this path; their source text is the option itself. */
export const OPTION_PATH = '--set';

/** One `--set key=value`, spelt as in `setup.conf`; the key needs no `<<__ __>>`. */
export function parseOption(text: string): ParsedOption {
  const span = { path: OPTION_PATH, start: 0, end: text.length };
  const equals = text.indexOf('=');
  if (equals < 0) return { diagnostics: [report('BAD_OPTION', { args: {}, span })] };
  const { entry, diagnostics } = readAssignment({ span, text, equals }, 'option');
  if (entry === undefined) return { diagnostics };
  const { bare: _, ...named } = entry;
  return { entry: named, diagnostics };
}
