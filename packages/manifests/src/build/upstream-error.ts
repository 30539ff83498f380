/** Why an upstream could not be read; a mistake of the input or of the network, reported with the component. */
export class UpstreamError extends Error {
  override readonly name: string = 'UpstreamError';

  constructor(message: string, options?: ErrorOptions) {
    super(withoutUsers(message), options);
  }
}

/** A mirror may be an address with a user and a password, which programs repeat. */
export function withoutUsers(text: string): string {
  return text.replaceAll(/(https?:\/\/)[^\s/@"']+@/g, '$1');
}

/** No way led to the host of an upstream. That is not the component's mistake, and many share a host. */
export class UnreachableError extends UpstreamError {
  override readonly name = 'UnreachableError';
  readonly host: string;

  constructor(address: string, options?: ErrorOptions) {
    const host = hostOf(address);
    super(`${host} cannot be reached`, options);
    this.host = host;
  }
}

/** Why Node.js does not trust the certificate of who answered, as it names that; `undefined` for any other error. */
export function distrust(error: unknown): string | undefined {
  const { cause }: { cause?: unknown } = Object(error);
  const { code }: { code?: unknown } = Object(cause);
  return typeof code === 'string' && /CERT|VERIFY_LEAF/.test(code) ? code : undefined;
}

/** What git (curl, ssh) and helm say when a host has no name, no way or no answer. */
const NO_WAY =
  /could not resolve|no such host|(?:failed to|couldn't) connect|connection (?:refused|reset|timed out)|network is unreachable|i\/o timeout|handshake timeout|temporary failure in name resolution/i;

/** The error for what a program said that was to fetch an address. */
export function fetchError(address: string, said: string): UpstreamError {
  return NO_WAY.test(said) ? new UnreachableError(address) : new UpstreamError(said);
}

/** Of a URL, or of `git@host:path`; without a user and a password. */
function hostOf(address: string): string {
  return /^(?:[\w+.-]+:\/\/)?(?:[^@/]*@)?(\[[^\]]*\]|[^:/]+)/.exec(address)?.[1] ?? address;
}
