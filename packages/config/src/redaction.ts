import type { Source } from '@kfdist/diagnostics';
import type { Entry } from './entry.ts';
import { linesOf } from './lines.ts';
import { hasPassword, isSensitiveAmong } from './sensitivity.ts';
import type { SettingDefinition } from './setting-definitions.ts';

interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * The same source with the places of secrets marked, so that no code frame shows them.
 *
 * Lines that could not be parsed are judged by what looks like their key.
 */
export function redactedSource(
  source: Source,
  entries: readonly Entry[],
  definitions: readonly SettingDefinition[] = [],
): Source {
  const isSensitive = isSensitiveAmong(
    new Map(definitions.map((definition) => [definition.key, definition])),
  );
  const ofEntries = entries
    .filter(({ span, key, text }) => span.path === source.path && (isSensitive(key) || hasPassword(text)))
    .map(({ valueSpan }) => valueSpan);
  const redacted = merged([
    ...(source.redacted ?? []),
    ...ofEntries,
    ...suspiciousLines(source.text, isSensitive),
  ]);
  return redacted.length === 0 ? source : { ...source, redacted };
}

function suspiciousLines(text: string, isSensitive: (key: string) => boolean): Range[] {
  const found: Range[] = [];
  for (const line of linesOf(text)) {
    // of a very long line, only the part that can hold the key is looked at
    const match = /^([\s#{,<_'"-]*)([\w.-]+)([>_'"\s]*[:=]?[ \t]*)/.exec(line.text.slice(0, 1200));
    const [, before = '', key = '', after = ''] = match ?? [];
    const start = before.length + key.length + after.length;
    if (!match || start >= line.text.length || !/[:=>\s]/.test(after)) continue;
    if (isSensitive(key.replace(/_+$/, '')))
      found.push({ start: line.start + start, end: line.start + line.text.length });
  }
  return found;
}

/** Sorted ranges without overlaps. */
function merged(ranges: readonly Range[]): Range[] {
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else if (end > start) result.push({ start, end });
  }
  return result;
}
