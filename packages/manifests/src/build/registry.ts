import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { distrust } from './upstream-error.ts';

/** An image as registries know it. */
export interface RegistryImage {
  readonly registry: string;
  readonly repository: string;
  readonly tag?: string;
}

/** The digest of an image, or why its registry did not say it. */
export interface DigestAnswer {
  readonly digest?: string;
  readonly problem?: string;
}

const KINDS = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

const PATIENCE_MS = 20_000;

/**
 * Asks a registry for the digest of an image, without credentials of its own.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md
 */
export async function readDigest({
  registry,
  repository,
  tag = 'latest',
}: RegistryImage): Promise<DigestAnswer> {
  const host = registry === 'docker.io' ? 'registry-1.docker.io' : registry;
  const scheme = /^localhost(?::|$)/.test(host) ? 'http' : 'https';
  const address = `${scheme}://${host}/v2/${repository}/manifests/${tag}`;
  try {
    const { answer, headers } = await withToken(address, `repository:${repository}:pull`);
    const digest = answer.headers.get('docker-content-digest');
    if (answer.ok && digest !== null) return { digest };
    // Not every registry has the header, or knows HEAD: https://github.com/google/go-containerregistry/pull/971
    const whole = answer.ok || answer.status === NO_HEAD ? await ask(address, headers, 'GET') : answer;
    if (!whole.ok) return { problem: `${host} answers ${whole.status}` };
    const isManifest = KINDS.includes(whole.headers.get('content-type')?.split(';')[0]?.trim() ?? '');
    return isManifest ? { digest: await digestOf(whole) } : { problem: `${host} gives no manifest` };
  } catch (error) {
    const reason = distrust(error);
    if (reason === undefined) return { problem: `${host} cannot be reached` };
    return { problem: `the certificate of ${host} is not trusted (${reason})` };
  }
}

const NO_HEAD = 405;

type Headers = Readonly<Record<string, string>>;

async function withToken(
  address: string,
  scope: string,
): Promise<{ readonly answer: Response; readonly headers: Headers }> {
  const answer = await ask(address, {}, 'HEAD');
  const token =
    answer.status === 401 ? await tokenFor(answer.headers.get('www-authenticate') ?? '', scope) : undefined;
  if (token === undefined) return { answer, headers: {} };
  const headers = { authorization: `Bearer ${token}` };
  return { answer: await ask(address, headers, 'HEAD'), headers };
}

async function digestOf(answer: Response): Promise<string> {
  const manifest = new Uint8Array(await answer.arrayBuffer());
  return `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
}

async function ask(address: string, headers: Headers, method: 'HEAD' | 'GET'): Promise<Response> {
  return await patiently(address, { method, headers: { accept: KINDS.join(', '), ...headers } });
}

async function patiently(address: string | URL, question: RequestInit): Promise<Response> {
  for (let tries = 1; ; tries++) {
    const answer = await fetch(address, { ...question, signal: AbortSignal.timeout(PATIENCE_MS) });
    const pause = pauseOf(answer, tries);
    if (answer.status !== TOO_MANY || tries === TRIES || pause > PATIENCE_MS) return answer;
    await setTimeout(pause);
  }
}

const TOO_MANY = 429;
const TRIES = 5;

/** As long as the registry says, or twice as long each time. */
function pauseOf({ headers }: Response, tries: number): number {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return 1000 * (Number.isNaN(seconds) ? 2 ** (tries - 1) : seconds);
}

/** A token for everybody, from where the registry says. */
async function tokenFor(challenge: string, usual: string): Promise<string | undefined> {
  const { realm = '', service, scope = usual } = bearerOf(challenge);
  if (!URL.canParse(realm)) return undefined;
  const address = new URL(realm);
  if (service !== undefined) address.searchParams.set('service', service);
  address.searchParams.set('scope', scope);
  const answer = await patiently(address, {});
  const body: unknown = answer.ok ? await answer.json() : undefined;
  if (typeof body !== 'object' || body === null) return undefined;
  const token = 'token' in body ? body.token : 'access_token' in body ? body.access_token : undefined;
  return typeof token === 'string' ? token : undefined;
}

const PARAMETER = /(\w+)=(?:"([^"]*)"|([^\s",]+))/g;

/** Other challenges may stand before it and after it, each with a realm of its own. @see https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1 */
function bearerOf(challenge: string): Readonly<Record<string, string>> {
  const [, ours = ''] = /(?:^|,\s*)bearer\s+((?:\w+=(?:"[^"]*"|[^\s",]+)[\s,]*)+)/i.exec(challenge) ?? [];
  const parameters = [...ours.matchAll(PARAMETER)];
  return Object.fromEntries(
    parameters.map(([, key = '', text, bare = '']) => [key.toLowerCase(), text ?? bare]),
  );
}
