import { reporter } from '@kfdist/diagnostics';

/** What this package can report. */
export const ARGOCD_DIAGNOSTICS = {
  UNKNOWN_COMPONENT: {
    severity: 'error',
    message: '{component} names {name}, which is neither a component nor a pick-one group',
    hint: 'Correct the name in its component.yaml, or add the component.',
    explanation: 'The `needs` and `after` of a component name other components or pick-one groups.',
  },
  MISSING_NEED: {
    severity: 'error',
    message: '{component} needs {name}, which is not selected',
    hint: 'Select it with components.{name}: true, or deselect {component}.',
    explanation:
      'A selected component needs another component, or a member of a group, that is not selected.',
  },
  MISSING_CHOICE: {
    severity: 'error',
    message: 'No member of the group {group} is selected; it needs one of {members}',
    hint: 'Set components.{group} to one of them.',
    explanation: 'Exactly one member of a pick-one group is selected, unless the group allows none.',
  },
  CONFLICTING_CHOICE: {
    severity: 'error',
    message: '{chosen} would be selected, but the group {group} takes one of {members}',
    hint: 'Keep one: components.{group}: <member>.',
    explanation: 'Exactly one member of a pick-one group is selected.',
  },
  UNKNOWN_CHOICE: {
    severity: 'error',
    message: '{name} is no member of the group {group}; it takes one of {members}',
    hint: 'Set components.{group} to one of them.',
    explanation: 'A pick-one group is set to the name of one of its members.',
  },
  DEPENDENCY_CYCLE: {
    severity: 'error',
    message: 'These components wait for each other: {cycle}',
    hint: 'Remove one of these `needs` or `after`.',
    explanation: 'The order of components follows their `needs` and `after`, which must not form a circle.',
  },
} as const;

export const report = reporter(ARGOCD_DIAGNOSTICS);
