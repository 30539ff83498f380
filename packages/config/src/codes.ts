import { reporter } from '@kfdist/diagnostics';

/** Everything this package reports, by code. Codes are permanent. */
export const CONFIG_DIAGNOSTICS = {
  BAD_LINE: {
    severity: 'error',
    message: 'This line is not a setting: it has no "="',
    hint: 'Write <<__name__>>=value, or start the line with # to make it a comment',
    explanation:
      'A line of setup.conf is empty, a comment (its first visible character is #), or a setting: a key, an equals sign and a value.',
  },
  BAD_KEY: {
    severity: 'error',
    message: 'This is not the name of a setting: {problem}',
    hint: 'Write {right}',
    explanation:
      'A setting is named as <<__name__>> in setup.conf and as name in kfdist.yaml; the name may hold anything but <, > and line breaks.',
  },
  BAD_OPTION: {
    severity: 'error',
    message: 'This option is not a setting: it has no "="',
    hint: 'Write --set key=value',
    explanation: 'Each --set takes one key, an equals sign and a value, spelt as in setup.conf.',
  },
  EMPTY_VALUE: {
    severity: 'error',
    message: '{key} has no value',
    hint: 'Give it one, write "" if it is meant to be empty, or delete it',
    explanation:
      'A setting without a value would delete every placeholder of its name. An empty text has to be asked for with a pair of quotes.',
  },
  TRIMMED_VALUE: {
    severity: 'warning',
    message: 'The blanks {place} the value of {key} are not part of it',
    hint: 'Delete them, or put the value in quotes if they belong to it',
    explanation: 'Blanks around a key and a value are not part of them; inside quotes they are.',
  },
  BAD_ENCODING: {
    severity: 'error',
    message: 'This line holds bytes that are not UTF-8',
    hint: 'Save the file as UTF-8',
    explanation: 'Settings files are UTF-8. Bytes that are not would end up damaged in every manifest.',
  },
  BINARY_FILE: {
    severity: 'error',
    message: '{path} is not a text file: it holds NUL characters',
    hint: 'Give a settings file; if it is one, save it as UTF-8 instead of UTF-16',
    explanation: 'A settings file is text in UTF-8.',
  },
  MERGE_CONFLICT: {
    severity: 'error',
    message: '{path} has a merge conflict',
    hint: 'Keep what is right of both sides, and delete the lines with the marks',
    explanation: 'Git has written both sides of a conflict into the settings file, between lines of marks.',
  },
  EMPTY_FILE: {
    severity: 'error',
    message: '{path} is empty',
    hint: 'Write at least one setting into it, such as cluster_name, or leave the file out',
    explanation: 'An empty settings file is usually a wrong path or a failed download.',
  },
  BAD_YAML: {
    severity: 'error',
    message: 'This is not valid YAML: {problem}',
    explanation: 'The settings file could not be read as YAML 1.2. The place is where reading failed.',
  },
  YAML_TOO_DEEP: {
    severity: 'error',
    message: 'This is nested more than {limit} levels deep',
    hint: 'Settings need a few levels only; is this a settings file?',
    explanation: 'The depth is limited so that no file can exhaust the stack.',
  },
  YAML_TOO_MANY_ALIASES: {
    severity: 'error',
    message: 'The aliases of this file stand for more than {limit} values',
    hint: 'Write the values out instead of repeating them with aliases',
    explanation: 'Aliases of aliases grow without bound from a small file, so their number is limited.',
  },
  NOT_A_MAP: {
    severity: 'error',
    message: 'A settings file is a map of keys to values, not {found}',
    hint: 'Write lines such as cluster_name: example',
    explanation: 'The top level of kfdist.yaml is a map.',
  },
  DUPLICATE_SETTING: {
    severity: 'error',
    message: '{key} is set more than once in this file',
    hint: 'Keep one of the two',
    explanation:
      'In one file each setting has one value. Another file given later, or --set, may replace it without a word.',
  },
  REPEATED_SETTING: {
    severity: 'warning',
    message: '{key} is set twice in this file, to the same value',
    hint: 'Delete one of the two',
    explanation: 'Nothing is lost by it, until one of the two is changed and the other forgotten.',
  },
  BAD_LIST: {
    severity: 'error',
    message: '{key} {problem}',
    hint: 'Write {right}',
    explanation: 'The items of a list are numbered from 0 without gaps, as in profiles.0.name.',
  },
  CYCLIC_SETTING: {
    severity: 'error',
    message: '{key} needs itself: {cycle}',
    hint: 'Give one of them a value without a placeholder',
    explanation: 'Values may name other settings, in any order, but not in a circle.',
  },
  UNKNOWN_PLACEHOLDER_IN_SETTING: {
    severity: 'error',
    message: '{key} uses <<__{placeholder}__>>, which is not a setting',
    hint: 'Set {placeholder}, or correct its name',
    explanation: 'A placeholder inside a value stands for the value of another setting.',
  },
  VALUE_TOO_LONG: {
    severity: 'error',
    message: 'The value of {key} grows beyond {limit} characters',
    hint: 'Shorten the values it is made from',
    explanation: 'Values made from values can double at each step, so their total length is limited.',
  },
  BAD_VALUE: {
    severity: 'error',
    message: '{key} must be {expected}, but {problem}',
    hint: '{advice}',
    explanation: 'The kind of a setting says which values are possible; kfdist explain shows it.',
  },
  MISSING_SETTING: {
    severity: 'error',
    message: '{key} is not set{purpose}',
    hint: 'Add {assignment}',
    explanation: 'The setting has no value and no default, and something that was selected needs it.',
  },
  UNKNOWN_SETTING: {
    severity: 'warning',
    message: '{key} is not a known setting',
    hint: 'Did you mean {nearest}?',
    explanation:
      'Any key may be set and used as a placeholder. This one is spelt almost like a known setting, so it is probably meant to be that.',
  },
  UNUSED_SETTING: {
    severity: 'warning',
    message: 'Nothing uses {key}',
    hint: 'Delete it, or check its name',
    explanation: 'No manifest, template or other setting names this key.',
  },
  RENAMED_SETTING: {
    severity: 'warning',
    message: '{key} is now called {to}',
    hint: 'Rename it to {to}',
    explanation:
      'The old name still works and its value is carried over; if both are given, the new name wins.',
  },
  DROPPED_SETTING: {
    severity: 'warning',
    message: '{key} is no longer a setting: {reason}',
    hint: 'Delete it',
    explanation: 'The distribution does not need this setting any more.',
  },
  INFERRED_SETTING: {
    severity: 'warning',
    message: '{key} is not set; {found} is taken from {from}',
    hint: 'Add {assignment}',
    explanation:
      'Earlier settings files had no name for this fact. It is taken from the other settings that hold it, if all of them agree.',
  },
  SENSITIVE_IN_FILE: {
    severity: 'warning',
    message: 'The value of {key} looks like a secret, and a settings file is usually committed to Git',
    hint: 'Keep it out of the file: let kfdist credentials make it, or keep it in the secrets backend',
    explanation: 'Whoever can read the repository can read the value, now and in its history.',
  },
  BAD_DEFINITION: {
    severity: 'error',
    message: 'The definition of {key} is wrong: {problem}',
    explanation:
      'A definition has a key, a kind and a summary, and optionally example, default, defaultWhenSet, values, sensitive and required.',
  },
  DUPLICATE_DEFINITION: {
    severity: 'error',
    message: '{key} is defined more than once',
    hint: 'Keep one of the two definitions',
    explanation: 'Each setting is defined once.',
  },
  BAD_COMPATIBILITY: {
    severity: 'error',
    message: 'The compatibility entry of {key} is wrong: {problem}',
    explanation:
      'renamed maps an old key to a new one (or to { to, value }), dropped maps an old key to a reason.',
  },
} as const;

export const report = reporter(CONFIG_DIAGNOSTICS);
