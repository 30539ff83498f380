/** The look-ups of doctor and init against an emulator of AWS, with clients that find it as they find AWS. */
import { createServer } from 'node:net';
import { ACM } from '@aws-sdk/client-acm';
import { EKS } from '@aws-sdk/client-eks';
import { IAM } from '@aws-sdk/client-iam';
import { Route53 } from '@aws-sdk/client-route-53';
import { S3 } from '@aws-sdk/client-s3';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { SSM } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type Emulator,
  emulatorEnvironment,
  pythonTool,
  startEmulator,
} from '../../../tests/python-tools.ts';
import { awsLookups } from '../src/aws/index.ts';
import { reach } from '../src/node/index.ts';

const command = pythonTool('moto_server', 'the look-ups of kfdist doctor in an emulator of AWS');
const region = 'eu-central-1';

describe.skipIf(command === undefined)('awsLookups', () => {
  let emulator: Emulator;
  const aws = awsLookups({ region, attempts: 1 });

  beforeAll(async () => {
    emulator = await startEmulator(command ?? '');
    for (const [name, value] of Object.entries(emulatorEnvironment(emulator.endpoint)))
      if (name.startsWith('AWS_')) vi.stubEnv(name, value);
  }, 60_000);
  afterAll(() => {
    emulator.stop();
    vi.unstubAllEnvs();
  });

  it('knows the caller', async () => {
    expect(await aws.caller()).toMatchObject({
      accountId: '123456789012',
      arn: expect.stringMatching(/^arn:aws:/),
    });
  });

  it('finds clusters with their issuer', async () => {
    expect(await aws.clusters()).toEqual([]);
    expect(await aws.cluster('example')).toBeUndefined();
    await new EKS({ region }).createCluster({
      name: 'example',
      version: '1.34',
      roleArn: 'arn:aws:iam::123456789012:role/cluster',
      resourcesVpcConfig: { subnetIds: [] },
    });
    expect(await aws.clusters()).toEqual(['example']);
    expect(await aws.cluster('example')).toMatchObject({
      name: 'example',
      status: 'ACTIVE',
      version: '1.34',
      issuer: expect.stringMatching(/^https:\/\/oidc\.eks\.eu-central-1\.amazonaws\.com\/id\//),
    });
  });

  it('finds the providers that IAM trusts, and how many roles there may be', async () => {
    expect(await aws.oidcProviders()).toEqual([]);
    await new IAM({ region }).createOpenIDConnectProvider({
      Url: 'https://oidc.eks.eu-central-1.amazonaws.com/id/X',
      ThumbprintList: ['0'.repeat(40)],
    });
    expect(await aws.oidcProviders()).toEqual([
      'arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/X',
    ]);
    expect(await aws.roleQuota()).toMatchObject({ used: 0, limit: 1000 });
  });

  it('finds hosted zones, public and private', async () => {
    const zones = new Route53({ region });
    const { HostedZone } = await zones.createHostedZone({ Name: 'ml.example.com', CallerReference: 'a' });
    const id = HostedZone?.Id?.replace('/hostedzone/', '') ?? '';
    const expected = { id, name: 'ml.example.com', isPrivate: false };
    expect(await aws.hostedZone(id)).toEqual(expected);
    expect(await aws.hostedZones()).toEqual([expected]);
    expect(await aws.hostedZone('Z0000000000000000000')).toBeUndefined();
  });

  it('finds certificates', async () => {
    const { CertificateArn = '' } = await new ACM({ region }).requestCertificate({
      DomainName: '*.ml.example.com',
    });
    expect(await aws.certificate(CertificateArn)).toMatchObject({ domains: ['*.ml.example.com'] });
    expect(await aws.certificate(`${CertificateArn.slice(0, -4)}ffff`)).toBeUndefined();
  });

  it('finds buckets and their region', async () => {
    const s3 = new S3({ region, forcePathStyle: true });
    await s3.createBucket({ Bucket: 'mine', CreateBucketConfiguration: { LocationConstraint: region } });
    expect(await aws.bucketRegion('mine')).toBe(region);
    expect(await aws.bucketRegion('nobodys')).toBeUndefined();
  });

  it('finds which secrets exist, in either service', async () => {
    await new SecretsManager({ region }).createSecret({ Name: 'example/a/b', SecretString: 'x' });
    expect(await aws.existingSecrets(['example/a/b', 'example/a/c'])).toEqual(new Set(['example/a/b']));
    await new SSM({ region }).putParameter({ Name: '/example/a/p', Value: 'x', Type: 'SecureString' });
    const parameters = awsLookups({ region, attempts: 1, secrets: 'ParameterStore' });
    const names = ['/example/a/p', ...Array.from({ length: 60 }, (_, i) => `/example/none/${i}`)];
    expect(await parameters.existingSecrets(names.toReversed())).toEqual(new Set(['/example/a/p']));
  });
});

describe('reach', () => {
  it('finds out whether somebody listens', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve(Number(Object(server.address()).port)));
    });
    await reach('127.0.0.1', port);
    await new Promise((resolve) => {
      server.close(resolve);
    });
    await expect(reach('127.0.0.1', port)).rejects.toThrow(`127.0.0.1:${port} cannot be reached`);
  });
});
