import { isRecord } from './parse-policy.ts';

/**
 * Whether two documents mean the same to IAM. Takes them as objects, as JSON, or URL-encoded as IAM returns them.
 *
 * Makes no difference: the order of statements and of lists, a single value or a list of it, capitals in actions,
 * operators and condition keys, numbers or truth values as texts, an account id or the ARN of its root, Sids, and the
 * same statement twice.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function equalPolicies(one: unknown, other: unknown): boolean {
  return canonicalPolicy(one) === canonicalPolicy(other);
}

/** A text that is equal for documents that mean the same. */
export function canonicalPolicy(input: unknown): string {
  const decoded = decodePolicy(input);
  const document = Array.isArray(decoded) && decoded.length === 1 ? decoded[0] : decoded;
  if (!isRecord(document)) return stable(document);
  const { Statement = [], Id: _cosmetic, Version = '2008-10-17', ...rest } = document;
  const statements = (Array.isArray(Statement) ? Statement : [Statement]).map((item) =>
    stable(canonicalStatement(item)),
  );
  return stable({ ...rest, Version, Statement: distinct(statements) });
}

/** The document in what IAM returned: URL-encoded or plain JSON; anything else stays as it is. */
export function decodePolicy(input: unknown): unknown {
  if (typeof input !== 'string') return input;
  for (const decode of [(text: string) => text, decodeURIComponent]) {
    try {
      return JSON.parse(decode(input));
    } catch {
      // Not in this encoding; the next one is tried.
    }
  }
  return input;
}

function canonicalStatement(statement: unknown): unknown {
  if (!isRecord(statement)) return statement;
  const { Sid: _cosmetic, ...parts } = statement;
  return Object.fromEntries(
    Object.entries(parts).flatMap(([key, value]) => {
      const canonical = canonicalPart(key, value);
      return canonical === undefined ? [] : [[key, canonical]];
    }),
  );
}

function canonicalPart(key: string, value: unknown): unknown {
  switch (key) {
    case 'Effect':
      return lower(value);
    case 'Action':
    case 'NotAction':
      return distinct(asList(value).map(lower));
    case 'Resource':
    case 'NotResource':
      return distinct(asList(value).map(asText));
    case 'Principal':
    case 'NotPrincipal':
      return canonicalPrincipal(value);
    case 'Condition':
      return canonicalCondition(value);
    default:
      return value;
  }
}

function canonicalPrincipal(value: unknown): unknown {
  if (value === '*') return { AWS: ['*'] };
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([kind, names]) => [
      kind,
      distinct(asList(names).map((name) => (kind === 'AWS' ? accountOf(asText(name)) : asText(name)))),
    ]),
  );
}

/** The root of an account and its id mean the same account. */
function accountOf(principal: string): string {
  return /^arn:[\w-]+:iam::(\d{12}):root$/.exec(principal)?.[1] ?? principal;
}

function canonicalCondition(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const tests = Object.entries(value).flatMap(([operator, keys]) =>
    Object.entries(isRecord(keys) ? keys : { '': keys }).map(([key, values]) =>
      stable([operator.toLowerCase(), key.toLowerCase(), distinct(asList(values).map(asText))]),
    ),
  );
  return tests.length === 0 ? undefined : distinct(tests);
}

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
const asText = (value: unknown) => (typeof value === 'string' ? value : stable(value));
const lower = (value: unknown) => asText(value).toLowerCase();
const distinct = (texts: readonly string[]) => [...new Set(texts)].toSorted();

/** JSON with the keys of every object in order. */
function stable(value: unknown): string {
  return (
    JSON.stringify(value, (_key, part: unknown) =>
      isRecord(part)
        ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    ) ?? ''
  );
}
