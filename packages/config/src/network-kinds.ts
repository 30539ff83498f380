import { firstProblem, type Kind, plainProblem, type Rule } from './kind.ts';
import { hasPassword } from './sensitivity.ts';

const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const HOST = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);
const EMAIL_USER = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@/;

const NOT_A_HOST: readonly Rule[] = [
  [/^[a-z][a-z0-9+.-]*:\/\//i, 'it is a URL: leave out the part up to // and everything after the host'],
  [/\//, 'it has a path in it'],
  [/:\d+$/, 'it ends with a port, which has a setting of its own'],
  [/@/, 'it has an @ in it'],
  [/_/, 'it has an underscore, which host names cannot have'],
  [/^\.|\.\.|\.$/, 'it has an empty part between dots'],
];

function hostProblem(text: string, never: readonly Rule[] = []): string | undefined {
  return (
    plainProblem(text, 253) ??
    firstProblem(text, {
      never: [...NOT_A_HOST, ...never],
      must: [[HOST, 'it has a part that is not of letters, digits and inner hyphens, at most 63 of them']],
    })
  );
}

const domainProblem = (text: string) =>
  hostProblem(text, [
    [/\*/, 'it has a wildcard'],
    [/[A-Z]/, 'it has capital letters'],
    [/^[^.]*$/, 'it has one part only'],
    [/\.\d+$/, 'it is an IP address'],
  ]);

const urlProblem = (text: string) =>
  plainProblem(text, 2048) ??
  firstProblem(text, {
    must: [[/^[a-z][a-z0-9+.-]*:\/\//i, 'it does not start with a scheme such as https://']],
  }) ??
  (URL.canParse(text) && /^[^/]+\/\/[^/?#]/.test(text) ? undefined : 'it has no valid host');

const httpsProblem = (text: string) =>
  urlProblem(text) ??
  firstProblem(text, { must: [[/^https:\/\//, 'it does not start with https://']] }) ??
  firstProblem(text, {
    must: [[/^https:\/\/(?:[^/?#@]*@)?[A-Za-z0-9[][^/?#@]*(?:[/?#]|$)/, 'it has no valid host']],
  });

/** Kinds of names and addresses on the network. */
export const NETWORK_KINDS = {
  hostname: {
    type: 'string',
    expected: 'a host name',
    example: 'db.example.com',
    problem: (text) => hostProblem(text),
    pattern: `^${LABEL}(\\.${LABEL})*$`,
  },
  domain: {
    type: 'string',
    expected: 'a DNS domain in small letters',
    example: 'ml.example.com',
    problem: domainProblem,
    pattern: '^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$',
  },
  url: {
    type: 'string',
    expected: 'a URL',
    example: 'redis://cache.example.com:6379',
    problem: urlProblem,
    pattern: '^[A-Za-z][A-Za-z0-9+.-]*://[^\\s/]',
  },
  'https-url': {
    type: 'string',
    expected: 'an https:// URL',
    example: 'https://login.example.com',
    problem: httpsProblem,
    pattern: '^https://[^\\s/]',
  },
  'git-url': {
    type: 'string',
    expected: 'the URL of a Git repository (https://, ssh:// or git@host:path), without a password',
    example: 'https://github.com/example/platform.git',
    problem: gitUrlProblem,
    pattern: '^(https://|ssh://|[\\w.-]+@[\\w.-]+:)\\S+$',
  },
  email: {
    type: 'string',
    expected: 'an e-mail address',
    example: 'platform@example.com',
    problem: emailProblem,
    pattern: '^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$',
  },
} as const satisfies Record<string, Kind>;

function gitUrlProblem(text: string): string | undefined {
  const plain = plainProblem(text, 2048);
  if (plain !== undefined) return plain;
  const scp = /^[\w.-]+@([^/:]+):(?!\/\/)(.+)$/.exec(text);
  if (scp) return hostProblem(scp[1] ?? '');
  if (!/^(?:https|ssh):\/\//.test(text)) return 'it starts with none of these';
  if (hasPassword(text)) return 'it has a password in it';
  return (
    urlProblem(text) ??
    firstProblem(text, { must: [[/^[a-z]+:\/\/[^/?#]+\/[^/?#]/, 'it names no repository']] })
  );
}

function emailProblem(text: string): string | undefined {
  const plain = plainProblem(text, 254);
  if (plain !== undefined) return plain;
  const parts = text.split('@');
  if (parts.length < 2) return 'it has no @';
  if (parts.length > 2) return 'it has more than one @';
  if (/[<>,;]/.test(text)) return 'it is more than the bare address';
  if (!EMAIL_USER.test(text)) return 'the part before @ is not a mailbox';
  const host = domainProblem((parts[1] ?? '').toLowerCase());
  return host === undefined ? undefined : `the part after @ is not a domain: ${host}`;
}
