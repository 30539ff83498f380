import { reporter } from '@kfdist/diagnostics';
import { policyCodes } from './policy-codes.ts';
import { trustCodes } from './trust-codes.ts';

/** What planning and applying roles can report. */
const roleCodes = {
  BAD_INPUT: {
    severity: 'error',
    message: '{name} is not {expected}: {value}',
    hint: 'Correct {name}.',
    explanation:
      'Account, region, cluster name, issuer, path, boundary, tags and what policies are narrowed to are checked before any document is made, so that no wildcard or stray character gets into one.',
  },
  REGION_OUTSIDE_PARTITION: {
    severity: 'error',
    message: '{region} lies in the partition {actual}, not in {partition}',
    hint: 'Set the partition to {actual}, or correct the region.',
    explanation: 'The region decides the partition, and the partition begins every ARN.',
  },
  UNKNOWN_REGION: {
    severity: 'warning',
    message: '{region} is not a region that this release knows',
    hint: 'Nothing needs doing if the region is newer than this release.',
    explanation: 'The name has the shape of a region, but is not in the list.',
  },
  DUPLICATE_ROLE_KEY: {
    severity: 'error',
    message: 'Two roles have the key {key}',
    hint: 'Give them different keys, or put their ServiceAccounts into one role.',
    explanation: 'The key of a role is how manifests refer to it.',
  },
  ROLE_NAME_TAKEN: {
    severity: 'error',
    message: 'The roles {first} and {second} would both be named {name}',
    hint: 'Change one of the keys; IAM does not tell capital from small letters.',
    explanation:
      'Role names are unique in an account, whatever their path and whatever the case of their letters.',
  },
  ROLE_WITHOUT_SUBJECT: {
    severity: 'error',
    message: 'The role {key} has no ServiceAccount that may assume it',
    hint: 'Name a ServiceAccount, or remove the role.',
    explanation: 'A trust policy without a subject is either useless or open to every ServiceAccount.',
  },
  SUBJECT_OF_TWO_ROLES: {
    severity: 'error',
    message: 'The ServiceAccount {subject} belongs to the roles {first} and {second}',
    hint: 'Give it one role; its annotation can name only one.',
    explanation: 'A ServiceAccount assumes the one role that its annotation or association names.',
  },
  UNKNOWN_POLICY: {
    severity: 'error',
    message: 'The role {key} refers to the policy {policy}, which there is not',
    hint: 'Use one of {known}, or give a policy document.',
    explanation: 'Policies are named as in the table of @kfdist/iam.',
  },
  MISSING_SCOPE: {
    severity: 'error',
    message: 'The policy {policy} of the role {key} needs {names}',
    hint: 'Say what the role is for; without it the policy would be open.',
    explanation: 'A policy is made only when everything that it is narrowed to is known.',
  },
  POLICY_TOO_LONG: {
    severity: 'error',
    message: 'The policies of {key} have {size} characters; {limit} is the limit',
    hint: 'Split the role, or use fewer and shorter statements.',
    explanation:
      'Up to 10,240 characters go inline into a role; more are spread over managed policies of 6,144 each, whole statements at a time, at most ten.',
  },
  ROLE_NOT_OWNED: {
    severity: 'error',
    message: '{kind} {name} exists and does not belong to this cluster',
    hint: 'Remove it, rename ours, or adopt it by name if it is ours to keep.',
    explanation:
      'What we made carries our tags with the name and region of its cluster. Nothing without them is changed or deleted.',
  },
  ROLE_ELSEWHERE: {
    severity: 'error',
    message: '{kind} {name} lies at the path {actual}, not at {path}',
    hint: 'Set the path to {actual}, or destroy it first; a path cannot be changed.',
    explanation: 'The path is part of the ARN and is fixed when a role is made.',
  },
  ROLE_IN_USE: {
    severity: 'error',
    message: '{kind} {name} is used by a selected component and is not destroyed',
    hint: 'Deselect the component first.',
    explanation: 'A role goes after the component that assumes it.',
  },
  EXPORT_LEAVES_OUT: {
    severity: 'warning',
    message: 'The form {format} leaves out {what}: {reason}',
    hint: 'Use another form, or make this part by hand.',
    explanation: 'Not every tool can say everything that a plan has.',
  },
  USER_HAS_KEYS: {
    severity: 'error',
    message: 'The user {name} still has access keys and is not destroyed',
    hint: 'Delete its keys first; they belong to the credentials.',
    explanation: 'We make users but never their keys, and do not delete what somebody may be using.',
  },
} as const;

/** Everything that this package can report, by code. */
export const catalog = { ...roleCodes, ...policyCodes, ...trustCodes } as const;

/** Reports a mistake under its code. */
export const report = reporter(catalog);
