import { listOf } from '../src/one-or-more.ts';
import { matchesPattern } from '../src/pattern.ts';
import type { PolicyDocument, Statement } from '../src/policy.ts';

/** What somebody asks of AWS. */
export interface AccessRequest {
  readonly action: string;
  readonly resource?: string;
  /** Condition keys of the request; a list for keys with several values. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
  /** Who asks, for trust policies: `{ Federated: 'arn:...' }`. */
  readonly principal?: Readonly<Record<string, string>>;
}

export type Decision = 'allow' | 'deny' | 'nothing';

/**
 * What a document decides, by the rules of IAM: a matching Deny wins, then a matching Allow, else nothing is said.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(document: PolicyDocument, request: AccessRequest): Decision {
  const matching = document.Statement.filter((statement) => applies(statement, request));
  if (matching.some(({ Effect }) => Effect === 'Deny')) return 'deny';
  return matching.length > 0 ? 'allow' : 'nothing';
}

function applies(statement: Statement, request: AccessRequest): boolean {
  return (
    actionMatches(statement, request) &&
    resourceMatches(statement, request) &&
    principalMatches(statement, request) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => holds(operator, valuesOf(key, request), listOf(values))),
    )
  );
}

function actionMatches({ Action, NotAction }: Statement, { action }: AccessRequest): boolean {
  const isListed = (list: Statement['Action']) =>
    listOf(list).some((pattern) => matchesPattern(pattern.toLowerCase(), action.toLowerCase()));
  return NotAction === undefined ? isListed(Action) : !isListed(NotAction);
}

function resourceMatches({ Resource, NotResource }: Statement, request: AccessRequest): boolean {
  const { resource } = request;
  if (resource === undefined) return Resource === undefined || listOf(Resource).includes('*');
  const isListed = (list: Statement['Resource']) =>
    listOf(list).some((pattern) => matchesPattern(substitute(pattern, request), resource));
  return NotResource === undefined ? isListed(Resource) : !isListed(NotResource);
}

function principalMatches({ Principal }: Statement, { principal }: AccessRequest): boolean {
  if (Principal === undefined || Principal === '*') return true;
  return Object.entries(Principal).some(([kind, names]) =>
    listOf(names).some((name) => {
      const asking = principal?.[kind];
      if (asking === undefined) return false;
      const account = /^arn:[\w-]+:iam::(\d{12}):root$/.exec(name)?.[1];
      return name === '*' || name === asking || (account !== undefined && asking.split(':')[4] === account);
    }),
  );
}

/** `${aws:PrincipalTag/x}` becomes the value of the request; unknown ones match nothing. */
function substitute(pattern: string, request: AccessRequest): string {
  return pattern.replaceAll(
    /\$\{([^}]+)\}/g,
    (_whole, key: string) => valuesOf(key, request)?.[0] ?? '\u0000',
  );
}

function valuesOf(key: string, { context = {} }: AccessRequest): readonly string[] | undefined {
  const found = Object.entries(context).find(([known]) => known.toLowerCase() === key.toLowerCase());
  return found === undefined ? undefined : listOf(found[1]);
}

const COMPARISONS: Readonly<Record<string, (wanted: string, actual: string) => boolean>> = {
  stringequals: (wanted, actual) => wanted === actual,
  stringequalsignorecase: (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase(),
  stringlike: matchesPattern,
  arnequals: matchesPattern,
  arnlike: matchesPattern,
  bool: (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase(),
  numericequals: (wanted, actual) => Number(wanted) === Number(actual),
};

/** Whether one test of a condition holds for the values of a request. */
export function holds(
  operator: string,
  actual: readonly string[] | undefined,
  wanted: readonly string[],
): boolean {
  const [, set = '', name = '', ifExists] =
    /^(forallvalues:|foranyvalue:)?(.*?)(ifexists)?$/i.exec(operator) ?? [];
  const base = name.toLowerCase();
  if (base === 'null')
    return wanted.some((value) => (value.toLowerCase() === 'true') === (actual === undefined));
  const positive = base.replace(/^(string|arn|numeric)not/, '$1');
  const compare = COMPARISONS[positive];
  if (compare === undefined) throw new Error(`the evaluator does not know ${operator}`);
  const isNegated = positive !== base;
  const fits = (value: string) => wanted.some((one) => compare(one, value)) !== isNegated;
  if (set.toLowerCase() === 'forallvalues:') return (actual ?? []).every(fits);
  if (actual === undefined) return ifExists !== undefined || (isNegated && set === '');
  return isNegated && set === '' ? actual.every(fits) : actual.some(fits);
}
