import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Composer, CST, Parser } from 'yaml';
import { readLines } from '../src/yaml-lines.ts';
import { template } from './slotted-documents.ts';

const MANIFEST = [
  '# about it',
  'apiVersion: v1 # first',
  'kind: ConfigMap',
  'metadata:',
  '  name: a',
  '  labels: {}',
  'data:',
  '  list:',
  '  - a: 1',
  '    b: [x-z, "y" , 1]',
  '    c: { d: [ ] , "e": f:g h, i: { j: k } } # l',
  '    $patch: delete',
  '  -',
  '    c: "d\\n"',
  '  text: |- # kept',
  '    one',
  '      two',
  '',
  '    three',
  '',
  '  # a comment',
  "  'quoted': 'it''s' #",
  '  url: https://a.example/#b',
  '---',
  '- - --a=b:c',
  '  - b',
  '- >+',
  '  folded',
  '',
  '',
].join('\n');

const PIECES = [
  '',
  ' ',
  '  ',
  '\n',
  '\n\n',
  '\t',
  ':',
  ': ',
  '- ',
  '-',
  '#',
  ' #',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  ',',
  '|',
  '>',
  '|+',
  '{ a: b }',
  '[c, ',
  ', d: "e"',
  '&a ',
  '*a',
  '!t ',
  '? ',
  '---',
  '---\n',
  '...',
  '%',
  '\\',
  '\r\n',
  '\r',
  'x',
];

/** A text with pieces of it cut out, doubled or replaced. */
const edited = fc
  .tuple(
    fc.oneof(template, fc.constantFrom(MANIFEST, MANIFEST.replaceAll('\n', '\r\n'))),
    fc.array(
      fc.tuple(fc.nat(600), fc.nat(4), fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 3 }))),
      { maxLength: 3 },
    ),
  )
  .map(([text, edits]) =>
    edits.reduce((whole, [at, length, piece]) => {
      const from = at % (whole.length + 1);
      return whole.slice(0, from) + piece + whole.slice(from + length);
    }, text),
  );

/** What sites are found by: collections, scalars and comments, without white space. */
function shape(token: CST.Token | null | undefined, comments: string[]): unknown {
  const all = (tokens: readonly CST.Token[] | undefined) => tokens?.map((other) => shape(other, comments));
  if (!token) return undefined;
  if (token.type === 'comment') comments.push(`${token.offset} ${token.source}`);
  if ('start' in token && Array.isArray(token.start)) all(token.start);
  if ('end' in token) all(token.end);
  if (token.type === 'document') return ['document', shape(token.value, comments)];
  if (token.type === 'block-scalar') {
    const [header, ...rest] = token.props.flatMap((prop) => ('source' in prop ? [prop.source] : []));
    return ['block', token.props[0]?.offset, header, rest.join(''), token.source];
  }
  if (CST.isScalar(token)) return [token.type, token.offset, token.source];
  if (!CST.isCollection(token)) return undefined;
  const items = token.items.flatMap(({ start, key, sep, value }: CST.CollectionItem) => {
    all(start);
    all(sep);
    // The parser makes an empty entry of a comment.
    if (sep === undefined && value === undefined) return [];
    return [[shape(key, comments), shape(value, comments)]];
  });
  return [token.type, token.type === 'flow-collection' ? token.start.source : token.indent, items];
}

function shapes(tokens: readonly CST.Token[]) {
  const comments: string[] = [];
  const documents = tokens.map((other) => shape(other, comments)).filter((shaped) => shaped !== undefined);
  return { documents, comments: comments.toSorted() };
}

function parsed(text: string) {
  const tokens = [...new Parser().parse(text)];
  const composer = new Composer({ uniqueKeys: false, logLevel: 'silent' });
  return { tokens, errors: Array.from(composer.compose(tokens), ({ errors }) => errors.map(String)).flat() };
}

const READ = [
  MANIFEST,
  MANIFEST.replaceAll('\n', '\r\n'),
  '',
  '# a',
  'a: 1',
  '- a\n- b:\n  - c',
  '- - a\n  - b\n- c\n',
  '-  a: b\n   c: d\n',
  'a:\n- b\nc: d\n',
  'a:\n- b: c\n  d:\n  - e\nf:\n  g:\nh: i\n',
  'a:   b  \nc: "d"  # e\n',
  'a: -b\nc: d:e\nf: g#h\ni: j - k\n',
  'a: {}\nb: [ ]\nc: { d: e }\n',
  'a: [b , c,d] # e\n',
  '- [a]\n- { b: [c] }\n',
  'a: |\n  b\n\nc: |+\n  d\n\ne: >-\n  f\n   g\n',
  'a: |\n  b\n# c\nd: e\n',
  '- |\n  a\n- b\n',
  '---\na: b\n--- # c\n- d\n---\n',
  '# a\n---\n# b\nc: d # e\n# f\n',
  '"a": b\n\'c d\': e\n',
];

/** What it leaves to the parser, whether that takes it or not. */
const LEFT = [
  'a:\tb\n',
  '\ufeffa: b\n',
  'a: b\rc: d\n',
  'a: &b c\n',
  'a: !b c\n',
  '? a\n: b\n',
  'a : b\n',
  'a\n',
  'a:b\n',
  '"a"\n',
  'a: b: c\n',
  'a: b:\n',
  'a: - b\n',
  'a: b\nc\n',
  'a: b\n  c\n',
  'a: b\n  c: d\n',
  'a: b\n- c\n',
  'a:\n  b\n',
  'a:\n  b: c\n d: e\n',
  '  a: b\n',
  '- a\nb: c\n',
  '- a\n - b\n',
  '- a\n  b\n',
  '-\n  a\n',
  'a: "b\n  c"\n',
  'a: "b" c\n',
  'a: "b"#c\n',
  'a: "\\x41"\n',
  "a: 'b\n",
  'a: [b,\n  c]\n',
  'a: [b] c\n',
  'a: [b]#c\n',
  'a: [b,, c]\n',
  'a: [b c: d]\n',
  'a: [b}\n',
  'a: { b: c]\n',
  'a: { b }\n',
  'a: { b: }\n',
  'a: { b: c\n',
  'a: { b: c d: e }\n',
  'a: |\nb: c\n',
  'a: |\n',
  'a: |2\n    b\n',
  'a: |\n\n  b\n',
  'a: |\n  b\n c\n',
  'a: |\n  b\n \n',
  'a:\n  b: |\n c: d\n',
  '--- a\n',
  '---a\n',
  '...\n',
  '%YAML 1.2\n---\na: b\n',
  ...Array.from('*@%,]}`', (sign) => `a: ${sign}b\n`),
];

function agrees(text: string): void {
  const tokens = readLines(text);
  if (tokens === undefined) return;
  const { tokens: expected, errors } = parsed(text);
  expect(errors).toEqual([]);
  expect(shapes(tokens)).toEqual(shapes(expected));
}

describe('readLines', () => {
  it.each(READ)('reads what the parser reads: %j', (text) => {
    expect(readLines(text)).toBeDefined();
    agrees(text);
  });

  it.each(LEFT)('leaves %j to the parser', (text) => {
    expect(readLines(text)).toBeUndefined();
  });

  it('reads what the parser reads, of texts without errors', () => {
    fc.assert(fc.property(edited, agrees), { numRuns: 2000 });
  });
});
