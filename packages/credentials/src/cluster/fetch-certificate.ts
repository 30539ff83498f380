import { commandRunner, type RunCommand } from '../node/run-command.ts';

/** How a cluster is reached. */
export interface ClusterOptions {
  /** The kube context. @default the present one */
  readonly context?: string;
  /** @default programs of this machine */
  readonly run?: RunCommand;
}

/** Where the sealed-secrets controller is. */
export interface ControllerOptions extends ClusterOptions {
  /** Name of its Service. @default 'sealed-secrets-controller' */
  readonly name?: string;
  /** @default 'kube-system' */
  readonly namespace?: string;
}

/**
 * The certificates of the controller as PEM, through the API server, so that whoever may use kubectl may seal. Judge
 * them with `parseCertificate`.
 *
 * @see https://github.com/bitnami/sealed-secrets#public-key--certificate
 */
export async function fetchCertificate(options: ControllerOptions = {}): Promise<string> {
  const { name = 'sealed-secrets-controller', namespace = 'kube-system', run = commandRunner() } = options;
  const get = async (...words: readonly string[]) => {
    const flags = contextFlags(options);
    const { status, stdout, stderr } = await run({
      program: 'kubectl',
      arguments: ['get', ...words, ...flags],
    });
    if (status === 0) return stdout;
    throw new Error(
      `The controller ${namespace}/${name} gave no certificate: ${stderr.trim()}. Check the context and the name of its Service, or give a certificate file.`,
    );
  };
  // the port has a name in the Helm chart and none in the plain manifest, and the proxy finds it by its name only
  const port = await get(
    'service',
    name,
    '--namespace',
    namespace,
    '--output',
    'jsonpath={.spec.ports[0].name}',
  );
  return await get(
    '--raw',
    `/api/v1/namespaces/${namespace}/services/http:${name}:${port}/proxy/v1/cert.pem`,
  );
}

/** The flags that make kubectl use a context. */
export function contextFlags({ context }: ClusterOptions): readonly string[] {
  return context === undefined ? [] : ['--context', context];
}

const LOCAL = ['localhost', '127.0.0.1', '[::1]'];

/**
 * The certificates at a URL as PEM. Only over TLS, or from this machine: whoever could exchange the certificate on
 * the way could read everything sealed for it.
 */
export async function downloadCertificate(url: string, download: typeof fetch = fetch): Promise<string> {
  if (!URL.canParse(url)) throw new Error(`${url} is not a URL. It begins with https://.`);
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'https:' && !(protocol === 'http:' && LOCAL.includes(hostname)))
    throw new Error(
      `${url} is not protected on the way. Use https://, or fetch the certificate into a file.`,
    );
  const unread = (cause: unknown) => {
    throw new Error(`${url} could not be read. Check the address and the network.`, { cause });
  };
  const response = await download(url, { redirect: 'error' }).catch(unread);
  if (!response.ok) throw new Error(`${url} answered ${response.status}. Check the address.`);
  return await response.text().catch(unread);
}
