import { reporter } from '@kfdist/diagnostics';

/** Everything this package can report, by its permanent code. */
export const CODES = {
  BAD_SECRET: {
    severity: 'error',
    message: '{field} {problem}',
    hint: 'A secret has a name, keys with a recipe each, and optionally {optional}.',
    explanation:
      'The `secrets` list of a component.yaml declares each Secret by name, with a recipe for each key. A field that is missing, misspelt or of the wrong type leaves the Secret undeclared, so nothing is generated.',
  },
  BAD_RECIPE: {
    severity: 'error',
    message: '{field} is not a recipe: {problem}',
    hint: 'A recipe is one of {known}.',
    explanation:
      'A recipe is an object whose first word says how the value is made, for example `hex: 32` (32 random bytes in hexadecimal) or `bcrypt: admin-password` (the hash of another value).',
  },
  WEAK_RECIPE: {
    severity: 'error',
    message: '{field} gives a value that can be guessed: {problem}',
    hint: 'Use at least {least}.',
    explanation: 'Random values have at least 16 bytes and passwords at least 12 characters.',
  },
  SENSITIVE_IN_RECIPE: {
    severity: 'error',
    message: '{field} contains the value of a sensitive setting',
    hint: 'Use `given` in the recipe; the value is then asked for when credentials are generated.',
    explanation:
      'Recipes are public: they are compared, printed and recorded in the lock file. A sensitive setting written into a recipe would appear there.',
  },
  DUPLICATE_SECRET: {
    severity: 'error',
    message: 'the Secret {secret} is declared twice, by {component} and by {other}',
    hint: 'Give one of them another name, or declare it in one component only.',
    explanation: 'Two declarations of one Secret would overwrite each other in the cluster.',
  },
  CONFLICTING_RECIPES: {
    severity: 'error',
    message: 'the value {value} is declared with two different recipes',
    hint: 'Components may declare the same named value, but only with the same recipe.',
    explanation:
      'A named value is generated once and used by every Secret that refers to it. Components that can be chosen independently declare it each, in the same words.',
  },
  UNKNOWN_VALUE: {
    severity: 'error',
    message: '{field} refers to {value}, which no selected component declares',
    hint: 'Known values are {known}.',
    explanation:
      'A reference is a name declared under `values`, `secret/key` in the same namespace, or `namespace/secret/key`.',
  },
  CIRCULAR_RECIPE: {
    severity: 'error',
    message: 'the value {value} is made from itself: {path}',
    hint: 'Break the circle by generating one of these values at random.',
    explanation: 'Values that are made from each other in a circle have no beginning.',
  },
  BAD_REFERENCE: {
    severity: 'error',
    message: '{field} cannot be made from {value}: {problem}',
    hint: 'A public key is made from a key pair; everything else from any text.',
    explanation: 'Some recipes take only values of one kind.',
  },
} as const;

export const report = reporter(CODES);
