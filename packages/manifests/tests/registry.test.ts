import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makePair } from '../../../tests/certificates.ts';
import { readDigest } from '../src/build/index.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const manifest = '{"schemaVersion":2}';
const ofManifest = `sha256:${createHash('sha256').update(manifest).digest('hex')}`;

const KIND = 'application/vnd.oci.image.index.v1+json';

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

/** A registry that answers as it is told, and all that it was asked. */
async function registry(answer: Answer) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  return { asked, host, image: { registry: host, repository: 'team/app', tag: 'v1' } };
}

const withDigest: Answer = (_request, response) =>
  response.writeHead(200, { 'docker-content-digest': digest }).end();

/** Wants a token for exactly the service and scope of the challenge. */
const wantsToken =
  (challengeAt: (realm: string) => string): Answer =>
  (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
    if (pathname === '/token') {
      const isGood =
        searchParams.get('service') === 'a, b' && searchParams.get('scope') === 'repository:a:pull,push';
      return response.writeHead(isGood ? 200 : 400).end(JSON.stringify({ token: 'everybody' }));
    }
    if (request.headers.authorization === 'Bearer everybody') return withDigest(request, response);
    const realm = `http://${request.headers.host}/token`;
    return response.writeHead(401, { 'www-authenticate': challengeAt(realm) }).end();
  };
const SCOPE = 'service="a, b",scope="repository:a:pull,push"';

describe('the digest of an image', () => {
  it.each([
    ['as everywhere', (realm: string) => `Bearer realm="${realm}",${SCOPE}`],
    ['with an address that has a query', (realm: string) => `Bearer realm="${realm}?account=x",${SCOPE}`],
    ['in other letters', (realm: string) => `BEARER Realm="${realm}", ${SCOPE}`],
    ['before another challenge', (realm: string) => `Bearer realm="${realm}",${SCOPE}, Basic realm="a b"`],
    ['after another challenge', (realm: string) => `Basic realm="a b", Bearer realm="${realm}",${SCOPE}`],
    ['with more than is needed', (realm: string) => `Bearer realm="${realm}",${SCOPE},error=invalid_token`],
  ])('comes with a token where the challenge is written %s', async (_how, challengeAt) => {
    const { image } = await registry(wantsToken(challengeAt));
    expect(await readDigest(image)).toEqual({ digest });
  });

  it('comes with a token for its repository where the challenge names no scope', async () => {
    const { image, asked } = await registry((request, response) => {
      if (request.url?.startsWith('/token') === true) return response.end('{"token":"everybody"}');
      if (request.headers.authorization !== undefined) return withDigest(request, response);
      const challenge = `Bearer realm="http://${request.headers.host}/token"`;
      return response.writeHead(401, { 'www-authenticate': challenge }).end();
    });
    expect(await readDigest(image)).toEqual({ digest });
    expect(asked[1]).toBe('GET /token?scope=repository%3Ateam%2Fapp%3Apull');
  });

  it.each(['Basic realm="Registry"', 'Negotiate', 'Bearer realm="nowhere"'])(
    'is refused, and not out of reach, where the registry says %s',
    async (challenge) => {
      const { image, host } = await registry((_request, response) =>
        response.writeHead(401, { 'www-authenticate': challenge }).end(),
      );
      expect(await readDigest(image)).toEqual({ problem: `${host} answers 401` });
    },
  );

  it.each([
    ['the registry keeps it to itself', 200],
    ['the registry knows no HEAD', 405],
  ])('is made from the manifest where %s', async (_why, status) => {
    const { image, asked } = await registry(({ method }, response) =>
      method === 'HEAD'
        ? response.writeHead(status).end()
        : response.writeHead(200, { 'content-type': KIND }).end(manifest),
    );
    expect(await readDigest(image)).toEqual({ digest: ofManifest });
    expect(asked).toEqual(['HEAD /v2/team/app/manifests/v1', 'GET /v2/team/app/manifests/v1']);
  });

  it('is waited for as long as the registry asks', async () => {
    let refusals = 0;
    const { image } = await registry((request, response) =>
      refusals++ < 2 ? response.writeHead(429, { 'retry-after': '1' }).end() : withDigest(request, response),
    );
    const start = performance.now();
    expect(await readDigest(image)).toEqual({ digest });
    expect(performance.now() - start).toBeGreaterThan(1900);
  });

  it('is waited for also where it is the token that is asked for too often', async () => {
    let refusals = 0;
    const wanting = wantsToken((realm) => `Bearer realm="${realm}",${SCOPE}`);
    const { image } = await registry((request, response) =>
      request.url?.startsWith('/token') === true && refusals++ < 1
        ? response.writeHead(429).end()
        : wanting(request, response),
    );
    expect(await readDigest(image)).toEqual({ digest });
  });

  it('is given up where the registry wants to be left alone for an hour', async () => {
    const { image, host, asked } = await registry((_request, response) =>
      response.writeHead(429, { 'retry-after': '3600' }).end(),
    );
    expect(await readDigest(image)).toEqual({ problem: `${host} answers 429` });
    expect(asked).toHaveLength(1);
  });

  it('is not made from a page to sign in', async () => {
    const { image, host } = await registry((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
    );
    expect(await readDigest(image)).toEqual({ problem: `${host} gives no manifest` });
  });

  it('is not out of reach where a proxy shows a certificate of its own', async () => {
    const { pem: cert, privatePem: key } = makePair();
    const server = createTlsServer({ cert, key }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await readDigest({ registry: host, repository: 'team/app' })).toEqual({
      problem: `the certificate of ${host} is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)`,
    });
  });

  it('is found behind a redirection', async () => {
    const { image } = await registry((request, response) =>
      request.url === '/elsewhere'
        ? withDigest(request, response)
        : response.writeHead(307, { location: '/elsewhere' }).end(),
    );
    expect(await readDigest(image)).toEqual({ digest });
  });
});
