/** A place in a template; lines from 1, columns from 0. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** From where to where a node of a template reaches. */
export interface Location {
  readonly start: Position;
  readonly end: Position;
}

/** Statements of a template. */
export interface Program {
  readonly type: 'Program';
  readonly body: readonly Statement[];
  readonly loc: Location;
}

/** Literal text. */
export interface Content {
  readonly type: 'ContentStatement';
  readonly value: string;
  readonly original: string;
  readonly loc: Location;
}

/** `{{x}}`, or `{{helper x}}`. */
export interface Mustache extends Call {
  readonly type: 'MustacheStatement';
  readonly escaped: boolean;
}

/** `{{#helper x}}...{{else}}...{{/helper}}`. */
export interface Block extends Call {
  readonly type: 'BlockStatement';
  readonly program?: Program;
  readonly inverse?: Program;
}

/** `{{! ... }}`. */
export interface Comment {
  readonly type: 'CommentStatement';
  readonly loc: Location;
}

/** What this package gives no meaning. */
export interface OtherStatement {
  readonly type: 'PartialStatement' | 'PartialBlockStatement' | 'Decorator' | 'DecoratorBlock';
  readonly loc: Location;
}

/** A statement of a template. */
export type Statement = Content | Mustache | Block | Comment | OtherStatement;

/** A path with arguments. */
export interface Call {
  readonly path: Expression;
  readonly params: readonly Expression[];
  readonly hash?: Hash | undefined;
  readonly loc: Location;
}

/** `name=value` arguments. */
export interface Hash {
  readonly type: 'Hash';
  readonly pairs: readonly { readonly type: 'HashPair'; readonly key: string; readonly value: Expression }[];
}

/** `a.b`, `this`, `@index`, `../x`. */
export interface PathExpression {
  readonly type: 'PathExpression';
  readonly data: boolean;
  readonly depth: number;
  readonly parts: readonly unknown[];
  readonly original: string;
  readonly loc: Location;
}

/** `(helper x)`. */
export interface SubExpression extends Call {
  readonly type: 'SubExpression';
}

/** A literal. */
export interface Literal {
  readonly type: 'StringLiteral' | 'NumberLiteral' | 'BooleanLiteral' | 'UndefinedLiteral' | 'NullLiteral';
  readonly value?: string | number | boolean;
  readonly original?: string | number | boolean;
  readonly loc: Location;
}

/** What can be printed or be an argument. */
export type Expression = PathExpression | SubExpression | Literal;

/** The name that a path calls a helper by; `undefined` where it can only be data. */
export function helperName(path: Expression): string | undefined {
  if (path.type !== 'PathExpression') return undefined;
  // `@x`, `../x`, `./x` and `x.y` are written otherwise than their first part
  return path.original === path.parts[0] ? path.original : undefined;
}

/** A path to a name, for calling a helper. */
export function pathTo(name: string, loc: Location): PathExpression {
  return { type: 'PathExpression', data: false, depth: 0, parts: [name], original: name, loc };
}

/** A number as an expression. */
export function numberLiteral(value: number, loc: Location): Literal {
  return { type: 'NumberLiteral', value, original: value, loc };
}

/** Where the lines of a text begin, as Handlebars counts them. */
export function lineStartsOf(text: string): readonly number[] {
  return [0, ...Array.from(text.matchAll(/\r\n?|\n/g), ({ 0: end, index }) => index + end.length)];
}
