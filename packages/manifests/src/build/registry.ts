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
].join(', ');

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
    const first = await ask(address, {});
    const token =
      first.status === 401 ? await tokenFor(first.headers.get('www-authenticate') ?? '') : undefined;
    const answer = token === undefined ? first : await ask(address, { authorization: `Bearer ${token}` });
    const digest = answer.headers.get('docker-content-digest');
    if (answer.ok && digest !== null) return { digest };
    return { problem: `${host} answers ${answer.status}` };
  } catch {
    return { problem: `${host} cannot be reached` };
  }
}

async function ask(address: string, headers: Readonly<Record<string, string>>): Promise<Response> {
  return await fetch(address, {
    method: 'HEAD',
    headers: { accept: KINDS, ...headers },
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
}

/** A token for everybody, from where the registry says. */
async function tokenFor(challenge: string): Promise<string | undefined> {
  const { realm = '', service, scope } = bearerOf(challenge);
  if (!URL.canParse(realm)) return undefined;
  const address = new URL(realm);
  if (service !== undefined) address.searchParams.set('service', service);
  if (scope !== undefined) address.searchParams.set('scope', scope);
  const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) });
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
