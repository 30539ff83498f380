import { reporter } from '@kfdist/diagnostics';

/** What the command line itself can report. */
export const CLI_DIAGNOSTICS = {
  NO_SETTINGS_FILE: {
    severity: 'error',
    message: 'There is no settings file: neither kfdist.yaml nor setup.conf is here',
    hint: 'Name one with -f, or write one with kfdist init.',
    explanation: 'Without -f, kfdist.yaml or else setup.conf of the current folder is read.',
  },
  UNREADABLE_FILE: {
    severity: 'error',
    message: '{file} cannot be read: {problem}',
    hint: 'Check the name and the permissions of the file.',
    explanation: 'A file named on the command line is not there, is a folder, or may not be read.',
  },
  INVALID_MAP: {
    severity: 'error',
    message: '{file} is not a map: {problem}',
    hint: 'Save one with kfdist map -o json.',
    explanation: 'map --against compares with a map that was saved as JSON, of this or another cluster.',
  },
  NO_DISTRIBUTION: {
    severity: 'error',
    message: 'There is no distribution at {folder}',
    hint: 'Name its folder with --distribution, or run kfdist in a working copy that has one.',
    explanation: 'A distribution is a folder with settings.yaml and one folder for each component.',
  },
  NO_OBJECT_FILES: {
    severity: 'error',
    message: 'There is no YAML or JSON file in {folder}',
    hint: 'Name the folder that built objects were written to.',
    explanation: 'verify reads every .yaml, .yml and .json file below the folder; hidden ones are left out.',
  },
  BAD_KUBERNETES_VERSION: {
    severity: 'error',
    message: '{version} is not a version of Kubernetes',
    hint: 'Write it as in --kubernetes-version 1.34.',
    explanation: 'Which APIs are removed depends on the minor version.',
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
    message: 'There is no setting, component, check or diagnostic with the name {name}',
    hint: 'kfdist explain lists every setting, kfdist apps --all every component.',
    explanation: 'explain knows settings, components, the checks of doctor and the codes of diagnostics.',
  },
  NOT_CONFIRMED: {
    severity: 'error',
    message: 'Nothing was changed: {changes}',
    hint: 'Look through what would be done, then add --yes.',
    explanation: 'AWS and a cluster are changed only after a yes: at the terminal, or by --yes.',
  },
  OWNER_UNKNOWN: {
    severity: 'error',
    message: 'Whose roles are meant is not known without {setting}',
    hint: 'Set {setting}.',
    explanation: 'Roles belong to a cluster in a region of an account.',
  },
  EXPORT_NEEDS_FOLDER: {
    severity: 'error',
    message: 'The form {format} has several files',
    hint: 'Name a folder with --output-dir, or use -o json.',
    explanation: 'Standard output takes the form that is one file.',
  },
  CERTIFICATE_CHOICE: {
    severity: 'error',
    message: '--certificate and --from-cluster exclude each other',
    hint: 'Keep one of them.',
    explanation: 'There is one sealing certificate: that of a file or an address, or that of the controller.',
  },
  PASSWORD_CHOICE: {
    severity: 'error',
    message: 'The password comes from one place',
    hint: 'Keep one of --password-prompt, --password-stdin and --password-file.',
    explanation:
      'The password of the first user is asked for, read from standard input, or read from a file.',
  },
  PASSWORD_ARGUMENT: {
    severity: 'warning',
    message:
      'A password on the command line can be read by every user of this machine, and stays in the history',
    hint: 'Use --password-prompt, --password-stdin or --password-file; and change this one.',
    explanation: '--password is accepted because scripts of the predecessor pass it.',
  },
  EMPTY_PASSWORD: {
    severity: 'error',
    message: 'The password is empty',
    hint: 'Give one, or leave the flag out: a password is then generated.',
    explanation: 'A prompt, standard input or a file gave no character.',
  },
  STDIN_TWICE: {
    severity: 'error',
    message: 'Standard input is to be read more than once',
    hint: 'Use files for all but one of -f -, --key -, --values - and --password-stdin.',
    explanation: 'Standard input can be read once.',
  },
  NO_TERMINAL: {
    severity: 'error',
    message: 'There is no terminal at which to ask for a password',
    hint: 'Use --password-stdin or --password-file.',
    explanation: 'A prompt needs a terminal for input and for messages.',
  },
  BAD_VALUES_FILE: {
    severity: 'error',
    message: '{file} does not give values: {problem}',
    hint: 'It is YAML: one line "name: value" for each, texts in quotes.',
    explanation: 'The file of --values maps the names of values to texts. Its content is never shown.',
  },
  NO_PRIVATE_KEY: {
    severity: 'error',
    message: 'There is no private key in {file}',
    hint: 'Give the file that kfdist credentials init-key wrote, or the Secrets of the controller as YAML.',
    explanation: '--key takes PEM or Secrets with a tls.key.',
  },
  LOGIN_NOT_USED: {
    severity: 'warning',
    message: '{flag} has no effect: no selected component asks for {value}',
    hint: 'Leave it out.',
    explanation: 'The flags about the first user fill values that a component declares.',
  },
  LOGINS_NOWHERE: {
    severity: 'error',
    message: 'A login would be generated and lost: {logins}',
    hint: 'Name a private file with --logins, or run kfdist at a terminal.',
    explanation: 'A generated login is handed over once: afterwards it exists only sealed.',
  },
  FILE_EXISTS: {
    severity: 'error',
    message: '{file} is already there',
    hint: 'Edit it, name another file with -f, or use --overwrite.',
    explanation: 'init writes a new file, and replaces one only when asked to.',
  },
  UNKNOWN_STEP: {
    severity: 'error',
    message: 'There is no step {step}',
    hint: 'The steps are {steps}.',
    explanation: '--from takes the name of a step, as kfdist bootstrap lists them for this platform.',
  },
  TREE_NOT_WRITTEN: {
    severity: 'error',
    message: '{folder} is not what these settings say',
    hint: 'Run kfdist setup, look through the changes, commit and push them.',
    explanation: 'A bootstrap applies files of the tree, which therefore has to be up to date.',
  },
  OTHER_CLUSTER: {
    severity: 'error',
    message: 'The kube context {context} means another cluster than the settings: {cluster}',
    hint: 'Name the right one with --context, or switch with kubectl config use-context.',
    explanation:
      'The name of a cluster in a kubeconfig that the AWS command line or eksctl wrote says region, account and name.',
  },
  STEP_WAITS: {
    severity: 'error',
    message: 'The step {step} waits for you: {commands}',
    hint: 'Do that, then run the same command again.',
    explanation: 'What goes to Git is looked at and committed by people.',
  },
  NOT_SELECTED: {
    severity: 'error',
    message: '{name} is not among the selected components',
    hint: 'kfdist apps lists them; components.{name}: true selects one.',
    explanation: 'Only what is selected can be built.',
  },
  HYDRATE_ALL: {
    severity: 'error',
    message: '--hydrate writes the whole tree, so single components cannot be named',
    hint: 'Leave the names out, or leave --hydrate out.',
    explanation: 'A tree of which only some components are final objects would not fit its Applications.',
  },
  HYDRATED_DELIVERY: {
    severity: 'error',
    message: 'With delivery: hydrated, the tree holds final objects, which this command does not build',
    hint: 'Use kfdist build --hydrate to write it, and kfdist diff --built to compare it.',
    explanation:
      'The final objects are built with kustomize and helm; setup and diff work without these tools.',
  },
  NO_REVISION: {
    severity: 'error',
    message: 'The revision {revision} cannot be compared with: {problem}',
    hint: 'Name a commit, branch or tag of this working copy with --against.',
    explanation:
      'diff --built reads settings and distribution as they were at a revision of the Git working copy.',
  },
  DISTRIBUTION_NOT_COMPARED: {
    severity: 'warning',
    message:
      'Both sides are made from {folder}, which is no part of {revision}: what an upgrade of it changes is not shown',
    hint: 'Run kfdist build --output-dir before the upgrade and after it, into two folders, and compare these.',
    explanation:
      'diff --built reads settings, own components and a distribution in the repository as they were at a revision. Of the package @kfdist/distribution there is only the installed one.',
  },
  IMAGE_UNREAD: {
    severity: 'warning',
    message: 'The digest of {image} is not known: {problem}',
    hint: 'Run the command again where the registry can be reached; the lock keeps what it has.',
    explanation: 'A registry was asked for the digest of a tag and did not say it.',
  },
  TAG_MOVED: {
    severity: 'warning',
    message: 'The tag of {image} was moved from {before} to {digest}',
    hint: 'Find out why before you take the new one.',
    explanation: 'A tag of a registry means another image than when it was locked.',
  },
  NO_IMAGE_MIRROR: {
    severity: 'error',
    message: 'No mirror of the settings has images, so there is nowhere to copy them to',
    hint: 'Name a registry with --to, or set mirrors.0.from to ghcr.io and mirrors.0.to to a registry of yours.',
    explanation: 'Mirrors whose from is a registry, without a scheme, are mirrors of images.',
  },
} as const;

export const report = reporter(CLI_DIAGNOSTICS);
