import { parse, stringify } from 'yaml';
import type { Data, TemplateFormat } from './recipe.ts';

/**
 * The content of a template as text. In YAML every text is quoted: readers of YAML 1.1, which most Go programs are,
 * would otherwise take `yes` or `12:30:00` for something else.
 */
export function formatTemplate(format: TemplateFormat, content: Data): string {
  if (format === 'text' && typeof content === 'string') return content;
  if (format === 'json') return `${JSON.stringify(content, null, 2)}\n`;
  return stringify(content, {
    aliasDuplicateObjects: false,
    defaultKeyType: 'PLAIN',
    defaultStringType: 'QUOTE_DOUBLE',
    lineWidth: 0,
  });
}

/** The content that a text of {@link formatTemplate} was made from; `undefined` where it is none. */
export function parseTemplate(format: TemplateFormat, text: string): unknown {
  if (format === 'text') return text;
  try {
    return format === 'json' ? JSON.parse(text) : parse(text, { logLevel: 'error' });
  } catch {
    return undefined;
  }
}
