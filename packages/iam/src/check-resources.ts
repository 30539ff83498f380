import type { Diagnostic, Span } from '@kfdist/diagnostics';
import { actionDetails, matchingActions } from './action-list.ts';
import { parseArn } from './arn.ts';
import { report } from './codes.ts';
import { listOf } from './one-or-more.ts';
import { matchesPattern, patternsMeet } from './pattern.ts';
import { type PlacedStatement, placedList } from './placed-statement.ts';
import { isConditional } from './policy.ts';

/** What is wrong with the resources and conditions of a statement. */
export function checkResources(placed: PlacedStatement): readonly Diagnostic[] {
  const resources = placedList(placed, 'Resource');
  return [
    ...resources.flatMap(({ text, span }) => checkResource(text, span, placed)),
    ...checkPassRole(placed),
    ...checkReach(placed),
    ...checkConditions(placed),
  ];
}

function checkResource(
  resource: string,
  span: Span | undefined,
  placed: PlacedStatement,
): readonly Diagnostic[] {
  const { statement, isJustified } = placed;
  const isAllowed = statement.Effect === 'Allow';
  if (/^[*:]+$/.test(resource) || resource === 'arn:*') {
    const where = statement.Sid ?? 'The statement';
    const isNarrowed = isJustified || isConditional(statement) || !isAllowed;
    return isNarrowed ? [] : [report('WIDE_RESOURCE', { args: { where }, span })];
  }
  const arn = parseArn(resource);
  if (arn === undefined) return [report('BAD_RESOURCE', { args: { resource }, span })];
  const isOpen = NAMED_BY_PREFIX.includes(arn.service) && /[\w-]\*$/.test(resource);
  const example = resource.replace(/\*$/, '-other/name');
  return isOpen && isAllowed ? [report('OPEN_PREFIX', { args: { resource, example }, span })] : [];
}

/** Services whose users build folders out of names. */
const NAMED_BY_PREFIX = ['secretsmanager', 'ssm', 's3'];

function checkPassRole(placed: PlacedStatement): readonly Diagnostic[] {
  const { statement } = placed;
  const passes = listOf(statement.Action).some(
    (action) => action !== '*' && matchesPattern(action.toLowerCase(), 'iam:passrole'),
  );
  if (statement.Effect !== 'Allow' || !passes) return [];
  return placedList(placed, 'Resource')
    .filter(({ text }) => isAnyRole(text))
    .map(({ text, span }) => report('WIDE_PASS_ROLE', { args: { resource: text }, span }));
}

/** No role can have this name. */
const NO_NAME = 'role/ ';

function isAnyRole(resource: string): boolean {
  const arn = parseArn(resource);
  return arn === undefined
    ? matchesPattern(resource, `arn:aws:iam::123456789012:${NO_NAME}`)
    : matchesPattern(arn.resource, NO_NAME);
}

/** Resources that no action of the statement works on, and actions that work on none of its resources. */
function checkReach(placed: PlacedStatement): readonly Diagnostic[] {
  const { statement, path, locate } = placed;
  const resources = placedList(placed, 'Resource');
  if (resources.some(({ text }) => parseArn(text) === undefined)) return [];
  const actions = listOf(statement.Action).flatMap((action) => matchingActions(action) ?? []);
  const isUseful = ({ text }: { readonly text: string }) => actions.some((action) => reaches(action, text));
  const useless = literalActions(placed).filter(
    (action) => !resources.some(({ text }) => reaches(action, text)),
  );
  const all = resources.map(({ text }) => text).join(', ');
  return [
    ...resources
      .filter((one) => !isUseful(one))
      .flatMap(({ text, span }) => neverMatches(actions[0], text, span)),
    ...(resources.some(isUseful)
      ? useless.flatMap((action) => neverMatches(action, all, locate([...path, 'Action'])))
      : []),
  ];
}

function neverMatches(
  action: string | undefined,
  resource: string,
  span: Span | undefined,
): readonly Diagnostic[] {
  if (action === undefined) return [];
  const kinds = actionDetails(action)?.kinds.join(', ') || '* (it knows none)';
  return [report('RESOURCE_NEVER_MATCHES', { args: { action, resource, kinds }, span })];
}

/** The actions that the statement spells out, as AWS writes them. */
const literalActions = ({ statement }: PlacedStatement) =>
  listOf(statement.Action).flatMap((action) => (/[*?]/.test(action) ? [] : (matchingActions(action) ?? [])));

/** The list knows only the load balancers of the first generation for these. */
function hasReliableKinds(action: string): boolean {
  return actionDetails(action) !== undefined && !action.startsWith('elasticloadbalancing:');
}

/** Whether an action can work on something that the resource stands for; so it is assumed where nothing is known. */
function reaches(action: string, resource: string): boolean {
  if (!hasReliableKinds(action)) return true;
  const wanted = resource.replaceAll(/\$\{[^}]*\}/g, '*');
  return (actionDetails(action)?.resources ?? []).some(
    (pattern) => arnsMeet(wanted, pattern) && !(pattern === BUCKETS && wanted.includes('/')),
  );
}

/** Part by part: an asterisk does not reach over the colons of an ARN. */
function arnsMeet(one: string, other: string): boolean {
  const [left, right] = [parseArn(one), parseArn(other)];
  if (left === undefined || right === undefined) return false;
  const parts = ['partition', 'service', 'region', 'accountId', 'resource'] as const;
  return parts.every((part) => patternsMeet(left[part], right[part]));
}

/** Names of buckets have no slash; those of most other resources may. */
const BUCKETS = 'arn:*:s3:::*';

function checkConditions(placed: PlacedStatement): readonly Diagnostic[] {
  const { statement, path, locate } = placed;
  return Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) => {
    const span = locate([...path, 'Condition', operator]);
    return [
      ...(isOperator(operator) ? [] : [report('UNKNOWN_OPERATOR', { args: { operator }, span })]),
      ...Object.keys(keys).flatMap((key) =>
        checkKey(key, placed, locate([...path, 'Condition', operator, key])),
      ),
    ];
  });
}

function checkKey(key: string, placed: PlacedStatement, span: Span | undefined): readonly Diagnostic[] {
  if (/^aws:/i.test(key)) return [];
  const strangers = literalActions(placed).filter((action) => {
    const details = hasReliableKinds(action) ? actionDetails(action) : undefined;
    return details !== undefined && !details.conditionKeys.some((known) => isKey(known, key));
  });
  const [action] = strangers;
  return action === undefined ? [] : [report('CONDITION_NEVER_MATCHES', { args: { action, key }, span })];
}

/** Keys such as `ec2:ResourceTag/${TagKey}` stand for one of any tag. */
function isKey(known: string, key: string): boolean {
  const pattern = known.replaceAll(/\$\{\w+\}|<\w+>/g, '*').toLowerCase();
  return matchesPattern(pattern, key.toLowerCase());
}

const COMPARISONS = [
  'String(Not)?Equals(IgnoreCase)?',
  'String(Not)?Like',
  '(Numeric|Date)(Not)?Equals',
  '(Numeric|Date)(Less|Greater)Than(Equals)?',
  'Bool',
  'BinaryEquals',
  '(Not)?IpAddress',
  'Arn(Not)?(Equals|Like)',
];
const OPERATOR = new RegExp(
  `^((ForAllValues:|ForAnyValue:)?(${COMPARISONS.join('|')})(IfExists)?|Null)$`,
  'i',
);

const isOperator = (operator: string) => OPERATOR.test(operator);
