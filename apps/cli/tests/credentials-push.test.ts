/** What goes to AWS, against an emulator. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parameterStore, secretsManager } from '@kfdist/credentials/aws';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findMoto, type Moto, startMoto } from '../../../packages/credentials/tests/moto.ts';
import { kfdist } from './command.ts';
import {
  credentials,
  credentialWorkplace,
  firstRun,
  IN_AWS,
  openedIn,
  TOKEN,
  type Workplace,
} from './credential-workplace.ts';
import { everything, texts, write } from './workplace.ts';

const program = findMoto();
let moto: Moto;

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'testing');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'testing');
  vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
  if (program === undefined) return;
  moto = await startMoto(program);
  vi.stubEnv('AWS_ENDPOINT_URL', moto.endpoint);
}, 90_000);
afterAll(() => {
  vi.unstubAllEnvs();
  if (program !== undefined) moto.stop();
});

const BUCKET = `name: bucket
summary: Keeps files
category: storage
namespace: { name: bucket }
source: { manifests: {} }
secrets:
  - { name: s3, keys: { id: { accessKeyId: pipelines }, key: { secretAccessKey: pipelines } } }
`;

/** A working copy whose values lie in AWS, each test under a cluster name of its own. */
function inAws(cluster: string, more = '', files: Readonly<Record<string, string>> = {}): Workplace {
  const settings = IN_AWS.replace('cluster_name: example', `cluster_name: ${cluster}`);
  return credentialWorkplace({
    'kfdist.yaml': `${settings}git_repo.path: clusters/example\n${more}`,
    ...files,
  });
}

const REGION = { region: 'eu-central-1' };
const push = async (place: Workplace, ...more: readonly string[]) =>
  await credentials(place.folder, ['push', '--values', join(place.secrets, 'given.yaml'), ...more]);
const logins = ({ secrets }: Workplace, name: string) => ['--logins', join(secrets, name)];
const codes = ({ result }: Awaited<ReturnType<typeof push>>) => result.diagnostics.map(({ code }) => code);

async function stored(name: string, store = secretsManager(REGION)): Promise<Record<string, string>> {
  return JSON.parse((await store.read(name))?.reveal() ?? '{}') as Record<string, string>;
}

async function iam(action: string, user = 'pipelines'): Promise<string> {
  const Authorization = 'AWS4-HMAC-SHA256 Credential=testing/20260101/us-east-1/iam/aws4_request';
  const body = new URLSearchParams(`Version=2010-05-08&UserName=${user}&Action=${action}`);
  return await (await fetch(moto.endpoint, { method: 'POST', headers: { Authorization }, body })).text();
}

/** `<key id> <status>` of the user's access keys. */
async function accessKeys(user?: string): Promise<readonly string[]> {
  const answer = await iam('ListAccessKeys', user);
  const valuesOf = (tag: string) =>
    [...answer.matchAll(new RegExp(`<${tag}>(\\w+)</${tag}>`, 'g'))].map(([, value]) => value);
  const states = valuesOf('Status');
  return valuesOf('AccessKeyId').map((id, i) => `${id} ${states[i]}`);
}

describe.skipIf(program === undefined)('kfdist credentials push', { timeout: 60_000 }, () => {
  it('writes what ExternalSecrets read, and nothing when run again', async () => {
    const place = inAws('first');
    const setup = await kfdist(place.folder, ['setup']);
    expect(setup.stdout).toContain('. kfdist credentials push -f kfdist.yaml');
    const tree = texts(join(place.folder, 'clusters/example'));
    expect(await push(place, ...logins(place, 'l'))).toMatchObject({ exitCode: 0, stderr: '' });
    const users = await stored('first/vault/users');
    expect(Object.keys(users)).toEqual(['config.yaml', 'hash', 'login']);
    expect(await stored('first/vault/git')).toEqual({ token: TOKEN });
    expect((await stored('first/vault/client')).secret).toBe(
      (await stored('first/proxy/proxy'))['client-secret'],
    );
    expect(texts(place.secrets).l).toBe(`First user: ${users.login}\n`);
    for (const name of ['users', 'client', 'git'])
      expect(tree[`secrets/vault/vault.${name}.yaml`]).toContain(`key: first/vault/${name}\n`);
    const before = everything(place.folder);
    const again = await credentials(place.folder, ['push']);
    expect(again).toMatchObject({ exitCode: 0, result: { pushed: [], diagnostics: [] } });
    expect(everything(place.folder)).toEqual(before);
    expect(await stored('first/vault/users')).toEqual(users);
  });

  it('says what it would write, and writes nothing', async () => {
    const place = inAws('dry');
    const before = everything(place.folder);
    expect(await push(place, '--dry-run')).toMatchObject({ exitCode: 0 });
    expect(everything(place.folder)).toEqual(before);
    expect(await stored('dry/vault/users')).toEqual({});
  });

  it('rotates in AWS and marks what starts again', async () => {
    const place = inAws('rotating');
    await push(place, ...logins(place, 'l'));
    const before = await stored('rotating/proxy/proxy');
    const rotated = await credentials(place.folder, ['rotate', 'proxy/cookie']);
    expect(rotated).toMatchObject({ exitCode: 0, result: { restarts: [{ name: 'proxy' }] } });
    const after = await stored('rotating/proxy/proxy');
    expect({ ...after, cookie: '' }).toEqual({ ...before, cookie: '' });
    expect(after.cookie).not.toBe(before.cookie);
    await kfdist(place.folder, ['setup']);
    const tree = texts(join(place.folder, 'clusters/example'));
    expect(tree['components/proxy/kustomization.yaml']).toContain(
      'kfdist.github.io/credentials: proxy/proxy=1',
    );
  });

  it('writes to Parameter Store where the platform does', async () => {
    const backend =
      '  - { key: external_secrets.backend_type, kind: string, summary: Service, default: systemManager }\n';
    const place = inAws('parameters');
    const settings = texts(place.folder)['distribution/settings.yaml'] ?? '';
    write(place.folder, {
      'distribution/settings.yaml': settings.replace('settings:\n', `settings:\n${backend}`),
    });
    expect(await push(place, ...logins(place, 'l'))).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await stored('/parameters/vault/git', parameterStore(REGION))).toEqual({ token: TOKEN });
  });

  it('seals and pushes in one run where components differ', async () => {
    const place = inAws('mixed');
    const proxy = texts(place.folder)['distribution/proxy/component.yaml'] ?? '';
    write(place.folder, {
      'distribution/proxy/component.yaml': proxy.replace(
        '    scope:',
        '    backend: sealed-secrets\n    scope:',
      ),
    });
    const alone = await credentials(place.folder, [
      'generate',
      '--certificate',
      'sealing.crt',
      ...logins(place, 'l'),
    ]);
    expect(codes(alone)).toContain('SPLIT_VALUE');
    expect(codes(await push(place, ...logins(place, 'l')))).toEqual(['NO_CERTIFICATE']);
    const both = await push(place, '--certificate', 'sealing.crt', ...logins(place, 'l'));
    expect(both).toMatchObject({ exitCode: 0 });
    expect(texts(join(place.folder, 'clusters/example'))).toHaveProperty('secrets/proxy/proxy.proxy.yaml');
    expect(await stored('mixed/proxy/proxy')).toEqual({});
  });

  it('makes access keys of IAM users, and switches the old one off', async () => {
    await iam('CreateUser');
    const place = inAws('keys', '', { 'distribution/bucket/component.yaml': BUCKET });
    expect(codes(await push(place, ...logins(place, 'l')))).toEqual(['MISSING_VALUE', 'MISSING_VALUE']);
    expect(await accessKeys()).toEqual([]);
    expect(await push(place, '--access-keys', ...logins(place, 'l'))).toMatchObject({ exitCode: 0 });
    const first = await stored('keys/bucket/s3');
    expect(await accessKeys()).toEqual([`${first.id} Active`]);
    expect(await credentials(place.folder, ['rotate', 'bucket/s3'])).toMatchObject({ exitCode: 0 });
    const second = await stored('keys/bucket/s3');
    expect(second.id).not.toBe(first.id);
    expect(second.key).not.toBe(first.key);
    expect((await accessKeys()).toSorted()).toEqual(
      [`${first.id} Inactive`, `${second.id} Active`].toSorted(),
    );
  });

  it('seals access keys too, and leaves no key behind that is nowhere written', async () => {
    await iam('CreateUser', 'sealed');
    const bucket = BUCKET.replaceAll('pipelines', 'sealed');
    const place = credentialWorkplace({ 'distribution/bucket/component.yaml': bucket });
    const file = 'clusters/example/secrets/bucket/bucket.s3.yaml';
    const idIn = () => openedIn(place, 'bucket')['bucket/s3/id'];
    const first = await credentials(place.folder, [
      ...firstRun(place),
      '--access-keys',
      ...logins(place, 'l'),
    ]);
    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    const id = idIn();
    expect(await accessKeys('sealed')).toEqual([`${id} Active`]);

    const rotation = ['rotate', 'bucket/s3', '--certificate', 'sealing.crt'];
    const lock = join(place.folder, 'clusters/example/credentials.lock.json');
    const before = texts(place.folder);
    rmSync(lock);
    write(place.folder, { 'clusters/example/credentials.lock.json/x': '' });
    expect(await credentials(place.folder, rotation)).toMatchObject({ exitCode: 3 });
    expect(await accessKeys('sealed')).toEqual([`${id} Active`]);
    expect(texts(place.folder)[file]).toBe(before[file]);

    rmSync(lock, { recursive: true });
    write(place.folder, {
      'clusters/example/credentials.lock.json': before['clusters/example/credentials.lock.json'] ?? '',
    });
    expect(await credentials(place.folder, rotation)).toMatchObject({ exitCode: 0 });
    expect(idIn()).not.toBe(id);
    expect((await accessKeys('sealed')).toSorted()).toEqual(
      [`${id} Inactive`, `${idIn()} Active`].toSorted(),
    );
  });
});

describe.skipIf(program === undefined)('a run whose files cannot be written', { timeout: 60_000 }, () => {
  it.each([
    ['sealed in them', 'sealed-secrets', (old: string) => [`${old} Active`]],
    ['in AWS already', 'external-secrets', (old: string) => [`${old} Inactive`, ' Active']],
  ])('leaves the key on that works: the new one is %s', async (_what, backend, expected) => {
    const user = `half-${backend}`;
    await iam('CreateUser', user);
    const bucket = BUCKET.replaceAll('pipelines', user).replace('name: s3', `name: s3, backend: ${backend}`);
    const secret = (name: string, where: string) =>
      `  - { name: ${name}, backend: ${where}, keys: { k: { hex: 16 } } }\n`;
    const place = inAws(user, '', {
      'distribution/bucket/component.yaml': bucket + secret('remote', 'external-secrets'),
    });
    const certificate = ['--certificate', 'sealing.crt'];
    const first = await push(place, '--access-keys', ...certificate, ...logins(place, 'l'));
    expect(first).toMatchObject({ exitCode: 0 });
    const [before = ''] = await accessKeys(user);
    write(place.folder, {
      'distribution/bucket/component.yaml':
        bucket + secret('remote', 'external-secrets') + secret('more', 'sealed-secrets'),
      'clusters/example/secrets/bucket/bucket.more.yaml/x': 'in the way',
    });
    const names = ['bucket/s3', 'bucket/remote', 'bucket/more'];
    expect(await credentials(place.folder, ['rotate', ...names, ...certificate])).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('bucket.more.yaml'),
    });
    const old = before.split(' ')[0] ?? '';
    const left = (await accessKeys(user)).map((key) =>
      key.startsWith(old) ? key : key.slice(key.indexOf(' ')),
    );
    expect(left.toSorted()).toEqual(expected(old).toSorted());
  });
});

describe('AWS that does not answer', { timeout: 60_000 }, () => {
  it('is a sentence, and changes nothing', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:1');
    const place = inAws('nowhere');
    const before = [everything(place.folder), everything(place.secrets)];
    const { exitCode, stdout, stderr } = await push(place, ...logins(place, 'l'));
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toMatch(
      /^error: AWS refused reading nowhere\/\w+\/\w+ from Secrets Manager: .+\n {2}= help: .+\n$/,
    );
    expect([everything(place.folder), everything(place.secrets)]).toEqual(before);
  });
});
