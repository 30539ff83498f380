import type { Span } from '@kfdist/diagnostics';
import type { ValueType } from './entry.ts';
import type { SettingDefinition } from './setting-definitions.ts';
import type { Setting, Settings } from './settings.ts';
import { indexPattern } from './suggest.ts';
import type { ValueKind } from './value-kinds.ts';

/** Where the value of a setting comes from. */
export interface Explanation {
  readonly key: string;
  /** `[redacted]` if it is sensitive; missing if the setting has no value. */
  readonly value?: string;
  readonly type?: ValueType;
  readonly kind?: ValueKind;
  readonly summary?: string;
  readonly example?: string;
  readonly component?: string;
  readonly origin?: Setting['origin'];
  readonly span?: Span;
  /** The value before its placeholders were replaced; not shown if secrets may be written in it. */
  readonly template?: string;
  /** The keys to set first, if the setting has no value. */
  readonly waitsFor?: readonly string[];
  /** The settings it is made from. One that has been explained before comes without its own. */
  readonly uses: readonly Explanation[];
}

const REDACTED = '[redacted]';
/** Nobody reads further, and the recursion stays shallow. */
const DEEPEST = 32;

/** Explains a setting that has a value or a definition, and all that its value is made from. */
export function explainSetting(settings: Settings, key: string): Explanation | undefined {
  return explain(key, settings, { seen: new Set(), depth: 0 });
}

interface Path {
  readonly seen: Set<string>;
  readonly depth: number;
}

function explain(key: string, settings: Settings, { seen, depth }: Path): Explanation | undefined {
  const setting = settings.values.get(key);
  const definition = setting?.definition ?? definitionOf(key, settings);
  const waitsFor = settings.unset.get(key);
  if (setting === undefined && definition === undefined && waitsFor === undefined) return undefined;
  const isNew = !seen.has(key) && depth < DEEPEST;
  seen.add(key);
  const uses = isNew ? (setting?.uses ?? []) : [];
  return {
    key,
    ...(setting ? shownValue(setting) : {}),
    ...(definition ? about(definition) : {}),
    ...(waitsFor ? { waitsFor } : {}),
    uses: uses.flatMap((other) => explain(other, settings, { seen, depth: depth + 1 }) ?? []),
  };
}

function shownValue({ text, type, sensitive, origin, valueSpan, template }: Setting): Partial<Explanation> {
  const isShown = !sensitive || origin === 'default';
  return {
    value: sensitive ? REDACTED : text,
    type,
    origin,
    ...(valueSpan ? { span: valueSpan } : {}),
    ...(template !== undefined && isShown ? { template } : {}),
  };
}

function about({ kind, summary, example, component }: SettingDefinition): Partial<Explanation> {
  return {
    kind,
    summary,
    ...(example === undefined ? {} : { example }),
    ...(component === undefined ? {} : { component }),
  };
}

function definitionOf(key: string, { definitions }: Settings): SettingDefinition | undefined {
  const pattern = indexPattern(key);
  return definitions.find((definition) => definition.key === key || definition.key === pattern);
}
