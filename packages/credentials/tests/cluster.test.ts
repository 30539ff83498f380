import { describe, expect, it } from 'vitest';
import { type Command, downloadCertificate, fetchCertificate, readSecrets } from '../src/cluster/index.ts';
import { knownValues, valueGraph } from '../src/index.ts';
import { specsOf } from './platform.ts';

function answering(answer: (command: Command) => { status?: number; stdout?: string; stderr?: string }) {
  const commands: string[] = [];
  const run = async (command: Command) => {
    commands.push([command.program, ...command.arguments].join(' '));
    return await Promise.resolve({ status: 0, stdout: '', stderr: '', ...answer(command) });
  };
  return { run, commands };
}

describe('fetchCertificate', () => {
  it.each([
    [
      'http',
      {},
      '/api/v1/namespaces/kube-system/services/http:sealed-secrets-controller:http/proxy/v1/cert.pem',
    ],
    ['', {}, '/api/v1/namespaces/kube-system/services/http:sealed-secrets-controller:/proxy/v1/cert.pem'],
    [
      'http',
      { context: 'kind', name: 'sealed', namespace: 'system' },
      '/api/v1/namespaces/system/services/http:sealed:http/proxy/v1/cert.pem --context kind',
    ],
  ])('asks the port %j of the controller through the API server: %j', async (port, options, path) => {
    const { run, commands } = answering(({ arguments: [, what] }) => ({
      stdout: what === 'service' ? port : 'PEM',
    }));
    expect(await fetchCertificate({ run, ...options })).toBe('PEM');
    const { name = 'sealed-secrets-controller', namespace = 'kube-system' } = options as {
      name?: string;
      namespace?: string;
    };
    const context = 'context' in options ? ' --context kind' : '';
    expect(commands).toEqual([
      `kubectl get service ${name} --namespace ${namespace} --output jsonpath={.spec.ports[0].name}${context}`,
      `kubectl get --raw ${path}`,
    ]);
  });

  it('says what kubectl says, and what to do', async () => {
    const { run } = answering(() => ({ status: 1, stderr: 'services "x" not found\n' }));
    await expect(fetchCertificate({ run })).rejects.toThrow(
      /gave no certificate: services "x" not found. Check the context/,
    );
  });
});

describe('downloadCertificate', () => {
  const download = async (url: string | URL | Request) =>
    await Promise.resolve(new Response('PEM', { status: url === 'https://example.com/missing' ? 404 : 200 }));

  it.each([
    'https://example.com/cert.pem',
    'http://localhost:8080/v1/cert.pem',
    'http://[::1]:8080/v1/cert.pem',
    'http://127.0.0.1/v1/cert.pem',
  ])('reads %s', async (url) => {
    expect(await downloadCertificate(url, download)).toBe('PEM');
  });

  it.each([
    ['http://example.com/cert.pem', /not protected/],
    ['http://localhost.example.com/cert.pem', /not protected/],
    ['file:///etc/passwd', /not protected/],
    ['ftp://localhost/cert.pem', /not protected/],
    ['cert.pem', /not a URL/],
    ['https://example.com/missing', /answered 404/],
  ])('refuses %s', async (url, message) => {
    await expect(downloadCertificate(url, download)).rejects.toThrow(message);
  });

  it('is not led elsewhere', async () => {
    const asked: unknown[] = [];
    await downloadCertificate('https://example.com/', async (url, options) => {
      asked.push(options);
      return await download(url);
    });
    expect(asked).toEqual([{ redirect: 'error' }]);
  });

  it('says so where nobody answers', async () => {
    const nobody = async () => await Promise.reject(new Error('ECONNREFUSED'));
    await expect(downloadCertificate('https://example.com/', nobody)).rejects.toThrow(/could not be read/);
  });

  it('says so where the answer breaks off', async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new TypeError('terminated')) });
    const broken = async () => await Promise.resolve(new Response(body));
    const error: unknown = await downloadCertificate('https://example.com/', broken).catch((e: unknown) => e);
    expect([Object(error).constructor, String(error)]).toEqual([
      Error,
      expect.stringMatching(/could not be read/),
    ]);
  });
});

describe('readSecrets', () => {
  it.each(['', '{', 'null', '{"data":[]}', '{"data":{"username":5,"password":"?"}}'])(
    'finds nothing in %j',
    async (stdout) => {
      const { run } = answering(() => ({ stdout }));
      expect((await readSecrets(specsOf(['kubeflow']), { run })).size).toBe(0);
    },
  );

  it('reads what exists, for values that are needed again', async () => {
    const { run, commands } = answering(({ arguments: args }) =>
      args.includes('mysql-secret')
        ? { stdout: JSON.stringify({ data: { username: 'w7w=', other: 'AA==' } }) }
        : {},
    );
    const specs = specsOf(['kubeflow']);
    const found = await readSecrets(specs, { run, context: 'kind' });
    expect(commands).toHaveLength(3);
    expect(commands[0]).toBe(
      'kubectl get secret mysql-secret --namespace kubeflow --ignore-not-found --output json --context kind',
    );
    const known = knownValues(found, valueGraph(specs).graph);
    expect([...known].map(([id, value]) => [id, value.reveal()])).toEqual([
      ['kubeflow/mysql-secret/username', 'ü'],
    ]);
  });

  it('knows a named value from the key that is the same', async () => {
    const { run } = answering(() => ({
      stdout: JSON.stringify({ data: { 'client-id': 'YQ==', 'cookie-secret': '/w==' } }),
    }));
    const specs = specsOf(['oauth2-proxy']);
    const known = knownValues(await readSecrets(specs, { run }), valueGraph(specs).graph);
    expect([...known.keys()]).toEqual(['oauth2-proxy/oauth2-proxy/client-id', 'oidc-client-id']);
  });

  it('says what kubectl says', async () => {
    const { run } = answering(() => ({ status: 1, stderr: 'forbidden' }));
    await expect(readSecrets(specsOf(['kubeflow']), { run })).rejects.toThrow(
      /mysql-secret could not be read: forbidden/,
    );
  });
});
