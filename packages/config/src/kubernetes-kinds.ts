import { firstProblem, type Kind, plainProblem, type Rule } from './kind.ts';

const CAPITALS: Rule = [/[A-Z]/, 'it has capital letters'];
const UNDERSCORE: Rule = [/_/, 'it has an underscore'];
const ENDS: Rule = [/^[-.]|[-.]$/, 'it does not start and end with a letter or digit'];

const GIT_REVISION_RULES: readonly Rule[] = [
  [/^-/, 'it starts with a hyphen'],
  [/\.\.|@\{|\/\//, 'it has "..", "@{" or "//" in it'],
  [/[~^:?*[\\]/, 'it has one of ~ ^ : ? * [ \\ in it'],
  [/^[/.]|[/.]$|\.lock$|\/\./, 'it has a part that starts or ends with a dot or slash, or ends with .lock'],
];

const GIT_PATH_RULES: readonly Rule[] = [
  [/^[/~]|^[A-Za-z]:/, 'it is not relative to the root of the repository'],
  [/\\/, 'it has a backslash'],
  [/(?:^|\/)\.\.(?:\/|$)/, 'it has a .. in it'],
  [/\/\/|\/$/, 'it has an empty part between slashes'],
  [/^\.\/|\/\.(?:\/|$)/, 'it has a part that is a single dot'],
];

/** Kinds of names in Kubernetes and Git. */
export const KUBERNETES_KINDS = {
  namespace: {
    type: 'string',
    expected: 'a name of small letters, digits and inner hyphens',
    example: 'team-a',
    problem: (text) =>
      plainProblem(text, 63) ??
      firstProblem(text, {
        never: [CAPITALS, UNDERSCORE, [/\./, 'it has a dot'], ENDS],
        must: [[/^[a-z0-9-]+$/, 'it has other characters']],
      }),
    pattern: '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$',
  },
  'kubernetes-name': {
    type: 'string',
    expected: 'a name of small letters, digits, inner hyphens and dots',
    example: 'team-a',
    problem: (text) =>
      plainProblem(text, 253) ??
      firstProblem(text, {
        never: [
          CAPITALS,
          UNDERSCORE,
          [/\.\.|\.-|-\./, 'it has a part that is empty or ends in a hyphen'],
          ENDS,
        ],
        must: [[/^[a-z0-9.-]+$/, 'it has other characters']],
      }),
    pattern: '^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$',
  },
  'kubernetes-name-prefix': {
    type: 'string',
    expected: 'the first part of names, of small letters, digits and hyphens',
    example: 'example-',
    problem: (text) =>
      text === ''
        ? undefined
        : (plainProblem(text, 63) ??
          firstProblem(text, {
            never: [CAPITALS, UNDERSCORE, [/^-/, 'it starts with a hyphen']],
            must: [[/^[a-z0-9-]+$/, 'it has other characters']],
          })),
    pattern: '^([a-z0-9][a-z0-9-]*)?$',
  },
  'storage-size': {
    type: 'string',
    expected: 'a size with its unit',
    example: '10Gi',
    problem: (text) =>
      plainProblem(text, 20) ??
      firstProblem(text, {
        never: [
          [/^\d+$/, 'it has no unit'],
          [/B$/, 'it ends with a B, which units of Kubernetes do not have'],
        ],
        must: [[/^[1-9]\d*(?:\.\d+)?(?:[KMGTPE]i|[kMGTPE])$/, 'it is not a number followed by Mi, Gi or Ti']],
      }),
    pattern: '^[1-9]\\d*(\\.\\d+)?([KMGTPE]i|[kMGTPE])$',
  },
  duration: {
    type: 'string',
    expected: 'a duration',
    example: '15d',
    problem: (text) =>
      plainProblem(text, 40) ??
      firstProblem(text, {
        never: [[/^\d+$/, 'it has no unit']],
        must: [[/^(?:\d+(?:ms|[smhdwy]))+$/, 'it is not of numbers followed by s, m, h, d, w or y']],
      }),
    pattern: '^(\\d+(ms|[smhdwy]))+$',
  },
  'kubernetes-version': {
    type: 'string',
    expected: 'a version of Kubernetes',
    example: '1.35',
    problem: (text) =>
      plainProblem(text, 20) ??
      firstProblem(text, {
        never: [[/^v/, 'it starts with a v']],
        must: [[/^1\.\d+(?:\.\d+)?$/, 'it is not of the form 1.35 or 1.35.2']],
      }),
    pattern: '^1\\.\\d+(\\.\\d+)?$',
  },
  'git-revision': {
    type: 'string',
    expected: 'a branch, tag or commit',
    example: 'main',
    problem: (text) => plainProblem(text, 255) ?? firstProblem(text, { never: GIT_REVISION_RULES }),
    pattern: '^[^\\s~^:?*\\[\\\\]+$',
  },
  'git-path': {
    type: 'string',
    expected: 'a path inside the repository',
    example: 'clusters/example',
    problem: (text) => plainProblem(text, 1000) ?? firstProblem(text, { never: GIT_PATH_RULES }),
    pattern: '^[^\\s/~\\\\][^\\s\\\\]*$',
  },
} as const satisfies Record<string, Kind>;
