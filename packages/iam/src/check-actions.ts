import type { Diagnostic, Span } from '@kfdist/diagnostics';
import { actionsOf, matchingActions, splitAction } from './action-list.ts';
import { report } from './codes.ts';
import { nearest } from './nearest.ts';
import { type PlacedStatement, placedList } from './placed-statement.ts';

/** What is wrong with the actions of a statement. */
export function checkActions(placed: PlacedStatement): readonly Diagnostic[] {
  const { statement, locate, path } = placed;
  const actions = [...placedList(placed, 'Action'), ...placedList(placed, 'NotAction')];
  const except = statement.NotAction === undefined ? 'NotResource' : 'NotAction';
  const isExcept = statement.Effect === 'Allow' && statement[except] !== undefined;
  const where = statement.Sid ?? 'The statement';
  return [
    ...(isExcept ? [report('ALLOW_EXCEPT', { args: { where }, span: locate([...path, except]) })] : []),
    ...actions.flatMap(({ text, span }) => checkAction(text, span, placed)),
  ];
}

function checkAction(action: string, span: Span | undefined, placed: PlacedStatement): readonly Diagnostic[] {
  const isAllowed = placed.statement.Effect === 'Allow' && placed.statement.Action !== undefined;
  if (/^[*?:]*$/.test(action)) {
    return isAllowed ? [report('FULL_ADMINISTRATOR', { args: {}, span })] : [];
  }
  const found = matchingActions(action);
  if (found === undefined) {
    const [service] = splitAction(action);
    return [
      service === ''
        ? report('UNKNOWN_ACTION', {
            args: { action },
            span,
            hint: 'Write it after its service: s3:GetObject.',
          })
        : report('UNKNOWN_SERVICE', { args: { action, service }, span }),
    ];
  }
  const isPattern = /[*?]/.test(action);
  if (found.length === 0) {
    return [
      isPattern
        ? report('ACTION_MATCHES_NOTHING', { args: { action }, span })
        : report('UNKNOWN_ACTION', { args: { action }, span, hint: suggestion(action) }),
    ];
  }
  const count = String(found.length);
  return isPattern && isAllowed ? [report('WIDE_ACTION', { args: { action, count }, span })] : [];
}

function suggestion(action: string): string | undefined {
  const [service, name] = splitAction(action);
  const close = nearest(name, actionsOf(service) ?? []);
  return close === undefined ? undefined : `Did you mean ${service}:${close}?`;
}
