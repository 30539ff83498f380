import type { Diagnostic, Related, Severity } from './diagnostic.ts';
import type { Span } from './source.ts';

/** What a package can report under one code. `{name}` in a text stands for an argument. */
export interface DiagnosticDefinition {
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
  /** A paragraph for the documentation and for `kfdist explain CODE`. */
  readonly explanation?: string;
}

/** The diagnostics of one package, by code. */
export type DiagnosticCatalog = Readonly<Record<string, DiagnosticDefinition>>;

type ArgumentsOf<Text> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ArgumentsOf<Rest>
  : never;

/** The argument names in the message and the hint of a definition. */
export type DiagnosticArguments<Definition extends DiagnosticDefinition> =
  | ArgumentsOf<Definition['message']>
  | ArgumentsOf<Definition['hint']>;

/** What accompanies a code when it is reported. */
export interface DiagnosticDetails<Name extends string> {
  readonly args: Readonly<Record<Name, string>>;
  readonly span?: Span | undefined;
  readonly related?: readonly Related[];
  /** Replaces the hint of the definition, when the place knows better; `undefined` keeps it. */
  readonly hint?: string | undefined;
}

/**
 * Makes the reporting function of a package from its catalog.
 *
 * @example
 * const report = reporter({
 *   UNKNOWN_SETTING: { severity: 'warning', message: '{key} is not a setting', hint: 'Did you mean {nearest}?' },
 * } as const);
 * report('UNKNOWN_SETTING', { args: { key: 'rds.hots', nearest: 'rds.host' } }).message;
 * //=> 'rds.hots is not a setting'
 */
export function reporter<const Catalog extends DiagnosticCatalog>(catalog: Catalog) {
  return <Code extends keyof Catalog & string>(
    code: Code,
    details: DiagnosticDetails<DiagnosticArguments<Catalog[Code]>>,
  ): Diagnostic => {
    const definition: DiagnosticDefinition | undefined = catalog[code];
    if (definition === undefined) throw new Error(`no diagnostic has the code ${code}`);
    const args: Readonly<Record<string, string>> = details.args;
    const hint = details.hint ?? (definition.hint === undefined ? undefined : fill(definition.hint, args));
    return {
      code,
      severity: definition.severity,
      message: fill(definition.message, args),
      ...(hint === undefined ? {} : { hint }),
      ...(details.span === undefined ? {} : { span: details.span }),
      ...(details.related === undefined ? {} : { related: details.related }),
      ...(Object.keys(args).length === 0 ? {} : { args }),
    };
  };
}

function fill(text: string, args: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => args[name] ?? whole);
}
