/** What reading and checking a policy can report. */
export const policyCodes = {
  POLICY_NOT_JSON: {
    severity: 'error',
    message: 'The policy is not JSON: {reason}',
    hint: 'Correct the document at this place.',
    explanation: 'IAM takes policy documents as strict JSON, without comments or trailing commas.',
  },
  POLICY_DUPLICATE_KEY: {
    severity: 'error',
    message: 'The key {key} is there twice; only the last would count',
    hint: 'Merge the two.',
    explanation: 'JSON readers keep the last of two equal keys, so a condition can vanish without a trace.',
  },
  POLICY_BAD_SHAPE: {
    severity: 'error',
    message: '{where} must be {expected}',
    hint: 'Compare it with the grammar of policy documents.',
    explanation: 'The document does not follow the grammar of the policy language.',
  },
  POLICY_BAD_CHARACTER: {
    severity: 'error',
    message: '{where} has a character that IAM refuses: {character}',
    hint: 'Use characters up to U+00FF only.',
    explanation: 'Policy documents may contain tab, line breaks and U+0020 to U+00FF.',
  },
  POLICY_OVERSIZE: {
    severity: 'error',
    message: 'The policy has {size} characters without white space; {limit} is the limit',
    hint: 'Split it.',
    explanation:
      'A managed policy has at most 6,144 characters, the inline policies of a role 10,240 together.',
  },
  POLICY_OLD_VERSION: {
    severity: 'warning',
    message: 'The policy has the version {version}, in which variables are plain text',
    hint: 'Set "Version": "2012-10-17".',
    explanation: 'Without the current version, variables such as the name of the user are not replaced.',
  },
  BAD_SID: {
    severity: 'error',
    message: 'The Sid {sid} has something other than letters and digits',
    hint: 'Use letters and digits only.',
    explanation: 'IAM refuses other characters in the Sid of a policy of a role.',
  },
  DUPLICATE_SID: {
    severity: 'error',
    message: 'Two statements have the Sid {sid}',
    hint: 'Rename one of them.',
    explanation: 'A Sid is unique in its document; an empty one counts too.',
  },
  UNKNOWN_SERVICE: {
    severity: 'error',
    message: '{action} names the service {service}, which AWS does not have',
    hint: 'Correct the part before the colon.',
    explanation: 'Service names are checked against a list of all services of AWS.',
  },
  UNKNOWN_ACTION: {
    severity: 'error',
    message: '{action} is not an action of AWS',
    hint: 'Correct its name.',
    explanation: 'Action names are checked against a list of all actions of AWS; IAM itself takes any.',
  },
  ACTION_MATCHES_NOTHING: {
    severity: 'error',
    message: 'The pattern {action} matches no action',
    hint: 'Correct it, or remove it.',
    explanation: 'No action of the service has a name that matches the pattern.',
  },
  WIDE_ACTION: {
    severity: 'warning',
    message: '{action} stands for {count} actions, also those that AWS adds later',
    hint: 'List the actions that are needed.',
    explanation: 'A wildcard in an action grants more with every new action of AWS.',
  },
  FULL_ADMINISTRATOR: {
    severity: 'error',
    message: 'The statement allows every action of every service',
    hint: 'List the actions that are needed.',
    explanation: 'A role for a pod must never be an administrator.',
  },
  WIDE_RESOURCE: {
    severity: 'warning',
    message: '{where} applies to every resource',
    hint: 'Name the resources, or narrow it by a condition.',
    explanation:
      'Where the action knows no resource, this is the only way; our own policies say why for each such statement.',
  },
  OPEN_PREFIX: {
    severity: 'warning',
    message: '{resource} also matches names that go on differently, such as {example}',
    hint: 'Put a slash before the asterisk.',
    explanation: '`secret:example*` is meant for `example/...` but matches `example-2/...` too.',
  },
  WIDE_PASS_ROLE: {
    severity: 'error',
    message: 'iam:PassRole is allowed for {resource}',
    hint: 'Name the one role, and the service in iam:PassedToService.',
    explanation: 'Whoever may pass any role can give its permissions to something he controls.',
  },
  ALLOW_EXCEPT: {
    severity: 'warning',
    message: '{where} allows everything except what it lists',
    hint: 'List what is allowed instead.',
    explanation: 'With Allow, NotAction and NotResource grant everything else, also what AWS adds later.',
  },
  BAD_RESOURCE: {
    severity: 'error',
    message: '{resource} is not an ARN',
    hint: 'Write arn:partition:service:region:account:resource.',
    explanation: 'The resource of a statement is an ARN or an asterisk.',
  },
  RESOURCE_NEVER_MATCHES: {
    severity: 'warning',
    message: '{action} never works on {resource}',
    hint: 'Name a resource of the kind {kinds}.',
    explanation: 'The action knows other kinds of resources, so this part of the statement grants nothing.',
  },
  CONDITION_NEVER_MATCHES: {
    severity: 'warning',
    message: '{action} does not know the condition key {key}',
    hint: 'Move the action to a statement without this condition, or correct the key.',
    explanation:
      'A condition on a key that a request never has makes the statement useless, or no condition at all.',
  },
  UNKNOWN_OPERATOR: {
    severity: 'error',
    message: '{operator} is not a condition operator',
    hint: 'Correct its name.',
    explanation:
      'Operators are StringEquals, ArnLike, Bool and the rest, with ForAnyValue:, ForAllValues: or IfExists.',
  },
} as const;
