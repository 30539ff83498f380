/** What checking a trust policy can report. */
export const trustCodes = {
  TRUST_WITHOUT_SUBJECT: {
    severity: 'error',
    message: 'The trust lets every ServiceAccount of the cluster assume the role: no condition on {key}',
    hint: 'Add StringEquals with system:serviceaccount:<namespace>:<name>.',
    explanation:
      'An audience alone is the same for all pods of the cluster. The profile controller leaves such a trust behind when the last profile goes.',
  },
  TRUST_WITHOUT_AUDIENCE: {
    severity: 'error',
    message: 'The trust does not name the audience: no condition on {key}',
    hint: 'Add StringEquals with sts.amazonaws.com.',
    explanation: 'A token that was made for another service must not be good for AWS.',
  },
  TRUST_WRONG_AUDIENCE: {
    severity: 'error',
    message: 'The audience is {audience}, which no pod has',
    hint: 'Use sts.amazonaws.com; it is the same in every partition, also in China.',
    explanation: 'Only the issuer of a cluster in China ends with .cn, the audience does not.',
  },
  TRUST_WILDCARD_SUBJECT: {
    severity: 'error',
    message: 'The subject {subject} stands for many ServiceAccounts',
    hint: 'List the ServiceAccounts.',
    explanation:
      'Whoever may make a ServiceAccount or a namespace with a fitting name could assume the role.',
  },
  TRUST_BAD_SUBJECT: {
    severity: 'error',
    message: '{subject} is not the subject of a ServiceAccount',
    hint: 'Write system:serviceaccount:<namespace>:<name>.',
    explanation: 'The subject of a token of a pod has exactly four parts.',
  },
  TRUST_OTHER_ISSUER: {
    severity: 'error',
    message: 'The trust names the provider {provider}, but its conditions are about {issuer}',
    hint: 'Use the same issuer in both places.',
    explanation: 'The keys of the conditions begin with the issuer of the provider; others are never there.',
  },
  TRUST_ANYONE: {
    severity: 'error',
    message: 'The trust lets {principal} assume the role',
    hint: 'Name who may.',
    explanation: 'An asterisk as principal is everybody, in any account.',
  },
  TRUST_OPEN_POD_IDENTITY: {
    severity: 'error',
    message:
      'The trust lets every Pod Identity association of the account use the role: no condition on {keys}',
    hint: 'Compare these request tags with the cluster, the namespace and the ServiceAccount.',
    explanation:
      'The service principal is the same for every cluster of every account that runs Pod Identity.',
  },
  TRUST_FORGEABLE_CHAIN: {
    severity: 'error',
    message: 'The trust lets {principal} assume the role for any namespace',
    hint: 'Give the namespace a ServiceAccount and role of its own, or bind the chain to the stores of the platform.',
    explanation:
      'Whoever may write a SecretStore can make the operator assume any role that trusts it, and can write its session tags himself. Only stores that the platform owns, bound to namespaces, are safe to chain from.',
  },
  TRUST_PLAIN_CHAIN: {
    severity: 'warning',
    message: 'The trust lets {principal} assume the role whatever it acts for',
    hint: 'Add a condition, such as on aws:RequestTag/esoNamespace or sts:ExternalId.',
    explanation: 'A role that acts for many can be made to assume this one on behalf of anybody.',
  },
  TRUST_WIDE_ACCOUNT: {
    severity: 'warning',
    message: 'The trust lets everything in the account {account} assume the role that may assume roles',
    hint: 'Name the role, or compare aws:PrincipalArn with it.',
    explanation: 'The root of an account stands for the whole account.',
  },
  TRUST_TOO_LONG: {
    severity: 'error',
    message: 'The trust of {key} has {size} characters; {limit} is the highest quota there is',
    hint: 'Split the ServiceAccounts over several roles.',
    explanation: 'Each ServiceAccount adds about fifty characters; use a role for each profile.',
  },
  TRUST_OVER_QUOTA: {
    severity: 'warning',
    message: 'The trust of {key} has {size} characters; {limit} is the quota of a new account',
    hint: 'Ask for a higher quota of the length of trust policies, or split the ServiceAccounts over several roles.',
    explanation: 'The quota can be raised up to 8,192 characters.',
  },
} as const;
