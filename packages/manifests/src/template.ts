import type { Diagnostic, Span } from '@kfdist/diagnostics';
import { report } from './codes.ts';
import { compileDocument } from './compile-document.ts';
import { renderDocument } from './document.ts';
import { type ManifestSlot, type Rendering, remnantsOf } from './manifest.ts';
import { type ManifestFile, syntaxOf } from './manifest-file.ts';
import type { Lookup } from './slot-value.ts';
import { parseTemplate } from './template-engine.ts';
import { planTemplate } from './template-plan.ts';
import { type RunTemplate, templateRunner } from './template-run.ts';
import { lineStartsOf, type Program } from './template-syntax.ts';

/** A Handlebars template looked at once, to be rendered for any number of clusters. */
export interface CompiledTemplate {
  /** Of the result: the path of the template without `.hbs`. */
  readonly path: string;
  /** The placeholders `<<__key__>>` in it. */
  readonly slots: readonly ManifestSlot[];
  /** What is wrong with the template itself, whatever the data. */
  readonly diagnostics: readonly Diagnostic[];
  /** Where the template itself is. */
  readonly source: ManifestFile;
  /** How to run it; `undefined` where `diagnostics` says why it cannot be run. */
  readonly run: RunTemplate | undefined;
}

/**
 * Reads a Handlebars template. Every `{{expression}}` is written as its place in the YAML or JSON needs; there is no
 * way to print raw text, no partial and no access to prototypes.
 *
 * @example
 * const template = compileTemplate({ path: 'owners.yaml.hbs', text: 'owners:\n{{#each owners}}\n  - {{this}}\n{{/each}}\n' });
 * renderTemplate(template, { owners: ['ada: admin'] }, () => undefined).text;
 * //=> 'owners:\n  - "ada: admin"\n'
 */
export function compileTemplate(source: ManifestFile): CompiledTemplate {
  const path = source.path.replace(/\.hbs$/i, '');
  const parsed = parse(source);
  if ('code' in parsed) return { path, source, slots: [], diagnostics: [parsed], run: undefined };
  const plan = planTemplate(source, parsed);
  const slots = plan.nodes.flatMap(({ key, span }) => (key === undefined ? [] : [{ key, span }]));
  const known = [...slots.map(({ span }) => span), ...plan.comments].toSorted((a, b) => a.start - b.start);
  const run = plan.diagnostics.length === 0 ? templateRunner(source.text, plan) : undefined;
  return { path, source, slots, diagnostics: [...plan.diagnostics, ...remnantsOf(source, known)], run };
}

/** The text that a template makes of data, which is all that it can read, and of the values of its placeholders. */
export function renderTemplate(compiled: CompiledTemplate, data: unknown, lookup: Lookup): Rendering {
  if (compiled.run === undefined) return { text: '', diagnostics: [] };
  const { text, slots, values, diagnostics } = compiled.run(data, lookup);
  const { document, problems = [] } = compileDocument(syntaxOf(compiled.path), { text, slots });
  for (const { problem, start } of problems) {
    const line = text.slice(0, start).split('\n').length;
    const args = {
      syntax: syntaxOf(compiled.path).toUpperCase(),
      problem: `${problem} (line ${line} of the output)`,
    };
    const before = slots.findLast((slot) => slot.end <= start) ?? slots[0];
    diagnostics.push(
      report('INVALID_TEMPLATE', {
        args,
        span: before?.span ?? { path: compiled.source.path, start: 0, end: 0 },
      }),
    );
  }
  if (document === undefined) return { text: '', diagnostics };
  const filling = { values, report: (diagnostic: Diagnostic) => void diagnostics.push(diagnostic) };
  return { text: renderDocument(document, filling), diagnostics };
}

function parse(source: ManifestFile): Program | Diagnostic {
  try {
    return parseTemplate(source.text);
  } catch (cause) {
    return invalid(source, cause);
  }
}

/** What Handlebars says about a text that is no template, on the line that it says it of. */
function invalid({ path, text }: ManifestFile, cause: unknown): Diagnostic {
  const message = cause instanceof Error ? cause.message : String(cause);
  const line = Number(/line (\d+)|- (\d+):\d+$/.exec(message)?.slice(1).find(Boolean) ?? 1);
  const starts = lineStartsOf(text);
  const span: Span = { path, start: starts[line - 1] ?? 0, end: starts[line] ?? text.length };
  const problem = message.split('\n').at(-1) ?? message;
  return report('INVALID_TEMPLATE', { args: { syntax: 'Handlebars', problem }, span });
}
