import type { Diagnostic } from '@kfdist/diagnostics';
import { report } from './codes.ts';
import { unusedCharacter } from './neutral.ts';
import { type Slot, wellFormed } from './slot.ts';
import type { Lookup, SlotValue } from './slot-value.ts';
import { type EngineHelper, engineOf } from './template-engine.ts';
import { HELPERS, settingOf } from './template-helpers.ts';
import { INTERNAL, type TemplateNode, type TemplatePlan } from './template-plan.ts';

/** The text that a template makes, with a token in the place of each value, and the values. */
export interface TemplateOutput {
  readonly text: string;
  readonly slots: readonly Slot[];
  readonly values: readonly SlotValue[];
  readonly diagnostics: Diagnostic[];
}

/** A template ready to run. */
export type RunTemplate = (data: unknown, lookup: Lookup) => TemplateOutput;

const HELPER_NAMES = [...Object.keys(HELPERS), ...Object.values(INTERNAL), 'setting'];

/** One run: what was printed, in order. */
interface Run {
  readonly nodes: readonly TemplateNode[];
  readonly lookup: Lookup;
  /** Sets tokens off from the text of the template, in which it does not occur. */
  readonly mark: string;
  readonly printed: { readonly node: TemplateNode; readonly value: SlotValue }[];
  readonly diagnostics: Diagnostic[];
}

/** Makes a planned template ready to run: what it prints goes into a list, and a token into the text. */
export function templateRunner(text: string, { program, nodes }: TemplatePlan): RunTemplate {
  const render = engineOf(program, HELPER_NAMES);
  const mark = unusedCharacter(text);
  return (data, lookup) => {
    const run: Run = { nodes, lookup, mark, printed: [], diagnostics: [] };
    return outputOf(run, render(data, helpersOf(run)));
  };
}

function helpersOf(run: Run): Record<string, EngineHelper> {
  const nodeAt = (index: unknown): TemplateNode => {
    const node = run.nodes[Number(index)];
    if (node === undefined) throw new Error(`no template node ${String(index)}`);
    return node;
  };
  const values = Object.entries(HELPERS).map(([name, helper]): [string, EngineHelper] => [
    name,
    // Handlebars passes its options last.
    (...args) => helper(...args.slice(0, -1)),
  ]);
  return {
    ...Object.fromEntries(values),
    setting: (key) => settingOf(run.lookup, key),
    [INTERNAL.print]: (value, index) => print(run, nodeAt(index), value),
    [INTERNAL.read]: (value, index) => read(run, nodeAt(index), value),
    [INTERNAL.fill]: (index) => fillIn(run, nodeAt(index)),
  };
}

function print(run: Run, node: TemplateNode, value: unknown): string {
  const scalar = scalarOf(value);
  if (scalar !== undefined) return token(run, node, scalar);
  if (value === undefined || value === null) missing(run, node);
  else {
    const kind = Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`;
    const args = { expression: node.source, kind };
    run.diagnostics.push(report('NOT_A_SCALAR', { args, span: node.span }));
  }
  return token(run, node, { text: '', type: 'string' });
}

function read(run: Run, node: TemplateNode, value: unknown): unknown {
  if (value === undefined) missing(run, node);
  return value;
}

function missing(run: Run, { source, span }: TemplateNode): void {
  run.diagnostics.push(report('MISSING_EXPRESSION', { args: { expression: source }, span }));
}

function fillIn(run: Run, node: TemplateNode): string {
  const key = node.key ?? '';
  const value = run.lookup(key);
  if (value !== undefined) return token(run, node, value);
  run.diagnostics.push(report('UNKNOWN_PLACEHOLDER', { args: { key }, span: node.span }));
  return token(run, node, { text: node.source, type: 'string' });
}

function token(run: Run, node: TemplateNode, value: SlotValue): string {
  const { span, key = node.source } = node;
  run.printed.push({ node, value: wellFormed(value, { key, span }, run.diagnostics) });
  return `${run.mark}${run.printed.length - 1}${run.mark}`;
}

function scalarOf(value: unknown): SlotValue | undefined {
  if (typeof value === 'string') return { text: value, type: 'string' };
  if (typeof value === 'boolean') return { text: String(value), type: 'boolean' };
  if (typeof value === 'bigint') return { text: String(value), type: 'integer' };
  if (!Number.isFinite(value)) return undefined;
  return { text: String(value), type: Number.isInteger(value) ? 'integer' : 'number' };
}

function outputOf({ printed, mark, diagnostics }: Run, text: string): TemplateOutput {
  const slots: Slot[] = [];
  const tokens = new RegExp(`${mark}(\\d+)${mark}`, 'g');
  for (const match of text.matchAll(tokens)) {
    const index = Number(match[1]);
    const { node } = printed[index] ?? {};
    if (node === undefined) continue;
    const { span, key = node.source } = node;
    slots.push({ index, key, span, start: match.index, end: match.index + match[0].length });
  }
  return { text, slots, values: printed.map(({ value }) => value), diagnostics };
}
