import { doubleQuoted, isPlain, isPlainString, isPrintable } from './yaml-string.ts';

/**
 * Kubernetes objects as YAML documents: keys in the order given, no anchors, no folded lines. Strings that YAML 1.1 or
 * 1.2 would read as something else are quoted; strings of several lines are literal blocks.
 */
export function stringifyManifests(objects: readonly object[]): string {
  return objects.map((object) => node(object, '').trimStart()).join('---\n');
}

/** A node with what separates it from the key or dash before it, and its line break. */
function node(value: unknown, margin: string): string {
  if (Array.isArray(value)) return sequence(value, margin);
  if (typeof value === 'object' && value !== null) return mapping(value, margin);
  return ` ${scalar(value, margin)}\n`;
}

function mapping(object: object, margin: string): string {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  if (entries.length === 0) return ' {}\n';
  const lines = entries.map(([key, value]) => `${margin}${inline(key)}:${node(value, `${margin}  `)}`);
  return `\n${lines.join('')}`;
}

function sequence(items: readonly unknown[], margin: string): string {
  if (items.length === 0) return ' []\n';
  const inner = `${margin}  `;
  const lines = items.map((item) => {
    const text = node(item, inner);
    // A collection begins on the line of its dash.
    return text.startsWith('\n') ? `${margin}- ${text.slice(1 + inner.length)}` : `${margin}-${text}`;
  });
  return `\n${lines.join('')}`;
}

function scalar(value: unknown, margin: string): string {
  if (typeof value === 'string') return literal(value, margin) ?? inline(value);
  if (typeof value === 'number') return number(value);
  return typeof value === 'boolean' || typeof value === 'bigint' ? String(value) : 'null';
}

function number(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  return Object.is(value, -0) ? '-0' : String(value);
}

function inline(text: string): string {
  return isPlain(text, { inFlow: false }) && isPlainString(text) ? text : doubleQuoted(text);
}

/** A text of several lines as a literal block, where every reader reads it alike. */
function literal(text: string, margin: string): string | undefined {
  if (!text.includes('\n') || /^\s|[^\S\n]\n|[^\S\n]$/.test(text) || !isPrintable(text)) return undefined;
  const chomping = text.endsWith('\n\n') ? '+' : text.endsWith('\n') ? '' : '-';
  const lines = chomping === '-' ? text : text.slice(0, -1);
  return `|${chomping}\n${lines.replace(/^(?=[^\n])/gm, margin)}`;
}
