import type { Diagnostic } from '@kfdist/diagnostics';
import type { PolicyDocument } from '../policy.ts';
import type { IdentitySpec } from '../role.ts';

/** A file of an export. */
export interface ExportFile {
  /** Relative, with slashes. */
  readonly path: string;
  readonly text: string;
  /** Whether it is to be run. */
  readonly isExecutable?: boolean;
}

/** The files of an export, and what its form cannot say. */
export interface RoleExport {
  readonly files: readonly ExportFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** JSON as it is committed: indented, with a line end. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** A name for each key that a form takes, different for different keys. */
export function distinctNames(
  keys: readonly string[],
  make: (key: string) => string,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const key of keys) {
    const wanted = make(key);
    let name = wanted;
    for (let number = 2; taken.has(name); number++) name = `${wanted}${number}`;
    taken.add(name);
    names.set(key, name);
  }
  return names;
}

/** The policies inside a role or user. */
export function inlinePolicies({ policies }: IdentitySpec): readonly NamedDocument[] {
  return policies.filter(({ attach }) => attach === 'inline');
}

/** The policies of a role or user that stand beside it. */
export function ownManagedPolicies({
  policies,
}: IdentitySpec): readonly (NamedDocument & { readonly arn: string })[] {
  return policies.flatMap(({ name, document, arn }) => (arn === undefined ? [] : [{ name, document, arn }]));
}

/** A policy and its name. */
export interface NamedDocument {
  readonly name: string;
  readonly document: PolicyDocument;
}
