import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FakeEks } from './fake-eks.ts';

/** A server that speaks as EKS does, on a loopback port. */
export interface EksServer {
  readonly endpoint: string;
  readonly stop: () => void;
}

type Name = Exclude<keyof FakeEks, 'associations' | 'calls' | 'clusterName' | 'fault' | 'lose'>;

/** @see https://docs.aws.amazon.com/eks/latest/APIReference/API_Operations_Amazon_Elastic_Kubernetes_Service.html */
const ROUTES: readonly (readonly [method: string, path: RegExp, call: Name])[] = [
  ['GET', /^\/clusters\/(?<clusterName>[^/]+)\/pod-identity-associations$/, 'listPodIdentityAssociations'],
  ['POST', /^\/clusters\/(?<clusterName>[^/]+)\/pod-identity-associations$/, 'createPodIdentityAssociation'],
  [
    'GET',
    /^\/clusters\/(?<clusterName>[^/]+)\/pod-identity-associations\/(?<associationId>[^/]+)$/,
    'describePodIdentityAssociation',
  ],
  [
    'POST',
    /^\/clusters\/(?<clusterName>[^/]+)\/pod-identity-associations\/(?<associationId>[^/]+)$/,
    'updatePodIdentityAssociation',
  ],
  [
    'DELETE',
    /^\/clusters\/(?<clusterName>[^/]+)\/pod-identity-associations\/(?<associationId>[^/]+)$/,
    'deletePodIdentityAssociation',
  ],
  ['POST', /^\/tags\/(?<resourceArn>.+)$/, 'tagResource'],
];

/** Serves a fake of EKS to the client of the SDK; what is not for EKS goes to `otherwise`. */
export async function serveEks(
  eks: FakeEks,
  otherwise: (body: Buffer, request: IncomingMessage, response: ServerResponse) => void = (_, __, response) =>
    void response.writeHead(404).end(),
): Promise<EksServer> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts);
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://eks');
      for (const [method, path, call] of ROUTES) {
        const found = request.method === method ? path.exec(pathname)?.groups : undefined;
        if (found === undefined) continue;
        const named = Object.entries(found).map(([key, text]) => [key, decodeURIComponent(text)] as const);
        const sent = body.length === 0 ? {} : (JSON.parse(body.toString()) as object);
        const input = { ...Object.fromEntries([...searchParams, ...named]), ...sent };
        void answer(eks, { call, input }, response);
        return;
      }
      otherwise(body, request, response);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, stop: () => server.close() };
}

async function answer(
  eks: FakeEks,
  { call, input }: { readonly call: Name; readonly input: object },
  response: ServerResponse,
): Promise<void> {
  try {
    const act = eks[call] as (given: object) => Promise<unknown>;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(await act(input)));
  } catch (error) {
    const { name, message } = error as Error;
    response
      .writeHead(400, { 'content-type': 'application/json', 'x-amzn-errortype': name })
      .end(JSON.stringify({ message }));
  }
}
