import type { Diagnostic } from '@kfdist/diagnostics';
import { report } from './codes.ts';
import { isRecord, textOf } from './fields.ts';
import { keyProblem } from './placeholders.ts';
import type { Locate } from './setting-definitions.ts';

/** The new key of an old one. */
export interface Renaming {
  readonly to: string;
  /** The value of the new key as a template over old keys; by default the value of the old key. */
  readonly value?: string;
}

/** Where the value of a key stands that earlier releases had no name for. */
export interface Inference {
  /** A key, or the part before a dot of several. */
  readonly from: string;
  /** Its first group is the value. */
  readonly pattern: RegExp;
}

/** What became of the keys of earlier releases and of the predecessor. */
export interface Compatibility {
  readonly renamed: ReadonlyMap<string, Renaming>;
  /** Key to reason. */
  readonly dropped: ReadonlyMap<string, string>;
  readonly inferred: ReadonlyMap<string, Inference>;
}

/** Nothing was ever renamed. */
export const NO_COMPATIBILITY: Compatibility = {
  renamed: new Map(),
  dropped: new Map(),
  inferred: new Map(),
};

const SECTIONS = ['renamed', 'dropped', 'inferred'];

/**
 * Checks `{ renamed: { old: new | { to, value } }, dropped: { old: reason }, inferred: { new: { from, pattern } } }`.
 * Faulty entries are left out.
 */
export function parseCompatibility(
  value: unknown,
  locate: Locate,
): { compatibility: Compatibility; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const wrong = (key: string, problem: string, path: readonly string[]) => {
    const span = locate(path) ?? locate([]);
    diagnostics.push(report('BAD_COMPATIBILITY', { args: { key, problem }, span }));
    return [];
  };
  const section = (name: string): [string, unknown][] => {
    const content = isRecord(value) ? (value[name] ?? {}) : {};
    return isRecord(content) ? Object.entries(content) : wrong(name, 'it is not a map', [name]);
  };
  if (isRecord(value)) {
    const unknown = Object.keys(value).filter((key) => !SECTIONS.includes(key));
    for (const key of unknown) wrong(key, 'only renamed, dropped and inferred are possible here', [key]);
  } else if (value !== undefined && value !== null) wrong('everything', 'it is not a map', []);
  const renamed = section('renamed').flatMap<[string, Renaming]>(([key, content]) => {
    const renaming = renamingOf(content);
    if (renaming === undefined) return wrong(key, 'it is neither a key nor { to, value }', ['renamed', key]);
    if (renaming.to === key) return wrong(key, 'it is renamed to itself', ['renamed', key]);
    return [[key, renaming]];
  });
  const dropped = section('dropped').flatMap<[string, string]>(([key, content]) => {
    const reason = textOf(content);
    return reason === undefined ? wrong(key, 'it has no reason', ['dropped', key]) : [[key, reason]];
  });
  const inferred = section('inferred').flatMap<[string, Inference]>(([key, content]) => {
    const inference = inferenceOf(content);
    return inference === undefined
      ? wrong(key, 'it is not { from, pattern } with one group in the pattern', ['inferred', key])
      : [[key, inference]];
  });
  const compatibility = {
    renamed: new Map(renamed),
    dropped: new Map(dropped),
    inferred: new Map(inferred),
  };
  return { compatibility, diagnostics };
}

function renamingOf(content: unknown): Renaming | undefined {
  if (typeof content === 'string') return keyProblem(content) === undefined ? { to: content } : undefined;
  if (!isRecord(content) || Object.keys(content).some((key) => key !== 'to' && key !== 'value'))
    return undefined;
  const { to, value } = content;
  if (typeof to !== 'string' || keyProblem(to) !== undefined) return undefined;
  if (value === undefined) return { to };
  return typeof value === 'string' ? { to, value } : undefined;
}

function inferenceOf(content: unknown): Inference | undefined {
  if (!isRecord(content) || Object.keys(content).some((key) => key !== 'from' && key !== 'pattern'))
    return undefined;
  const { from, pattern } = content;
  if (typeof from !== 'string' || keyProblem(from) !== undefined || typeof pattern !== 'string')
    return undefined;
  try {
    const groups = new RegExp(`|${pattern}`, 'u').exec('')?.length;
    return groups === 2 ? { from, pattern: new RegExp(pattern, 'u') } : undefined;
  } catch {
    return undefined;
  }
}
