/** What this package reports beside its rules. */
export const OWN_DIAGNOSTICS = {
  UNUSED_SUPPRESSION: {
    severity: 'warning',
    message: '{component} suppresses {rule} for {object}, which finds nothing there',
    hint: 'Delete the suppression, or correct the name of the rule and the object.',
    explanation: 'A suppression that is no longer needed would hide the next mistake of the same kind.',
  },
  UNREADABLE_OBJECT: {
    severity: 'error',
    message: 'A built object cannot be read: {problem}',
    hint: 'Correct the YAML, or leave the file out.',
    explanation: 'Built objects are YAML or JSON documents, each a mapping.',
  },
} as const;
