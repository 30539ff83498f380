import type { Diagnostic, Source } from '@kfdist/diagnostics';
import { report } from './codes.ts';
import { type JsonPath, type Locate, readJson } from './json-source.ts';
import type { PolicyDocument, Statement } from './policy.ts';

/** A policy that was read, and where its parts stand in the text. */
export interface ParsedPolicy {
  /** Absent where the text does not follow the grammar. */
  readonly document?: PolicyDocument;
  readonly locate: Locate;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the text of a policy or trust policy, and reports everything that does not follow the grammar.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicy(source: Source): ParsedPolicy {
  const { value, locate, failure, duplicates } = readJson(source);
  if (failure) {
    const { reason, span } = failure;
    return { locate, diagnostics: [report('POLICY_NOT_JSON', { args: { reason }, span })] };
  }
  const twice = duplicates.map(({ key, span }) => report('POLICY_DUPLICATE_KEY', { args: { key }, span }));
  const { document, diagnostics } = readPolicy(value, locate);
  return { ...(document && { document }), locate, diagnostics: [...twice, ...diagnostics] };
}

/**
 * The policy document that any JSON value is, with one statement made a list of one; a diagnostic for every part that
 * does not follow the grammar.
 */
export function readPolicy(value: unknown, locate: Locate = () => undefined): Omit<ParsedPolicy, 'locate'> {
  const wrong: Diagnostic[] = [];
  const expect: Expect = (holds, path, expected) => {
    if (holds) return true;
    const where = path.length === 0 ? 'The document' : spell(path);
    wrong.push(report('POLICY_BAD_SHAPE', { args: { where, expected }, span: locate(path) }));
    return false;
  };
  if (!expect(isRecord(value), [], 'an object') || !isRecord(value)) return { diagnostics: wrong };
  const { Version, Statement } = value;
  expect(
    Version === undefined || Version === '2012-10-17' || Version === '2008-10-17',
    ['Version'],
    '"2012-10-17"',
  );
  expect(value.Id === undefined || typeof value.Id === 'string', ['Id'], 'a text');
  onlyKeys(value, [], { allowed: DOCUMENT_KEYS, expect });
  const statements = Array.isArray(Statement) ? Statement : [Statement];
  statements.forEach((statement: unknown, index) => {
    readStatement(statement, Array.isArray(Statement) ? ['Statement', index] : ['Statement'], expect);
  });
  if (wrong.length > 0) return { diagnostics: wrong };
  const isCurrent = Version === '2012-10-17';
  // A document without a version has the old one
  const version = '2008-10-17';
  const old = () => report('POLICY_OLD_VERSION', { args: { version }, span: locate(['Version']) });
  return {
    document: {
      ...value,
      Version: isCurrent ? Version : version,
      Statement: (statements as readonly Statement[]).map(textConditions),
    },
    diagnostics: isCurrent ? [] : [old()],
  };
}

/** IAM takes numbers and truth values in conditions, and means their texts. */
function textConditions(statement: Statement): Statement {
  if (statement.Condition === undefined) return statement;
  const Condition = mapValues(statement.Condition, (keys) => mapValues(keys, texts));
  return { ...statement, Condition };
}

const texts = (values: unknown) => (Array.isArray(values) ? values.map(String) : String(values));

function mapValues<From, To>(record: Readonly<Record<string, From>>, change: (value: From) => To) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

type Expect = (holds: boolean, path: JsonPath, expected: string) => boolean;

const DOCUMENT_KEYS = ['Version', 'Id', 'Statement'];
const STATEMENT_KEYS = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

function readStatement(value: unknown, path: JsonPath, expect: Expect): void {
  if (!expect(isRecord(value), path, 'an object') || !isRecord(value)) return;
  onlyKeys(value, path, { allowed: STATEMENT_KEYS, expect });
  expect(value.Sid === undefined || typeof value.Sid === 'string', [...path, 'Sid'], 'a text');
  expect(value.Effect === 'Allow' || value.Effect === 'Deny', [...path, 'Effect'], '"Allow" or "Deny"');
  for (const [one, other] of [
    ['Action', 'NotAction'],
    ['Resource', 'NotResource'],
    ['Principal', 'NotPrincipal'],
  ] as const) {
    expect(value[one] === undefined || value[other] === undefined, path, `without both ${one} and ${other}`);
  }
  expect(value.Action !== undefined || value.NotAction !== undefined, path, 'a statement with Action');
  for (const key of ['Action', 'NotAction', 'Resource', 'NotResource'] as const) {
    expect(value[key] === undefined || isTexts(value[key]), [...path, key], 'a text or a list of texts');
  }
  for (const key of ['Principal', 'NotPrincipal'] as const) {
    const wanted = 'an asterisk, or an object of texts';
    expect(value[key] === undefined || isPrincipal(value[key]), [...path, key], wanted);
  }
  readCondition(value.Condition, [...path, 'Condition'], expect);
}

function readCondition(value: unknown, path: JsonPath, expect: Expect): void {
  if (value === undefined) return;
  if (!expect(isRecord(value), path, 'an object') || !isRecord(value)) return;
  for (const [operator, keys] of Object.entries(value)) {
    const wanted = 'an object of condition keys';
    if (!expect(isRecord(keys), [...path, operator], wanted) || !isRecord(keys)) continue;
    for (const [key, values] of Object.entries(keys)) {
      expect(isScalars(values), [...path, operator, key], 'a value or a list of values');
    }
  }
}

function onlyKeys(
  value: Readonly<Record<string, unknown>>,
  path: JsonPath,
  { allowed, expect }: { readonly allowed: readonly string[]; readonly expect: Expect },
): void {
  for (const key of Object.keys(value)) {
    expect(allowed.includes(key), [...path, key], `removed; only ${allowed.join(', ')} are known`);
  }
}

/** Whether a value is an object with named members. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isTexts = (value: unknown) =>
  typeof value === 'string' ||
  (Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string'));

const isScalar = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);
const isScalars = (value: unknown) => isScalar(value) || (Array.isArray(value) && value.every(isScalar));
const isPrincipal = (value: unknown) =>
  value === '*' || (isRecord(value) && Object.keys(value).length > 0 && Object.values(value).every(isTexts));

function spell(path: JsonPath): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .slice(1);
}
