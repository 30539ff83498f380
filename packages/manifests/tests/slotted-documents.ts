import fc from 'fast-check';
import { Document, isCollection, isMap, isScalar, isSeq, parseAllDocuments, visit } from 'yaml';
import type { SlotValue } from '../src/index.ts';
import { AWKWARD_VALUES } from './awkward-values.ts';

export const VERSIONS = ['1.1', '1.2'] as const;
export const KEYS = ['a', 'b', 'c.d'] as const;
export type Values = Readonly<Record<string, SlotValue>>;

export function documents(text: string, version: (typeof VERSIONS)[number]): Document.Parsed[] {
  const all = parseAllDocuments(text, { version, uniqueKeys: false, logLevel: 'silent' });
  return Array.isArray(all) ? all : [];
}

/** What a reader of a YAML version sees. */
export function read(text: string, version: (typeof VERSIONS)[number]): unknown[] {
  return documents(text, version).map((document) => {
    if (document.errors.length > 0) throw new Error(document.errors.map(String).join('\n'));
    return document.toJS({ mapAsMap: true }) as unknown;
  });
}

/** The template as read, with values in the place of placeholders: what a rendering must read as. */
export function meant(node: unknown, values: Values): unknown {
  if (isMap(node))
    return new Map(node.items.map(({ key, value }) => [keyOf(key, values), meant(value, values)]));
  if (isSeq(node)) return node.items.map((item) => meant(item, values));
  if (!isScalar(node)) return node;
  if (typeof node.value !== 'string') return node.value;
  const only = node.type === 'PLAIN' ? /^<<__([^<>]+)__>>$/.exec(node.value)?.[1] : undefined;
  const value = only === undefined ? undefined : values[only];
  if (value === undefined || value.type === 'string') return filled(node.value, values);
  return value.type === 'boolean' ? value.text === 'true' : Number(value.text);
}

function keyOf(key: unknown, values: Values): unknown {
  return isScalar(key) && typeof key.value === 'string' ? filled(key.value, values) : meant(key, values);
}

function filled(text: string, values: Values): string {
  return text.replace(/<<__([^<>]+)__>>/g, (whole, key: string) => values[key]?.text ?? whole);
}

const text = fc.oneof(
  fc.constantFrom(...AWKWARD_VALUES),
  fc.array(fc.constantFrom(...AWKWARD_VALUES), { maxLength: 4 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
export const value: fc.Arbitrary<SlotValue> = fc.oneof(
  text.map((it) => ({ text: it, type: 'string' as const })),
  fc.integer().map((it) => ({ text: String(it), type: 'integer' as const })),
  fc.boolean().map((it) => ({ text: String(it), type: 'boolean' as const })),
);
export const values: fc.Arbitrary<Values> = fc.record({ a: value, b: value, 'c.d': value });
const slot = fc.constantFrom(...KEYS).map((key) => `<<__${key}__>>`);

const string = fc.oneof(
  { weight: 2, arbitrary: slot },
  {
    weight: 3,
    arbitrary: fc
      .array(
        fc.oneof(
          slot,
          fc.constantFrom('x', ' ', '\n', 'long-word', ': ', ' #', '"', "'", '\\', '\n\n', '-', '  y', '3'),
        ),
        {
          minLength: 1,
          maxLength: 6,
        },
      )
      .map((pieces) => pieces.join('')),
  },
  { weight: 1, arbitrary: fc.constantFrom('plain', 'a: b', '') },
);
const { node } = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    string,
    fc.integer(),
    fc.array(tie('node'), { maxLength: 3 }),
    fc.dictionary(
      fc.oneof(slot, fc.constantFrom('k', 'l', 'key with spaces', 'a <<__a__>> b')),
      tie('node'),
      {
        maxKeys: 3,
        noNullPrototype: true,
      },
    ),
  ),
}));

const SCALAR_STYLES = ['PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'] as const;

/** A template in whatever styles the random bytes choose. */
export const template = fc
  .tuple(node, fc.infiniteStream(fc.nat(99)), fc.constantFrom(0, 20), fc.constantFrom('\n', '\r\n'))
  .map(([root, choices, lineWidth, lineBreak]) => {
    const document = new Document({ root }, { aliasDuplicateObjects: false });
    const choose = () => choices.next().value ?? 0;
    visit(document, (_key, it) => {
      if (isScalar(it)) {
        const type = SCALAR_STYLES[choose() % SCALAR_STYLES.length];
        if (typeof it.value === 'string' && type !== undefined) it.type = type;
        if (choose() < 10) it.spaceBefore = true;
        if (choose() < 10) it.comment = ' a comment with <<__b__>>';
      } else if (isCollection(it)) it.flow = choose() < 25;
    });
    return document.toString({ lineWidth, minContentWidth: 0 }).replaceAll('\n', lineBreak);
  })
  .filter((it) => it.includes('<<__') && !/[<_]\\|<<__(?![a-d.]+__>>)/.test(it));

/** Whether each version of YAML can read a template. */
export function isReadable(it: string): boolean {
  return VERSIONS.every((version) => {
    return documents(it, version).every(({ errors }) => errors.length === 0);
  });
}
