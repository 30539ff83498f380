import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { credentials, credentialWorkplace, firstRun, type Workplace } from './credential-workplace.ts';
import { everything, write } from './workplace.ts';

const logins = ({ secrets }: Workplace) => ['--logins', join(secrets, 'logins.txt')];
const run =
  (...argv: readonly string[]) =>
  () =>
    argv;
const first =
  (...more: readonly string[]) =>
  (place: Workplace) => [...firstRun(place), ...more];
const uncertified =
  (...more: readonly string[]) =>
  ({ secrets }: Workplace) => ['generate', '--values', join(secrets, 'given.yaml'), ...more];
const damage =
  (path: string, text: string) =>
  ({ folder }: Workplace) =>
    write(folder, { [`clusters/example/${path}`]: text });

interface Refused {
  readonly codes: readonly string[];
  readonly argv: (place: Workplace) => readonly string[];
  readonly before?: (place: Workplace) => unknown;
  readonly person?: Parameters<typeof credentials>[2];
}

const REFUSED: Readonly<Record<string, Refused>> = {
  'no certificate': {
    codes: ['NO_CERTIFICATE'],
    argv: ({ secrets }) => [
      'generate',
      '--values',
      join(secrets, 'given.yaml'),
      '--logins',
      join(secrets, 'l'),
    ],
  },
  'a private key as certificate': {
    codes: ['BAD_CERTIFICATE'],
    argv: uncertified('--certificate', 'key.pem'),
    before: ({ folder }) => write(folder, { 'key.pem': '-----BEGIN PRIVATE KEY-----\nabc\n' }),
  },
  'a corrupt certificate': {
    codes: ['BAD_CERTIFICATE'],
    argv: run('generate', '--certificate', 'bad.crt'),
    before: ({ folder }) =>
      write(folder, { 'bad.crt': '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n' }),
  },
  'a certificate that is not there': {
    codes: ['UNREADABLE_FILE'],
    argv: run('generate', '--certificate', 'nowhere.crt'),
  },
  'two certificates': { codes: ['CERTIFICATE_CHOICE'], argv: first('--from-cluster') },
  'a value that nobody gave': {
    codes: ['MISSING_VALUE'],
    argv: ({ secrets }) => ['generate', '--certificate', 'sealing.crt', '--logins', join(secrets, 'l')],
  },
  'a login that nobody sees': { codes: ['LOGINS_NOWHERE'], argv: first() },
  'a login that nobody sees, and no certificate': {
    codes: ['LOGINS_NOWHERE', 'NO_CERTIFICATE'],
    argv: () => ['generate'],
  },
  'a password too long': {
    codes: ['BAD_PASSWORD'],
    argv: first('--password-stdin'),
    person: { stdin: 'ü'.repeat(37) },
  },
  'an empty password': {
    codes: ['EMPTY_PASSWORD'],
    argv: first('--password-stdin'),
    person: { stdin: '\n' },
  },
  'two passwords': { codes: ['PASSWORD_CHOICE'], argv: first('--password-stdin', '--password-file', 'x') },
  'one standard input for two': {
    codes: ['STDIN_TWICE'],
    argv: run('generate', '--password-stdin', '--values', '-'),
  },
  'no terminal to ask at': { codes: ['NO_TERMINAL'], argv: first('--password-prompt') },
  'a value that is no text': {
    codes: ['BAD_VALUES_FILE'],
    argv: run('generate', '--values', '-'),
    person: { stdin: 'vault/git/token: 12345678\n' },
  },
  'values that are no YAML': {
    codes: ['BAD_VALUES_FILE'],
    argv: run('generate', '--values', '-'),
    person: { stdin: 'a: 1\nvault/git/token: "12345678\n' },
  },
  'a value that nobody declares': {
    codes: ['UNKNOWN_GIVEN'],
    argv: run('generate', '--certificate', 'sealing.crt', '--values', '-', '--logins', 'l'),
    person: { stdin: 'vault/get/token: "12345678"\n' },
  },
  'a key that is none': { codes: ['NO_PRIVATE_KEY'], argv: first('--key', 'kfdist.yaml', '--logins', 'l') },
  'a rotation of nothing': {
    codes: ['UNKNOWN_NAME'],
    argv: ({ secrets }) => [
      'rotate',
      'vault/usres',
      '--certificate',
      'sealing.crt',
      '--values',
      join(secrets, 'given.yaml'),
      '--logins',
      'l',
    ],
  },
  'a lock file with conflicts': {
    codes: ['BAD_LOCK'],
    argv: first('--logins', 'l'),
    before: damage('credentials.lock.json', '<<<<<<< HEAD\n{}\n'),
  },
  'a sealed file that is none': {
    codes: ['BAD_SEALED_SECRET'],
    argv: first('--logins', 'l'),
    before: damage('secrets/vault/vault.git.yaml', 'kind: Nothing\n'),
  },
};

describe('a run that is refused', { timeout: 60_000 }, () => {
  it.each(Object.entries(REFUSED))(
    'says so and changes nothing: %s',
    async (_, { codes, argv, before, person }) => {
      const place = credentialWorkplace();
      before?.(place);
      const [files, secrets] = [everything(place.folder), everything(place.secrets)];
      const { exitCode, result, stdout, stderr } = await credentials(place.folder, argv(place), person);
      expect({ exitCode, codes: result.diagnostics.map(({ code }) => code) }).toEqual({ exitCode: 1, codes });
      expect(result.diagnostics.every(({ hint }) => hint !== undefined)).toBe(true);
      expect(stdout + stderr).not.toContain('12345678');
      expect([everything(place.folder), everything(place.secrets)]).toEqual([files, secrets]);
    },
  );
});

interface Failed {
  readonly argv: (place: Workplace) => readonly string[];
  readonly says: RegExp;
  readonly before?: (place: Workplace) => unknown;
}

const FAILED: Readonly<Record<string, Failed>> = {
  'a certificate at an address that does not answer': {
    argv: run('generate', '--certificate', 'https://127.0.0.1:1/cert.pem'),
    says: /could not be read\. Check the address/,
  },
  'a certificate that anybody could exchange': {
    argv: run('generate', '--certificate', 'http://example.com/cert.pem'),
    says: /not protected on the way\. Use https/,
  },
  'a file of logins that exists': {
    argv: (place) => [...firstRun(place), '--logins', join(place.secrets, 'given.yaml')],
    says: /exists already and is not overwritten/,
  },
  'a file of logins that Git would take': {
    argv: first('--logins', 'logins.txt'),
    says: /lies in a Git work tree and is not ignored/,
  },
  'a folder of logins that is not there': {
    argv: (place) => [...firstRun(place), '--logins', join(place.secrets, 'no/where.txt')],
    says: /does not exist or cannot be entered/,
  },
  'a tree that cannot be written': {
    argv: (place) => [...firstRun(place), ...logins(place)],
    says: /Everything was put back as it was|Nothing was changed/,
    before: ({ folder }) => write(folder, { 'clusters/example/secrets/vault/vault.users.yaml/x': '' }),
  },
  'a key that Git would take': {
    argv: run('init-key', '--certificate', 'new.crt', '--key', 'new-key.yaml'),
    says: /lies in a Git work tree/,
  },
  'a certificate in the way': {
    argv: (place) => [
      'init-key',
      '--certificate',
      'sealing.crt',
      '--key',
      join(place.secrets, 'new-key.yaml'),
    ],
    says: /sealing\.crt cannot be written: something is already there/,
  },
};

describe('a world that refuses', { timeout: 60_000 }, () => {
  it.each(Object.entries(FAILED))('leaves all files as they were: %s', async (_, { argv, says, before }) => {
    const place = credentialWorkplace();
    before?.(place);
    const [files, secrets] = [everything(place.folder), everything(place.secrets)];
    const { exitCode, stdout, stderr } = await credentials(place.folder, argv(place));
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toMatch(says);
    expect(stderr).toMatch(/^error: .+\n {2}= help: .+\n$/);
    expect([everything(place.folder), everything(place.secrets)]).toEqual([files, secrets]);
  });
});
