import { reporter } from '@kfdist/diagnostics';

/** What the command line itself can report. */
export const CLI_DIAGNOSTICS = {
  NO_SETTINGS_FILE: {
    severity: 'error',
    message: 'There is no settings file: neither kfdist.yaml nor setup.conf is here',
    hint: 'Name one with -f; examples/kfdist.yaml shows what it holds.',
    explanation: 'Without -f, kfdist.yaml or else setup.conf of the current folder is read.',
  },
  UNREADABLE_FILE: {
    severity: 'error',
    message: '{file} cannot be read: {problem}',
    hint: 'Check the name and the permissions of the file.',
    explanation: 'A file named on the command line is not there, is a folder, or may not be read.',
  },
  NO_DISTRIBUTION: {
    severity: 'error',
    message: 'There is no distribution at {folder}',
    hint: 'Name its folder with --distribution, or run kfdist in a working copy that has one.',
    explanation: 'A distribution is a folder with settings.yaml and one folder for each component.',
  },
  NOT_A_FOLDER: {
    severity: 'error',
    message: '{folder} is not a folder',
    hint: 'Name the folder whose files are to be rendered.',
    explanation: 'render takes the folder of a tree.',
  },
  OUTPUT_OVERLAPS: {
    severity: 'error',
    message: 'The output folder {output} and {folder} lie inside one another',
    hint: 'Choose a folder beside it, or use --in-place.',
    explanation: 'A tree is never rendered into itself, except in place.',
  },
  OUTPUT_CHOICE: {
    severity: 'error',
    message: '--output-dir and --in-place exclude each other',
    hint: 'Keep one of them.',
    explanation: 'render writes a copy or replaces in the tree itself.',
  },
  NOTHING_KNOWN: {
    severity: 'error',
    message: 'There is no setting, component or diagnostic with the name {name}',
    hint: 'kfdist explain lists every setting, kfdist apps --all every component.',
    explanation: 'explain knows settings, components and the codes of diagnostics.',
  },
} as const;

export const report = reporter(CLI_DIAGNOSTICS);
