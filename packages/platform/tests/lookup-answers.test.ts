/** What AWS answers in accounts that hold much, or things that are on their way out: an emulator has all on one page. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { emulatorEnvironment } from '../../../tests/python-tools.ts';
import { awsLookups } from '../src/aws/index.ts';

interface Question {
  readonly url: URL;
  readonly target: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const zonesXml = (ids: readonly string[], next: string | undefined) => {
  const zones = ids.map(
    (id) => `<HostedZone><Id>/hostedzone/${id}</Id><Name>${id}.example.com.</Name></HostedZone>`,
  );
  const more = next === undefined ? '' : `<NextMarker>${next}</NextMarker>`;
  return `<ListHostedZonesResponse><HostedZones>${zones.join('')}</HostedZones><IsTruncated>${next !== undefined}</IsTruncated>${more}</ListHostedZonesResponse>`;
};
const pageOf = <Item>(items: readonly Item[], token: unknown) => {
  const at = Number(token ?? 0);
  return { page: items.slice(at, at + 1), next: at + 1 < items.length ? String(at + 1) : undefined };
};
const secrets: Readonly<Record<string, object>> = {
  there: { Name: 'there', VersionIdsToStages: { a: ['AWSCURRENT'] } },
  deleted: { Name: 'deleted', DeletedDate: 1_700_000_000, VersionIdsToStages: { a: ['AWSCURRENT'] } },
  empty: { Name: 'empty' },
};

/** What each operation answers; by target, or by path. */
const ANSWERS: Readonly<Record<string, (question: Question, response: ServerResponse) => unknown>> = {
  '/2013-04-01/hostedzone': ({ url }, response) => {
    const { page, next } = pageOf(['Z1', 'Z2', 'Z3'], url.searchParams.get('marker') ?? undefined);
    response.writeHead(200, { 'content-type': 'text/xml' }).end(zonesXml(page, next));
  },
  '/clusters': ({ url }, response) => {
    const { page, next } = pageOf(['one', 'two'], url.searchParams.get('nextToken') ?? undefined);
    response.end(JSON.stringify({ clusters: page, nextToken: next }));
  },
  // With a filter, a page may be empty and another one follow
  'AmazonSSM.DescribeParameters': ({ body }, response) => {
    const { page, next } = pageOf([[], [{ Name: '/a' }], [{ Name: '/b' }]], body.NextToken);
    response.end(JSON.stringify({ Parameters: page.flat(), NextToken: next }));
  },
  'secretsmanager.DescribeSecret': ({ body }, response) => {
    const found = secrets[String(body.SecretId)];
    response.statusCode = found === undefined ? 400 : 200;
    response.end(JSON.stringify(found ?? { __type: 'ResourceNotFoundException' }));
  },
  'ServiceQuotasV20190624.GetServiceQuota': ({ body }, response) => {
    const refusal = body.QuotaCode === 'L-own' ? 'NoSuchResourceException' : 'AccessDeniedException';
    response.writeHead(400).end(JSON.stringify({ __type: refusal, message: 'no' }));
  },
  'ServiceQuotasV20190624.GetAWSDefaultServiceQuota': (_question, response) =>
    response.end(JSON.stringify({ Quota: { Value: 5 } })),
};

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const url = new URL(request.url ?? '/', 'http://localhost');
  const target = String(request.headers['x-amz-target'] ?? url.pathname);
  const body = text.startsWith('{') ? (JSON.parse(text) as Question['body']) : {};
  const reply = ANSWERS[target];
  if (reply === undefined) response.writeHead(403).end();
  else reply({ url, target, body }, response);
}

describe('awsLookups', () => {
  const server = createServer((request, response) => void answer(request, response));
  const region = 'eu-central-1';
  const aws = awsLookups({ region, attempts: 1 });

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const [name, value] of Object.entries(emulatorEnvironment(endpoint)))
      if (name.startsWith('AWS_')) vi.stubEnv(name, value);
  });
  afterAll(() => {
    server.close();
    vi.unstubAllEnvs();
  });

  it('reads the pages of hosted zones and clusters to the last', async () => {
    expect((await aws.hostedZones()).map(({ id }) => id)).toEqual(['Z1', 'Z2', 'Z3']);
    expect(await aws.clusters()).toEqual(['one', 'two']);
  });

  it('finds parameters after an empty page', async () => {
    const parameters = awsLookups({ region, attempts: 1, secrets: 'ParameterStore' });
    expect(await parameters.existingSecrets(['/a', '/b', '/c'])).toEqual(new Set(['/a', '/b']));
  });

  it('takes no secret that has no value, or is to be deleted, for one that is there', async () => {
    const names = ['there', 'deleted', 'empty', 'absent'];
    expect(await aws.existingSecrets(names)).toEqual(new Set(['there']));
  });

  it('says of which bucket it may not ask', async () => {
    await expect(aws.bucketRegion('somebodys')).rejects.toThrow(/^the bucket somebodys is/);
  });

  it('takes the usual quota for that of the account only where it has none of its own', async () => {
    expect(await aws.quota('ec2', 'L-own')).toBe(5);
    await expect(aws.quota('ec2', 'L-hidden')).rejects.toThrow('no');
  });
});
