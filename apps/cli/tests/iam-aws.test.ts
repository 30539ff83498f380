/** The life of the roles in an emulator of AWS, by the commands that people type. */
import { spawnSync } from 'node:child_process';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { IAM } from '@aws-sdk/client-iam';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { fakeEks } from '../../../packages/iam/tests/fake-eks.ts';
import { serveEks } from '../../../packages/iam/tests/serve-eks.ts';
import {
  type Emulator,
  emulatorEnvironment,
  pythonTool,
  startEmulator,
} from '../../../tests/python-tools.ts';
import { atBothWidths, kfdist, kfdistJson } from './command.ts';
import { workplace } from './workplace.ts';

const command = pythonTool('moto_server', 'kfdist iam in an emulator of AWS');
const NAME = 'example-dns';
const MORE = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::x/*' }],
};

const DENIED = `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not you</Message></Error></ErrorResponse>`;

interface Changes {
  readonly changes: readonly { readonly name: string; readonly action: string }[];
}

function reach(endpoint: string): void {
  for (const [name, value] of Object.entries(emulatorEnvironment(endpoint)))
    if (name.startsWith('AWS_')) vi.stubEnv(name, value);
  vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
}

interface Passage {
  readonly body: Buffer;
  readonly headers: IncomingHttpHeaders;
  readonly endpoint: string;
}

/** Lets a request through to the emulator. */
async function passOn({ body, headers, endpoint }: Passage, response: ServerResponse) {
  const { authorization = '', 'content-type': type = '' } = headers;
  const passed = await fetch(endpoint, {
    method: 'POST',
    headers: { authorization, 'content-type': type },
    body: new Uint8Array(body),
  });
  return response.writeHead(passed.status, { 'content-type': 'text/xml' }).end(await passed.text());
}

afterEach(() => vi.unstubAllEnvs());

describe.skipIf(command === undefined)('kfdist iam', () => {
  let emulator: Emulator;
  let iam: IAM;
  let folder: string;

  beforeAll(async () => {
    emulator = await startEmulator(command ?? '');
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    iam = new IAM({ endpoint: emulator.endpoint, region: 'eu-central-1', credentials });
  }, 60_000);
  afterAll(() => emulator.stop());
  beforeEach(async () => {
    await fetch(`${emulator.endpoint}/moto-api/reset`, { method: 'POST' });
    reach(emulator.endpoint);
    folder = workplace();
  });

  const run = (...argv: readonly string[]) => kfdist(folder, ['iam', ...argv]);
  const printed = (argv: readonly string[]) => atBothWidths(argv, (width) => kfdist(folder, argv, { width }));
  const names = async () => (await iam.listRoles({})).Roles?.map(({ RoleName }) => RoleName);
  const compared = async (...argv: readonly string[]) => {
    const { result, exitCode } = await kfdistJson(folder, ['iam', ...argv, '--detailed-exitcode']);
    const { changes } = result as unknown as Changes;
    return { exitCode, changes: changes.map(({ name, action }) => `${action} ${name}`) };
  };

  it('plans and changes nothing, applies, and then has nothing to do', async () => {
    expect(await compared('plan')).toEqual({ exitCode: 2, changes: [`create ${NAME}`] });
    expect((await run('plan')).stdout).toContain('system:serviceaccount:dns:dns');
    expect(await names()).toEqual([]);
    expect(await run('apply', '--yes')).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: `done: create role ${NAME}\n1 changed, 0 unchanged.\n`,
    });
    const { Role } = await iam.getRole({ RoleName: NAME });
    expect(Role?.Arn).toBe('arn:aws:iam::123456789012:role/kfdist/example/example-dns');
    expect(await compared('plan')).toEqual({ exitCode: 0, changes: [`unchanged ${NAME}`] });
    expect(await run('apply', '--yes')).toMatchObject({ exitCode: 0, stdout: '0 changed, 1 unchanged.\n' });
  });

  it.each([[], ['-o', 'json']])('shows a plan, and what somebody changed: iam plan %s', async (...format) => {
    const suffix = format.length > 0 ? '-json' : '';
    await expect(await printed(['iam', 'plan', ...format])).toMatchFileSnapshot(
      `golden/iam-plan${suffix}.txt`,
    );
    await run('apply', '--yes');
    const more = { RoleName: NAME, PolicyName: 'more', PolicyDocument: JSON.stringify(MORE) };
    await iam.putRolePolicy(more);
    await expect(await printed(['iam', 'drift', ...format])).toMatchFileSnapshot(
      `golden/iam-drift${suffix}.txt`,
    );
  });

  it('changes nothing without a yes', async () => {
    const silent = await run('apply');
    expect(silent.exitCode).toBe(1);
    expect(silent.stderr).toContain('NOT_CONFIRMED');
    for (const answer of ['', 'no', 'yes please'])
      expect((await kfdist(folder, ['iam', 'apply'], { answer })).exitCode).toBe(1);
    expect(await names()).toEqual([]);
    const { exitCode, stderr } = await kfdist(folder, ['iam', 'apply'], { answer: 'yes' });
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('1 to create'),
    });
    expect(await names()).toEqual([NAME]);
  });

  it('finds what somebody changed by hand, and mends it', async () => {
    await run('apply', '--yes');
    expect(await compared('drift')).toEqual({ exitCode: 0, changes: [`unchanged ${NAME}`] });
    await iam.putRolePolicy({
      RoleName: NAME,
      PolicyName: 'more',
      PolicyDocument: JSON.stringify(MORE),
    });
    expect(await compared('drift')).toEqual({ exitCode: 2, changes: [`update ${NAME}`] });
    expect((await run('drift')).stdout).toContain('policy more');
    await run('apply', '--yes');
    expect(await compared('drift')).toEqual({ exitCode: 0, changes: [`unchanged ${NAME}`] });
  });

  it('says what state things are in when AWS refuses halfway, and completes it in the next run', async () => {
    const denied = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => void answer(Buffer.concat(parts), request, response));
    });
    const answer = async (body: Buffer, { headers }: IncomingMessage, response: ServerResponse) => {
      if (body.toString().includes('Action=PutRolePolicy'))
        return response.writeHead(403, { 'content-type': 'text/xml' }).end(DENIED);
      return passOn({ body, headers, endpoint: emulator.endpoint }, response);
    };
    await new Promise<void>((resolve) => {
      denied.listen(0, '127.0.0.1', resolve);
    });
    reach(`http://127.0.0.1:${(denied.address() as AddressInfo).port}`);
    const { exitCode, stdout } = await run('apply', '--yes');
    denied.close();
    expect(exitCode).toBe(3);
    expect(stdout).toContain(`partial: create role ${NAME}, 1 of 2 steps; put-policy: AccessDenied`);
    expect(stdout).toContain('1 not finished. Nothing was undone; run again to complete.');
    reach(emulator.endpoint);
    expect(await compared('plan')).toEqual({ exitCode: 2, changes: [`update ${NAME}`] });
    expect((await run('apply', '--yes')).exitCode).toBe(0);
    expect(await compared('drift')).toEqual({ exitCode: 0, changes: [`unchanged ${NAME}`] });
  });

  it('gives roles to pods by Pod Identity where the settings ask for it, and takes them back', async () => {
    const eks = fakeEks();
    const server = await serveEks(eks, (body, { headers }, response) => {
      void passOn({ body, headers, endpoint: emulator.endpoint }, response);
    });
    reach(server.endpoint);
    const asked = ['--set', 'iam.identity=pod-identity'];
    expect((await run('plan', ...asked)).stdout).toContain('association dns/dns');
    expect(await run('apply', '--yes', ...asked)).toMatchObject({ exitCode: 0, stderr: '' });
    expect([...eks.associations.values()]).toMatchObject([
      {
        namespace: 'dns',
        serviceAccount: 'dns',
        roleArn: `arn:aws:iam::123456789012:role/kfdist/example/${NAME}`,
      },
    ]);
    expect(await compared('drift', ...asked)).toEqual({ exitCode: 0, changes: [`unchanged ${NAME}`] });
    expect(await compared('plan')).toEqual({ exitCode: 2, changes: [`update ${NAME}`] });
    await run('destroy', '--all', '--yes', ...asked);
    expect([eks.associations.size, await names()]).toEqual([0, []]);
    server.stop();
  });

  it('makes an IAM user with its policy where a component asks for one, and never a key', async () => {
    folder = workplace({
      'distribution/dns/component.yaml':
        'name: dns\nsummary: s\ncategory: networking\nnamespace: { name: dns }\nsource: { helm: { repository: https://charts.example.com, chart: dns, version: 1.2.3 } }\nneeds: [namespaces]\nusers: [{ key: models, name: models, policy: kserve-s3, enabled: "true" }]\n',
    });
    const bucket = ['--set', 's3.bucket.kserve=models'];
    expect((await run('apply', '--yes', ...bucket)).stdout).toContain('done: create user models');
    expect((await iam.listUserPolicies({ UserName: 'models' })).PolicyNames).toEqual(['kfdist']);
    expect((await iam.listAccessKeys({ UserName: 'models' })).AccessKeyMetadata).toEqual([]);
    expect(await compared('drift', ...bucket)).toEqual({ exitCode: 0, changes: ['unchanged models'] });
    expect((await run('destroy', '--yes', ...bucket)).stderr).toContain('ROLE_IN_USE');
    expect((await run('destroy', '--all', '--yes', ...bucket)).exitCode).toBe(0);
    expect((await iam.listUsers({})).Users).toEqual([]);
  });

  it('never touches the role of others, unless it is adopted by name', async () => {
    const trust = '{"Version":"2012-10-17","Statement":[]}';
    await iam.createRole({ RoleName: NAME, Path: '/kfdist/example/', AssumeRolePolicyDocument: trust });
    const { exitCode, result } = await kfdistJson(folder, ['iam', 'apply', '--yes']);
    expect(exitCode).toBe(1);
    expect(result.diagnostics.map(({ code }) => code)).toEqual(['ROLE_NOT_OWNED']);
    expect((await iam.listRolePolicies({ RoleName: NAME })).PolicyNames).toEqual([]);
    expect((await run('apply', '--yes', '--adopt', NAME)).exitCode).toBe(0);
    expect(await compared('drift')).toEqual({ exitCode: 0, changes: [`unchanged ${NAME}`] });
  });

  it('deletes a role that nothing uses any more only with --prune', async () => {
    await run('apply', '--yes');
    const moved = ['--set', 'role_arn.dns=arn:aws:iam::123456789012:role/kfdist/example/other'];
    expect((await run('apply', '--yes', ...moved)).stdout).toContain(`left: role ${NAME}`);
    expect((await names())?.toSorted()).toEqual([NAME, 'other']);
    expect((await run('apply', '--yes', '--prune', ...moved)).stdout).toContain(`done: delete role ${NAME}`);
    expect(await names()).toEqual(['other']);
  });

  it('destroys what no component uses, and everything only when told so', async () => {
    await run('apply', '--yes');
    const { exitCode, result } = await kfdistJson(folder, ['iam', 'destroy', '--yes']);
    expect(exitCode).toBe(1);
    expect(result.diagnostics).toMatchObject([
      { code: 'ROLE_IN_USE', hint: expect.stringContaining('--all') },
    ]);
    expect(await run('destroy', '--all')).toMatchObject({ exitCode: 1 });
    expect(await names()).toEqual([NAME]);
    expect(await run('destroy', '--all', '--yes')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await names()).toEqual([]);
  });

  it('keeps the roles whose settings are incomplete from being pruned', async () => {
    await run('apply', '--yes');
    folder = workplace({
      'distribution/dns/component.yaml':
        'name: dns\nsummary: s\ncategory: networking\nnamespace: { name: dns }\nsource: { helm: { repository: https://charts.example.com, chart: dns, version: 1.2.3 } }\nneeds: [namespaces]\nserviceAccounts: [{ name: dns, role: dns, policy: kserve-s3 }]\n',
    });
    const { exitCode, result } = await kfdistJson(folder, ['iam', 'apply', '--yes', '--prune']);
    expect(exitCode).toBe(1);
    expect(result.diagnostics.map(({ code }) => code)).toEqual(['ROLES_WAIT', 'ROLE_IN_USE']);
    expect(await names()).toEqual([NAME]);
  });
});

describe('kfdist iam without AWS', () => {
  it.each([
    ['plan', []],
    ['drift', []],
    ['apply', ['--yes']],
    ['destroy', ['--yes', '--all']],
  ])('%s says that it could not be reached, and ends with 3', async (verb, flags) => {
    reach('http://127.0.0.1:1');
    const { exitCode, stdout, stderr } = await kfdist(workplace(), ['iam', verb, ...flags]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toMatch(/^error: AWS refused: ECONNREFUSED: .*\n {2}= help: Nothing was changed\. /);
  });

  it('is the same in the bundled executable, which brings its client of AWS', () => {
    const environment = emulatorEnvironment('http://127.0.0.1:1');
    const { status, stderr } = spawnSync(process.execPath, [inject('kfdist'), 'iam', 'plan'], {
      cwd: workplace(),
      env: { ...environment, AWS_MAX_ATTEMPTS: '1' },
      encoding: 'utf8',
    });
    expect(stderr).toMatch(/^error: AWS refused: ECONNREFUSED: /);
    expect(status).toBe(3);
  });

  it('does not ask AWS about settings that are wrong', async () => {
    reach('http://127.0.0.1:1');
    const { exitCode } = await kfdist(workplace(), ['iam', 'plan', '--set', 'aws_account_id=12']);
    expect(exitCode).toBe(1);
  });
});
