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

/** What became of the keys of earlier releases and of the predecessor. */
export interface Compatibility {
  readonly renamed: ReadonlyMap<string, Renaming>;
  /** Key to reason. */
  readonly dropped: ReadonlyMap<string, string>;
}

/** Nothing was ever renamed. */
export const NO_COMPATIBILITY: Compatibility = { renamed: new Map(), dropped: new Map() };

/** Checks `{ renamed: { old: new | { to, value } }, dropped: { old: reason } }`. Faulty entries are left out. */
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
    const unknown = Object.keys(value).filter((key) => key !== 'renamed' && key !== 'dropped');
    for (const key of unknown) wrong(key, 'only renamed and dropped are possible here', [key]);
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
  return { compatibility: { renamed: new Map(renamed), dropped: new Map(dropped) }, diagnostics };
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
