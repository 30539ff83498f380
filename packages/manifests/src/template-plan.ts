import type { Diagnostic, Span } from '@kfdist/diagnostics';
import { report } from './codes.ts';
import type { ManifestFile } from './manifest-file.ts';
import { findPlaceholders } from './placeholders.ts';
import { HELPERS } from './template-helpers.ts';
import {
  type Block,
  type Call,
  type Content,
  type Expression,
  helperName,
  type Location,
  lineStartsOf,
  type Mustache,
  numberLiteral,
  type OtherStatement,
  type Position,
  type Program,
  pathTo,
  type Statement,
  type SubExpression,
} from './template-syntax.ts';

/** Something in a template that a diagnostic can point at: an expression, or a placeholder. */
export interface TemplateNode {
  /** As written. */
  readonly source: string;
  /** The key of a placeholder. */
  readonly key: string | undefined;
  readonly span: Span;
}

/** A template rewritten so that everything printed and everything read passes through a helper of this package. */
export interface TemplatePlan {
  readonly program: Program;
  /** By the number that the helpers are called with. */
  readonly nodes: readonly TemplateNode[];
  readonly comments: readonly Span[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The helpers that rewritten templates call. No template can call them by itself. */
export const INTERNAL = { print: '%print', read: '%read', fill: '%fill' } as const;

const BLOCKS = ['if', 'unless', 'each', 'with'] as const;
const VALUES = [...Object.keys(HELPERS), 'lookup', 'setting'];
const ARGUMENTS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(Object.entries(HELPERS).map(([name, helper]) => [name, helper.length])),
  lookup: 2,
  setting: 1,
};

interface Planning {
  readonly file: ManifestFile;
  readonly lineStarts: readonly number[];
  readonly nodes: TemplateNode[];
  readonly comments: Span[];
  readonly diagnostics: Diagnostic[];
}

/** Rewrites a parsed template, and reports what templates cannot have. */
export function planTemplate(file: ManifestFile, program: Program): TemplatePlan {
  const lineStarts = lineStartsOf(file.text);
  const planning: Planning = { file, lineStarts, nodes: [], comments: [], diagnostics: [] };
  return { ...planning, program: rewritten(planning, program) };
}

function rewritten(planning: Planning, program: Program): Program {
  return { ...program, body: program.body.flatMap((statement) => statements(planning, statement)) };
}

function statements(planning: Planning, statement: Statement): readonly Statement[] {
  if (statement.type === 'ContentStatement') return content(planning, statement);
  if (statement.type === 'MustacheStatement') return [printed(planning, statement)];
  if (statement.type === 'BlockStatement') return [block(planning, statement)];
  if (statement.type !== 'CommentStatement') return unsupported(planning, statement);
  planning.comments.push(spanOf(planning, statement.loc));
  return [];
}

const UNSUPPORTED: Readonly<Record<OtherStatement['type'], string>> = {
  PartialStatement: 'partials',
  PartialBlockStatement: 'partials',
  Decorator: 'decorators',
  DecoratorBlock: 'decorators',
};

function unsupported(planning: Planning, { type, loc }: OtherStatement): readonly [] {
  planning.diagnostics.push(
    report('UNSUPPORTED_EXPRESSION', {
      args: { construct: UNSUPPORTED[type] },
      span: spanOf(planning, loc),
    }),
  );
  return [];
}

/** Placeholders in literal text are printed like expressions. */
function content(planning: Planning, statement: Content): readonly Statement[] {
  const { value, loc } = statement;
  const { path, text } = planning.file;
  const pieces: Statement[] = [];
  let from = 0;
  let at = offsetOf(planning, loc.start);
  for (const { key, start, end } of findPlaceholders(value)) {
    const source = value.slice(start, end);
    at = Math.max(text.indexOf(source, at), at);
    const node = planning.nodes.push({ source, key, span: { path, start: at, end: at + source.length } }) - 1;
    at += source.length;
    pieces.push(
      { ...statement, value: value.slice(from, start) },
      call(INTERNAL.fill, [numberLiteral(node, loc)], loc),
    );
    from = end;
  }
  return [...pieces, { ...statement, value: value.slice(from) }];
}

function printed(planning: Planning, mustache: Mustache): Statement {
  const { path, params, hash, loc, escaped } = mustache;
  const node = addNode(planning, loc);
  if (!escaped) {
    const args = { expression: sourceOf(planning, loc) };
    planning.diagnostics.push(report('RAW_EXPRESSION', { args, span: spanOf(planning, loc) }));
  }
  const name = helperName(path);
  const isCall = params.length > 0 || hash !== undefined || (name !== undefined && VALUES.includes(name));
  const value = isCall ? subExpression(planning, { type: 'SubExpression', path, params, hash, loc }) : path;
  return call(INTERNAL.print, [value, numberLiteral(node, loc)], loc);
}

function block(planning: Planning, statement: Block): Statement {
  const { path, params, hash, program, inverse, loc } = statement;
  const span = spanOf(planning, path.loc);
  const name = BLOCKS.find((known) => known === helperName(path));
  if (name === undefined) {
    const args = {
      name: sourceOf(planning, path.loc),
      helpers: BLOCKS.map((known) => `#${known}`).join(', '),
    };
    planning.diagnostics.push(report('UNKNOWN_HELPER', { args, span }));
  } else if (params.length !== 1) {
    const args = { syntax: 'Handlebars', problem: `#${name} takes one argument` };
    planning.diagnostics.push(report('INVALID_TEMPLATE', { args, span }));
  }
  return {
    ...statement,
    params: params.map((param) => argument(planning, param)),
    hash: hash && {
      ...hash,
      pairs: hash.pairs.map((pair) => ({ ...pair, value: argument(planning, pair.value) })),
    },
    ...(program && { program: rewritten(planning, program) }),
    ...(inverse && { inverse: rewritten(planning, inverse) }),
    loc,
  };
}

function subExpression(planning: Planning, expression: SubExpression): SubExpression {
  const { path, params, hash } = expression;
  const name = helperName(path);
  if (name === undefined || !VALUES.includes(name)) {
    const args = { name: sourceOf(planning, path.loc), helpers: VALUES.join(', ') };
    planning.diagnostics.push(report('UNKNOWN_HELPER', { args, span: spanOf(planning, path.loc) }));
  } else if (params.length < (ARGUMENTS[name] ?? 0)) {
    const args = { syntax: 'Handlebars', problem: `${name} takes ${ARGUMENTS[name]} arguments` };
    planning.diagnostics.push(report('INVALID_TEMPLATE', { args, span: spanOf(planning, path.loc) }));
  }
  return {
    ...expression,
    params: params.map((param) => argument(planning, param)),
    hash: hash && {
      ...hash,
      pairs: hash.pairs.map((pair) => ({ ...pair, value: argument(planning, pair.value) })),
    },
  };
}

/** What an expression reads must be there. */
function argument(planning: Planning, expression: Expression): Expression {
  if (expression.type === 'SubExpression') return subExpression(planning, expression);
  if (expression.type !== 'PathExpression') return expression;
  const { loc } = expression;
  const node = numberLiteral(addNode(planning, loc), loc);
  return { type: 'SubExpression', path: pathTo(INTERNAL.read, loc), params: [expression, node], loc };
}

function call(name: string, params: readonly Expression[], loc: Location): Mustache {
  return {
    type: 'MustacheStatement',
    path: pathTo(name, loc),
    params,
    escaped: true,
    loc,
  } satisfies Call & Statement;
}

function addNode(planning: Planning, loc: Location): number {
  const node = { source: sourceOf(planning, loc), key: undefined, span: spanOf(planning, loc) };
  return planning.nodes.push(node) - 1;
}

function sourceOf(planning: Planning, loc: Location): string {
  const { start, end } = spanOf(planning, loc);
  return planning.file.text.slice(start, end);
}

function spanOf(planning: Planning, { start, end }: Location): Span {
  return { path: planning.file.path, start: offsetOf(planning, start), end: offsetOf(planning, end) };
}

function offsetOf({ lineStarts }: Planning, { line, column }: Position): number {
  return (lineStarts[line - 1] ?? 0) + column;
}
