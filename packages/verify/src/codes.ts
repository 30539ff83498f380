import type { DiagnosticDefinition } from '@kfdist/diagnostics';
import { OWN_DIAGNOSTICS } from './own-codes.ts';
import { RULES } from './rules.ts';

/** Everything that verifying can report, by code: the rules are their own definitions. */
export const VERIFY_DIAGNOSTICS: Readonly<Record<string, DiagnosticDefinition>> = {
  ...Object.fromEntries(
    RULES.map(({ id, severity, message, hint, explanation }) => [
      id,
      { severity, message, hint, explanation },
    ]),
  ),
  ...OWN_DIAGNOSTICS,
};
