import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findTool } from '../../../packages/credentials/tests/tools.ts';
import { kfdist, transcript } from './command.ts';
import {
  credentials,
  credentialWorkplace,
  firstRun,
  opened,
  TOKEN,
  type Workplace,
} from './credential-workplace.ts';
import { emptyFolder, everything, SETTINGS, texts, write } from './workplace.ts';

const kubeseal = findTool('kubeseal', 'the first commit judged by kubeseal');
const changed = (before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((path) => before[path] !== after[path])
    .toSorted();
const logins = ({ secrets }: Workplace, name = 'logins.txt') => ['--logins', join(secrets, name)];

async function generated(): Promise<Workplace> {
  const place = credentialWorkplace();
  const { exitCode } = await credentials(place.folder, [...firstRun(place), ...logins(place, 'first.txt')]);
  expect(exitCode).toBe(0);
  return place;
}

describe('kfdist credentials', { timeout: 60_000 }, () => {
  it('makes a key, and everything that a first commit needs, with no cluster', async () => {
    const place = credentialWorkplace();
    const { folder, secrets } = place;
    const [certificate, key] = ['new.crt', join(secrets, 'new-key.yaml')];
    const made = await credentials(folder, ['init-key', '--certificate', certificate, `--key=${key}`]);
    expect(made).toMatchObject({ exitCode: 0, stderr: '', result: { ok: true } });
    expect(statSync(key).mode & 0o777).toBe(0o600);
    write(folder, { 'sealing.crt': readFileSync(join(folder, certificate)) });
    write(secrets, { 'sealing-key.yaml': readFileSync(key) });
    expect(await credentials(folder, [...firstRun(place), ...logins(place)])).toMatchObject({ exitCode: 0 });
    const values = opened(place);
    expect(Object.keys(values)).toHaveLength(7);
    expect(values['vault/git/token']).toBe(TOKEN);
    expect(values['vault/client/secret']).toBe(values['proxy/proxy/client-secret']);
    expect(parse(values['vault/users/config.yaml'] ?? '')).toEqual({
      email: 'admin@example.com',
      name: 'admin',
      hash: values['vault/users/hash'],
      plain: values['vault/users/login'],
    });
    expect(readFileSync(join(secrets, 'logins.txt'), 'utf8')).toBe(
      `First user: ${values['vault/users/login']}\n`,
    );
    expect(statSync(join(secrets, 'logins.txt')).mode & 0o777).toBe(0o600);
    expect(await kfdist(folder, ['setup'])).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await kfdist(folder, ['setup'])).toMatchObject({ stdout: expect.stringContaining('up to date') });
    expect(opened(place)).toEqual(values);
  });

  it('shows what it made, what there is and what it made anew', async () => {
    const place = credentialWorkplace();
    const shown = async (name: string, argv: readonly string[]) => {
      const text = transcript(argv, await kfdist(place.folder, argv));
      const steady = text
        .replaceAll(place.secrets, 'private')
        .replaceAll(/\b[\da-f]{16}\b/g, '0123456789abcdef')
        .replaceAll(/\b20\d\d-\d\d-\d\d\b/g, '2026-11-25');
      await expect(steady).toMatchFileSnapshot(`golden/${name}.txt`);
    };
    await shown('credentials-generate', ['credentials', ...firstRun(place), ...logins(place, 'first.txt')]);
    await shown('credentials-status-generated', ['credentials', 'status']);
    const key = ['--key', join(place.secrets, 'sealing-key.yaml')];
    const rotation = ['rotate', 'admin-password', '--certificate', 'sealing.crt', ...logins(place)];
    await shown('credentials-rotate', ['credentials', ...rotation, ...key]);
    await shown('credentials-rotate-no-key', ['credentials', ...rotation]);
    await shown('credentials-rotate-unknown', ['credentials', 'rotate', 'admin-pasword']);
  });

  it.skipIf(kubeseal === undefined)('makes what kubeseal opens with the file of the key', async () => {
    const place = await generated();
    const key = join(place.secrets, 'sealing-key.yaml');
    const flags = ['--recovery-unseal', '--recovery-private-key', key, '--format', 'json'];
    const files = Object.entries(texts(join(place.folder, 'clusters/example/secrets')));
    const found = files.flatMap(([, input]) => {
      const { metadata, data } = JSON.parse(
        execFileSync(kubeseal ?? '', flags, { input, encoding: 'utf8' }),
      ) as { metadata: Record<'namespace' | 'name', string>; data: Record<string, string> };
      return Object.entries(data).map(([name, value]) => [
        `${metadata.namespace}/${metadata.name}/${name}`,
        Buffer.from(value, 'base64').toString('utf8'),
      ]);
    });
    expect(Object.fromEntries(found)).toEqual(opened(place));
  });

  it('is named by setup until it has run', async () => {
    const place = credentialWorkplace();
    const first = await kfdist(place.folder, ['setup']);
    expect(first.stdout).toContain('. kfdist credentials generate -f kfdist.yaml --certificate FILE');
    await credentials(place.folder, [...firstRun(place), ...logins(place)]);
    const second = await kfdist(place.folder, ['setup', '--set', 'domain=new.example.com']);
    expect(second.stdout).toContain('  1. Look through');
  });

  it('gives way to ExternalSecrets where the backend changes, and is named by setup again', async () => {
    const { folder } = await generated();
    await kfdist(folder, ['setup']);
    const elsewhere = ['setup', '--set', 'components.secrets=external-secrets'];
    const { stdout, stderr } = await kfdist(folder, elsewhere);
    expect(stderr).not.toContain('HAND_EDITED');
    expect(stdout).toContain('. kfdist credentials push');
    const made = Object.entries(texts(folder)).filter(([path]) =>
      path.startsWith('clusters/example/secrets/'),
    );
    expect(made.map(([, text]) => /^kind: .*$/m.exec(text)?.[0])).toEqual(
      Array(4).fill('kind: ExternalSecret'),
    );
  });

  it('changes nothing when run again, whatever is given', async () => {
    const place = await generated();
    const before = everything(place.folder);
    const again = await credentials(place.folder, ['generate', '--certificate', 'sealing.crt']);
    expect(again).toMatchObject({ exitCode: 0, result: { diagnostics: [], logins: [] } });
    const given = await credentials(place.folder, firstRun(place), { env: { password: 'another-password' } });
    expect(given.result.diagnostics.map(({ code }) => code)).toEqual(['GIVEN_NOT_USED', 'GIVEN_NOT_USED']);
    expect(everything(place.folder)).toEqual(before);
  });

  it('says what a run would make, and makes nothing', async () => {
    const place = credentialWorkplace();
    const before = everything(place.folder);
    const { exitCode, result } = await credentials(place.folder, [...firstRun(place), '--dry-run']);
    expect({ exitCode, changes: (result.changes as unknown[]).length }).toEqual({ exitCode: 0, changes: 5 });
    expect(everything(place.folder)).toEqual(before);
  });

  it.each([
    [
      'oidc-secret',
      ['proxy/proxy.proxy.yaml', 'vault/vault.client.yaml'],
      ['vault/client/secret', 'proxy/proxy/client-secret'],
    ],
    [
      'vault/users',
      ['vault/vault.users.yaml'],
      ['vault/users/config.yaml', 'vault/users/hash', 'vault/users/login'],
    ],
    ['proxy/cookie', ['proxy/proxy.proxy.yaml'], ['proxy/proxy/cookie']],
  ])('rotates %s with exactly what depends on it', async (name, files, ids) => {
    const place = await generated();
    await kfdist(place.folder, ['setup']);
    const [before, values] = [texts(join(place.folder, 'clusters/example')), opened(place)];
    const rotated = await credentials(place.folder, [
      'rotate',
      name,
      '--certificate',
      'sealing.crt',
      '--key',
      join(place.secrets, 'sealing-key.yaml'),
      ...logins(place),
    ]);
    expect(rotated).toMatchObject({ exitCode: 0, result: { diagnostics: [] } });
    const after = texts(join(place.folder, 'clusters/example'));
    expect(changed(before, after)).toEqual([
      'credentials.lock.json',
      ...files.map((file) => `secrets/${file}`),
    ]);
    expect(changed(values, opened(place))).toEqual(ids.toSorted());
  });

  describe('of a password beside which others lie in a template', () => {
    const rotation = ['rotate', 'admin-password', '--certificate', 'sealing.crt'];
    const generatedBy = async (email: string) => {
      const place = credentialWorkplace();
      await credentials(place.folder, [
        ...firstRun(place),
        ...logins(place, 'first.txt'),
        `--email=${email}`,
      ]);
      return place;
    };
    const emailIn = (place: Workplace) =>
      (parse(opened(place)['vault/users/config.yaml'] ?? '') as { readonly email?: string }).email;

    it('takes them from there, with the private key', async () => {
      const place = await generatedBy('ada@example.com');
      const before = opened(place);
      const key = ['--key', join(place.secrets, 'sealing-key.yaml')];
      const { exitCode } = await credentials(place.folder, [...rotation, ...key, ...logins(place)]);
      expect({ exitCode, email: emailIn(place) }).toEqual({ exitCode: 0, email: 'ada@example.com' });
      expect(opened(place)['vault/users/login']).not.toBe(before['vault/users/login']);
    });

    it('takes them as they are given again', async () => {
      const place = await generatedBy('ada@example.com');
      const refused = await credentials(place.folder, [...rotation, ...logins(place)]);
      expect(refused.result.diagnostics.map(({ code, args }) => [code, args?.value])).toEqual([
        ['VALUE_NOT_KNOWN', 'admin-email'],
        ['VALUE_NOT_KNOWN', 'admin-username'],
      ]);
      const again = ['--email=bea@example.com', '--username=admin'];
      const { exitCode, result } = await credentials(place.folder, [...rotation, ...again, ...logins(place)]);
      expect({ exitCode, email: emailIn(place) }).toEqual({ exitCode: 0, email: 'bea@example.com' });
      expect(result.diagnostics).toEqual([]);
    });

    it('asks for them at the terminal', async () => {
      const place = await generatedBy('ada@example.com');
      const questions: string[] = [];
      const answer = (question: string) => `answer ${questions.push(question)}`;
      expect(await credentials(place.folder, rotation, { answer })).toMatchObject({ exitCode: 0 });
      expect(questions).toEqual(['E-mail of the first user: ', 'Name of the first user: ']);
      expect(emailIn(place)).toBe('answer 1');
    });
  });

  it('makes the workloads start again that read what was rotated', async () => {
    const place = await generated();
    await kfdist(place.folder, ['setup']);
    const before = texts(join(place.folder, 'clusters/example'));
    const { result } = await credentials(place.folder, [
      'rotate',
      'oidc-secret',
      '--certificate',
      'sealing.crt',
    ]);
    expect(result.restarts).toEqual([
      { kind: 'Deployment', namespace: 'vault', name: 'vault' },
      { kind: 'Deployment', namespace: 'proxy', name: 'proxy' },
    ]);
    expect(await kfdist(place.folder, ['setup'])).toMatchObject({ exitCode: 0, stderr: '' });
    const after = texts(join(place.folder, 'clusters/example'));
    expect(changed(before, after).filter((path) => path.startsWith('components/'))).toEqual([
      'components/proxy/kustomization.yaml',
      'components/vault/vault.yaml',
    ]);
    expect(after['components/vault/vault.yaml']).toContain('kfdist.github.io/credentials: vault/client=1');
    expect(await kfdist(place.folder, ['setup'])).toMatchObject({
      stdout: expect.stringContaining('up to date'),
    });
  });

  it('seals everything again for a new certificate, if the old key opens it, with the same values', async () => {
    const place = await generated();
    const values = opened(place);
    const made = await credentials(place.folder, [
      'init-key',
      '--certificate',
      'new.crt',
      '--key',
      join(place.secrets, 'new.yaml'),
    ]);
    expect(made.exitCode).toBe(0);
    const kept = await credentials(place.folder, ['generate', '--certificate', 'new.crt']);
    expect(new Set(kept.result.diagnostics.map(({ code }) => code))).toEqual(
      new Set(['SEALED_FOR_OTHER_CERTIFICATE']),
    );
    const { result } = await credentials(place.folder, ['status', '--certificate', 'new.crt']);
    expect(result.secrets).toMatchObject([
      { state: 'current' },
      { state: 'current' },
      { state: 'current' },
      { state: 'current' },
    ]);
    const sealed = await credentials(place.folder, [
      'generate',
      '--certificate',
      'new.crt',
      '--key',
      join(place.secrets, 'sealing-key.yaml'),
    ]);
    write(place.secrets, { 'sealing-key.yaml': readFileSync(join(place.secrets, 'new.yaml')) });
    expect(opened(place)).toEqual(values);
    expect(sealed).toMatchObject({ exitCode: 0, result: { diagnostics: [] } });
  });

  it('deletes what is no longer declared, and says how things stand', async () => {
    const place = await generated();
    const pending = ['status', '--detailed-exitcode'];
    expect(await credentials(place.folder, pending)).toMatchObject({ exitCode: 0 });
    write(place.folder, { 'kfdist.yaml': `${SETTINGS}components.proxy: false\n` });
    const { exitCode, result } = await credentials(place.folder, pending);
    expect({ exitCode, secrets: result.secrets }).toMatchObject({
      exitCode: 2,
      secrets: [
        { state: 'current' },
        { state: 'current' },
        { state: 'current' },
        { secret: 'proxy/proxy', state: 'obsolete' },
      ],
    });
    await credentials(place.folder, ['generate', '--certificate', 'sealing.crt']);
    expect(existsSync(join(place.folder, 'clusters/example/secrets/proxy'))).toBe(false);
    expect(await credentials(place.folder, pending)).toMatchObject({ exitCode: 0 });
  });
});

const NASTY = 'ü "quoted" \\ back \'single\'  #: {{x}} ((y)) <<__domain__>>\nsecond line';

describe('the password of the first user', { timeout: 60_000 }, () => {
  it.each<[string, (place: Workplace) => readonly string[], Parameters<typeof credentials>[2]]>([
    ['standard input', () => ['--password-stdin'], { stdin: `${NASTY}\n` }],
    ['a file', ({ secrets }) => ['--password-file', join(secrets, 'password')], {}],
    ['the environment', () => [], { env: { password: NASTY } }],
    ['a prompt', () => ['--password-prompt'], { answer: () => NASTY }],
    ['an argument', () => ['--password', NASTY], {}],
    ['an argument of one word', () => [`--password=${NASTY}`], {}],
    [
      'a file before the environment',
      ({ secrets }) => ['--password-file', join(secrets, 'password')],
      { env: { password: 'not-this-one' } },
    ],
  ])('comes from %s, unharmed, and is not shown', async (_, flags, person) => {
    const place = credentialWorkplace();
    write(place.secrets, { password: `${NASTY}\r\n` });
    const argv = [...firstRun(place), '--email=ada@example.com', ...flags(place)];
    const seen = await credentials(place.folder, argv, person);
    const isArgument =
      argv.some((word) => word.startsWith('--password') && word.includes(NASTY)) ||
      argv.includes('--password');
    expect(seen.exitCode).toBe(0);
    expect(seen.result.diagnostics.map(({ code }) => code)).toEqual(isArgument ? ['PASSWORD_ARGUMENT'] : []);
    const values = opened(place);
    expect(values['vault/users/login']).toBe(NASTY);
    expect(parse(values['vault/users/config.yaml'] ?? '')).toMatchObject({
      email: 'ada@example.com',
      plain: NASTY,
    });
    expect(`${seen.stdout}${seen.stderr}${seen.shownOnce}`).not.toContain('second line');
  });

  it('is generated and shown once at the terminal, and not in JSON', async () => {
    const place = credentialWorkplace();
    const seen = await credentials(place.folder, firstRun(place), { answer: () => '' });
    const login = opened(place)['vault/users/login'] ?? '';
    expect(seen.shownOnce).toContain(`First user: ${login}\n`);
    expect(seen.stdout + seen.stderr).not.toContain(login);
    expect(seen.result.logins).toEqual(['First user']);
  });

  it('is asked for at the terminal with all that only people know', async () => {
    const place = credentialWorkplace();
    const questions: string[] = [];
    const answer = (question: string) => `answer ${questions.push(question)}`;
    await credentials(place.folder, ['generate', '--certificate', 'sealing.crt', '--password-prompt'], {
      answer,
    });
    expect(questions).toEqual(['Password of the first user: ', 'Git token: ']);
    expect(opened(place)).toMatchObject({ 'vault/users/login': 'answer 1', 'vault/git/token': 'answer 2' });
  });
});

describe('help', () => {
  it('does not show the one flag that holds a password', async () => {
    for (const verb of [[], ['generate'], ['rotate'], ['push']]) {
      const { stdout } = await kfdist(emptyFolder(), ['credentials', ...verb, '--help']);
      expect(stdout).not.toContain('--password ');
    }
  });

  it('knows no other flags', async () => {
    const { exitCode, stderr } = await kfdist(emptyFolder(), ['credentials', 'generate', '--pasword-stdin']);
    expect(exitCode).toBe(64);
    expect(stderr).toContain('--password-stdin');
  });
});
