import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { IAM } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Emulator,
  emulatorEnvironment,
  outputOf,
  pythonTool,
  startEmulator,
} from '../../../tests/python-tools.ts';
import { applyRoles, connectIam, destroyRoles, planChanges } from '../src/aws/index.ts';
import { exportRoles, hasChanges, planRoles, type RolePlanInput } from '../src/index.ts';
import { input } from './fixtures.ts';

const command = pythonTool('moto_server', 'the life of roles in an emulator of AWS');
const cli = pythonTool('aws', 'running the exported script of AWS CLI calls');
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const wanted: RolePlanInput = {
  ...input,
  users: [{ key: 'pipelines_s3', policies: ['pipelines-s3'] }],
};
const yes = () => true;
const noWait = async () => {};

/** What the proxy between us and the emulator does to a request. */
type Fault = 'pass' | 'throttle' | 'error' | 'deny' | 'hang up' | 'lose the answer';

describe.skipIf(command === undefined)('in an emulator of AWS', () => {
  let emulator: Emulator;
  let proxy: Server;
  let endpoint: string;
  let fault: (action: string, number: number) => Fault;
  let actions: string[];

  beforeAll(async () => {
    emulator = await startEmulator(command ?? '');
    proxy = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const body = Buffer.concat(parts);
        const action = new URLSearchParams(body.toString()).get('Action') ?? '';
        const chosen = fault(action, actions.push(action));
        void pass({ chosen, body, headers: request.headers, endpoint: emulator.endpoint }, response);
      });
    });
    await new Promise<void>((resolve) => {
      proxy.listen(0, '127.0.0.1', resolve);
    });
    endpoint = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  }, 60_000);

  beforeEach(async () => {
    fault = () => 'pass';
    actions = [];
    await fetch(`${emulator.endpoint}/moto-api/reset`, { method: 'POST' });
  });

  afterAll(() => {
    proxy.close();
    emulator.stop();
  });

  const connect = (maxAttempts = 1) =>
    connectIam({ endpoint, region: 'eu-central-1', credentials, maxAttempts });
  const direct = () => new IAM({ endpoint: emulator.endpoint, region: 'eu-central-1', credentials });
  const apply = async (plan = wanted, maxAttempts = 1) =>
    applyRoles(planRoles(plan), { client: await connect(maxAttempts), confirm: yes, wait: noWait });
  const isSettled = async () =>
    !hasChanges((await planChanges(planRoles(wanted), { client: await connect() })).changes);
  const states = ({ outcomes }: Awaited<ReturnType<typeof applyRoles>>) => [
    ...new Set(outcomes.map(({ state }) => state)),
  ];

  it('makes, compares, repairs and destroys', async () => {
    expect(states(await apply())).toEqual(['done']);
    expect(states(await apply())).toEqual(['unchanged']);
    const iam = direct();
    const RoleName = 'example-external_dns';
    const { Policy } = await iam.createPolicy({
      PolicyName: 'theirs',
      PolicyDocument:
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}',
    });
    const PolicyArn = Policy?.Arn ?? '';
    await iam.attachRolePolicy({ RoleName, PolicyArn });
    await iam.putRolePolicy({
      RoleName,
      PolicyName: 'extra',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
      }),
    });
    await iam.updateRole({ RoleName, MaxSessionDuration: 7200, Description: 'changed' });
    const { changes } = await planChanges(planRoles(wanted), { client: await connect() });
    expect(changes.flatMap(({ differences }) => differences.map(({ field }) => field))).toEqual([
      'policy extra',
      'managed policy',
      'description',
      'maximum session',
    ]);
    expect(states(await apply())).toEqual(['done', 'unchanged']);
    expect(await isSettled()).toBe(true);
    await iam.createInstanceProfile({ InstanceProfileName: 'nodes' });
    await iam.addRoleToInstanceProfile({ InstanceProfileName: 'nodes', RoleName });
    const result = await destroyRoles(planRoles(wanted).owner, {
      client: await connect(),
      confirm: yes,
      wait: noWait,
    });
    expect(states(result)).toEqual(['done']);
    expect((await iam.listRoles({})).Roles).toEqual([]);
    expect((await iam.listUsers({})).Users).toEqual([]);
  });

  it('keeps managed policies', async () => {
    const statement = (index: number) =>
      ({
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: `arn:aws:s3:::b-${index}/${'x'.repeat(400)}/*`,
      }) as const;
    const large = (count: number): RolePlanInput => ({
      ...input,
      roles: [
        {
          key: 'large',
          policies: [
            {
              Version: '2012-10-17',
              Statement: Array.from({ length: count }, (_, index) => statement(index)),
            },
          ],
          subjects: [{ namespace: 'a', serviceAccount: 'b' }],
        },
      ],
    });
    for (const count of [40, 41, 42, 41, 40, 41, 42, 43])
      expect(states(await apply(large(count)))).not.toContain('failed');
    const client = await connect();
    expect(hasChanges((await planChanges(planRoles(large(43)), { client })).changes)).toBe(false);
    await destroyRoles(planRoles(large(43)).owner, { client, confirm: yes, wait: noWait });
    expect((await direct().listPolicies({ Scope: 'Local' })).Policies).toEqual([]);
  });

  it('does not touch what is not ours', async () => {
    const iam = direct();
    const RoleName = 'example-external_dns';
    await iam.createRole({ RoleName, AssumeRolePolicyDocument: '{"Version":"2012-10-17","Statement":[]}' });
    const result = await apply();
    expect(result.diagnostics.map(({ code }) => code)).toEqual(['ROLE_NOT_OWNED']);
    expect((await iam.listRoles({})).Roles).toHaveLength(1);
    expect((await iam.listRolePolicies({ RoleName })).PolicyNames).toEqual([]);
  });

  it.each<Fault>(['throttle', 'error', 'hang up', 'lose the answer'])(
    'survives a server that may %s',
    async (kind) => {
      fault = (_action, number) => (number % 3 === 0 ? kind : 'pass');
      expect(states(await apply(wanted, 5))).toEqual(['done']);
      fault = () => 'pass';
      expect(await isSettled()).toBe(true);
    },
  );

  it('says how far it came when access is denied halfway, and completes later', async () => {
    fault = (action) => (action === 'PutRolePolicy' ? 'deny' : 'pass');
    const { outcomes } = await apply();
    expect(outcomes.map(({ state }) => state)).toEqual(['partial', 'partial', 'done', 'done']);
    expect(outcomes[0]?.failure).toMatchObject({ code: 'AccessDenied' });
    fault = () => 'pass';
    await apply();
    expect(await isSettled()).toBe(true);
  });

  it('reads more than 1,000 roles', async () => {
    const iam = direct();
    const AssumeRolePolicyDocument = '{"Version":"2012-10-17","Statement":[]}';
    for (let index = 0; index < 1010; index += 10) {
      const names = Array.from({ length: 10 }, (_, more) => `other-${index + more}`);
      await Promise.all(names.map((RoleName) => iam.createRole({ RoleName, AssumeRolePolicyDocument })));
    }
    await apply();
    actions = [];
    expect(await isSettled()).toBe(true);
    expect(actions.filter((action) => action === 'GetRole')).toHaveLength(3);
    expect(actions).toHaveLength(5);
  }, 120_000);

  it.skipIf(cli === undefined)(
    'the exported script makes the same roles, twice',
    async () => {
      const plan = planRoles({ ...wanted, roles: wanted.roles.slice(0, 1), tags: { team: 'data platform' } });
      const folder = mkdtempSync(join(tmpdir(), 'kfdist-iam-'));
      const script = join(folder, 'iam.sh');
      const environment = emulatorEnvironment(emulator.endpoint);
      const path = `${dirname(cli ?? '')}:${environment.PATH ?? ''}`;
      writeFileSync(script, exportRoles(plan, 'aws-cli').files[0]?.text ?? '');
      for (let round = 0; round < 2; round++) outputOf('sh', [script], { ...environment, PATH: path });
      rmSync(folder, { recursive: true });
      expect(hasChanges((await planChanges(plan, { client: await connect() })).changes)).toBe(false);
    },
    300_000,
  );
});

interface Passage {
  readonly chosen: Fault;
  readonly body: Buffer;
  readonly headers: IncomingHttpHeaders;
  readonly endpoint: string;
}

const ERRORS: Partial<Record<Fault, readonly [status: number, code: string]>> = {
  throttle: [400, 'Throttling'],
  error: [500, 'ServiceFailure'],
  deny: [403, 'AccessDenied'],
};

async function pass(passage: Passage, response: ServerResponse): Promise<void> {
  const found = await answer(passage);
  if (found === undefined) response.destroy();
  else response.writeHead(found.status, { 'content-type': 'text/xml' }).end(found.text);
}

/** The answer that gets through; nothing where the line breaks. */
async function answer({ chosen, body, headers, endpoint }: Passage) {
  const [status, code] = ERRORS[chosen] ?? [];
  if (status !== undefined) {
    const text = `<ErrorResponse><Error><Code>${code}</Code><Message>${code}</Message></Error></ErrorResponse>`;
    return { status, text };
  }
  if (chosen === 'hang up') return undefined;
  const { authorization = '', 'content-type': type = '' } = headers;
  const found = await fetch(endpoint, {
    method: 'POST',
    headers: { authorization, 'content-type': type },
    body,
  });
  const text = await found.text();
  return chosen === 'lose the answer' ? undefined : { status: found.status, text };
}
