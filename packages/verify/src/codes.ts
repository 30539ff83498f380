import type { DiagnosticDefinition } from '@kfdist/diagnostics';
import { RULES } from './rules.ts';

/** What this package reports beside its rules. */
export const VERIFY_DIAGNOSTICS = {
  UNUSED_SUPPRESSION: {
    severity: 'warning',
    message: '{component} suppresses {rule} for {object}, which finds nothing there',
    hint: 'Delete the suppression, or correct the name of the rule and the object.',
    explanation: 'A suppression that is no longer needed would hide the next mistake of the same kind.',
  },
} as const;

/** Everything that verifying can report, by code: the rules are their own definitions. */
export const RULE_DIAGNOSTICS: Readonly<Record<string, DiagnosticDefinition>> = {
  ...Object.fromEntries(
    RULES.map(({ id, severity, message, hint, explanation }) => [
      id,
      { severity, message, hint, explanation },
    ]),
  ),
  ...VERIFY_DIAGNOSTICS,
};
