import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const program = join(import.meta.dirname, '..', 'distribution', 'pipelines', 'sync.py');
const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.log('left out: the profile controller of Pipelines, python3 is not there');

interface Answer {
  readonly status: Readonly<Record<string, string>>;
  readonly attachments: readonly {
    readonly kind: string;
    readonly metadata: {
      readonly name: string;
      readonly namespace: string;
      readonly annotations?: Readonly<Record<string, string>>;
    };
    readonly data: Readonly<Record<string, string>>;
  }[];
}

const environment = {
  PATH: process.env.PATH,
  BUCKET: '123456789012-example-pipelines',
  KEY_PREFIX: 'private-artifacts',
  S3_ENDPOINT: 's3.eu-central-1.amazonaws.com',
  AWS_REGION: 'eu-central-1',
  CONTROLLER_PORT: '0',
};

const profile = { metadata: { name: 'team-a', labels: { 'pipelines.kubeflow.org/enabled': 'true' } } };
const NAMES = ['kfp-launcher', 'metadata-grpc-configmap', 'artifact-repositories'];

async function serve(env: Readonly<Record<string, string | undefined>>) {
  const server = spawn('python3', [program], { env: { ...env }, stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = await once(createInterface(server.stdout), 'line');
  return { server, address: `http://127.0.0.1:${String(line).replace('listening on ', '')}` };
}

describe.skipIf(!hasPython)('the profile controller of Pipelines', () => {
  let server: ChildProcess;
  let address: string;

  beforeAll(async () => {
    ({ server, address } = await serve(environment));
  });

  afterAll(async () => {
    server.kill();
    await once(server, 'exit');
  });

  const post = (body: string, path = '/sync') => fetch(address + path, { method: 'POST', body });
  const sync = async (request: object): Promise<Answer> => {
    const response = await post(JSON.stringify(request));
    expect(response.status).toBe(200);
    return response.json() as Promise<Answer>;
  };
  const made = async (name: string) => {
    const { attachments } = await sync({ object: profile, attachments: {} });
    const found = attachments.find(({ metadata }) => metadata.name === name);
    if (found === undefined) throw new Error(`${name} is not made`);
    return found;
  };

  it('makes three ConfigMaps in the namespace of the profile, and no Secret', async () => {
    const { attachments } = await sync({ object: profile, attachments: {} });
    expect(attachments.map(({ kind, metadata }) => [kind, metadata.namespace, metadata.name])).toEqual(
      NAMES.map((name) => ['ConfigMap', 'team-a', name]),
    );
    expect(
      attachments.flatMap(({ data }) => Object.values(data)).every((value) => typeof value === 'string'),
    ).toBe(true);
  });

  it.each([
    ['another label', { metadata: { name: 'team-a', labels: { 'pipelines.kubeflow.org/enabled': 'yes' } } }],
    ['no labels', { metadata: { name: 'team-a' } }],
  ])('leaves namespaces alone: %s', async (_, object) => {
    expect(await sync({ object, attachments: {} })).toEqual({ status: {}, attachments: [] });
  });

  it.each([
    [[], 'False'],
    [NAMES.slice(1), 'False'],
    [[...NAMES.slice(1), 'kube-root-ca.crt'], 'False'],
    [NAMES, 'True'],
  ])('says whether all are there: %j', async (names, ready) => {
    const there = Object.fromEntries(names.map((name) => [`team-a/${name}`, { kind: 'ConfigMap' }]));
    const { status } = await sync({ object: profile, attachments: { 'ConfigMap.v1': there } });
    expect(status).toEqual({ 'kubeflow-pipelines-ready': ready });
  });

  it('tells the launcher to use the role of the pod', async () => {
    const { data } = await made('kfp-launcher');
    expect(data.defaultPipelineRoot).toBe(
      's3://123456789012-example-pipelines/private-artifacts/team-a/v2/artifacts',
    );
    expect(JSON.parse(data.providers ?? '')).toEqual({
      s3: {
        default: {
          endpoint: 's3.eu-central-1.amazonaws.com',
          region: 'eu-central-1',
          disableSSL: false,
          credentials: { fromEnv: true },
        },
      },
    });
  });

  it('keeps logs in the folder of the profile', async () => {
    const { data, metadata } = await made('artifact-repositories');
    const chosen = metadata.annotations?.['workflows.argoproj.io/default-artifact-repository'] ?? '';
    expect(JSON.parse(data[chosen] ?? '')).toEqual({
      archiveLogs: true,
      s3: {
        endpoint: 's3.eu-central-1.amazonaws.com',
        region: 'eu-central-1',
        bucket: '123456789012-example-pipelines',
        keyFormat:
          'private-artifacts/team-a/{{workflow.name}}/{{workflow.creationTimestamp.Y}}/{{workflow.creationTimestamp.m}}/{{workflow.creationTimestamp.d}}/{{pod.name}}',
        useSDKCreds: true,
      },
    });
  });

  it('gives the same answer to the same question', async () => {
    const ask = () => sync({ object: profile, attachments: {} });
    expect(await ask()).toEqual(await ask());
  });

  it.each(['', '[]', '{"object":{}}', '{"object":{"metadata":{"labels":{}', 'null'])(
    'answers %j with an error, which deletes nothing, and goes on',
    async (body) => {
      expect((await post(body)).status).toBe(400);
      expect((await fetch(`${address}/healthz`)).status).toBe(200);
    },
  );

  it('has no other paths', async () => {
    expect((await post('{}', '/')).status).toBe(404);
    expect((await fetch(`${address}/sync`)).status).toBe(404);
  });
});

describe.skipIf(!hasPython)('the profile controller of Pipelines with an access key', () => {
  const keys = { S3_ACCESS_KEY: 'AKIAEXAMPLE', S3_SECRET_KEY: 'example/+secret' };
  const ask = async (attachments: object): Promise<Answer> => {
    const { server, address } = await serve({ ...environment, ...keys });
    try {
      const body = JSON.stringify({ object: profile, attachments });
      const response = await fetch(`${address}/sync`, { method: 'POST', body });
      return (await response.json()) as Answer;
    } finally {
      server.kill();
      await once(server, 'exit');
    }
  };

  it('gives each profile a copy of it, which launcher and logs use', async () => {
    const { attachments } = await ask({});
    const dataOf = (name: string) => attachments.find(({ metadata }) => metadata.name === name)?.data ?? {};
    const secret = 'mlpipeline-minio-artifact';
    expect(dataOf(secret)).toEqual({
      accesskey: Buffer.from(keys.S3_ACCESS_KEY).toString('base64'),
      secretkey: Buffer.from(keys.S3_SECRET_KEY).toString('base64'),
    });
    expect(JSON.parse(dataOf('kfp-launcher').providers ?? '').s3.default.credentials).toEqual({
      fromEnv: false,
      secretRef: { secretName: secret, accessKeyKey: 'accesskey', secretKeyKey: 'secretkey' },
    });
    const { s3 } = JSON.parse(dataOf('artifact-repositories')['default-namespaced'] ?? '');
    expect([s3.useSDKCreds, s3.accessKeySecret, s3.secretKeySecret]).toEqual([
      undefined,
      { name: secret, key: 'accesskey' },
      { name: secret, key: 'secretkey' },
    ]);
  });

  it('is ready only when the copy is there too', async () => {
    const maps = Object.fromEntries(NAMES.map((name) => [`team-a/${name}`, {}]));
    const secrets = { 'team-a/mlpipeline-minio-artifact': {} };
    const statusOf = async (attachments: object) =>
      (await ask(attachments)).status['kubeflow-pipelines-ready'];
    expect(await statusOf({ 'ConfigMap.v1': maps, 'Secret.v1': {} })).toBe('False');
    expect(await statusOf({ 'ConfigMap.v1': maps, 'Secret.v1': secrets })).toBe('True');
  });
});
