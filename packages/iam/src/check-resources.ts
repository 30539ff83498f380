import type { Diagnostic, Span } from '@kfdist/diagnostics';
import { actionDetails, matchingActions } from './action-list.ts';
import { parseArn } from './arn.ts';
import { report } from './codes.ts';
import { listOf } from './one-or-more.ts';
import { matchesPattern, patternsMeet } from './pattern.ts';
import { type PlacedStatement, placedList } from './placed-statement.ts';

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
    const isNarrowed = isJustified || statement.Condition !== undefined || !isAllowed;
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
    .filter(({ text }) => /^\*$|:role\/\*$/.test(text))
    .map(({ text, span }) => report('WIDE_PASS_ROLE', { args: { resource: text }, span }));
}

/** Actions whose kinds of resources cannot be any of the resources that the statement names. */
function checkReach(placed: PlacedStatement): readonly Diagnostic[] {
  const resources = placedList(placed, 'Resource').filter(({ text }) => parseArn(text) !== undefined);
  return resources
    .flatMap(({ text, span }) => {
      const actions = exactActions(placed).filter((action) => hasReliableKinds(action));
      const useful = actions.some((action) => reaches(action, text));
      const [action] = actions;
      if (useful || action === undefined || resources.length < listOf(placed.statement.Resource).length)
        return [];
      const kinds = (actionDetails(action)?.kinds ?? []).join(', ') || '* (it knows none)';
      return [report('RESOURCE_NEVER_MATCHES', { args: { action, resource: text, kinds }, span })];
    })
    .concat(
      uselessActions(
        placed,
        resources.map(({ text }) => text),
      ),
    );
}

function uselessActions(placed: PlacedStatement, resources: readonly string[]): readonly Diagnostic[] {
  if (resources.length === 0 || resources.length < listOf(placed.statement.Resource).length) return [];
  const { path, locate } = placed;
  const reachable = exactActions(placed).filter(
    (action) => !hasReliableKinds(action) || resources.some((resource) => reaches(action, resource)),
  );
  if (reachable.length === 0) return [];
  return exactActions(placed)
    .filter((action) => !reachable.includes(action))
    .map((action) => {
      const kinds = (actionDetails(action)?.kinds ?? []).join(', ') || '* (it knows none)';
      const args = { action, resource: resources.join(', '), kinds };
      return report('RESOURCE_NEVER_MATCHES', { args, span: locate([...path, 'Action']) });
    });
}

const exactActions = ({ statement }: PlacedStatement) =>
  listOf(statement.Action).flatMap((action) => matchingActions(action) ?? []);

/** The list knows only the load balancers of the first generation for these. */
function hasReliableKinds(action: string): boolean {
  return actionDetails(action) !== undefined && !action.startsWith('elasticloadbalancing:');
}

function reaches(action: string, resource: string): boolean {
  const { resources = [] } = actionDetails(action) ?? {};
  return resources.some((pattern) => patternsMeet(resource.replaceAll(/\$\{[^}]*\}/g, '*'), pattern));
}

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
  const strangers = exactActions(placed).filter((action) => {
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
