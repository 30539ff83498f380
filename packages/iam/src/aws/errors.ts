/** The name of an error of AWS as its documentation has it, without the `Exception` that the SDK adds to some. */
export function errorCode(error: unknown): string {
  const { Code, name }: { Code?: unknown; name?: unknown } = Object(error);
  const text = typeof Code === 'string' ? Code : typeof name === 'string' ? name : 'UnknownError';
  return text.replace(/Exception$/, '');
}

/** What an error says. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether the caller's credentials are no good, so that nothing else will work either. */
export function isHopeless(error: unknown): boolean {
  return [
    'ExpiredToken',
    'ExpiredTokenError',
    'InvalidClientTokenId',
    'UnrecognizedClient',
    'CredentialsProviderError',
    'SignatureDoesNotMatch',
    'TokenProviderError',
  ].includes(errorCode(error));
}

/**
 * Whether the same call may succeed a little later: IAM is busy, somebody else changes the same role, or it does not
 * yet see what was just made.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html#troubleshoot_general_eventual-consistency
 */
export function isPassing(error: unknown): boolean {
  const code = errorCode(error);
  if (code === 'MalformedPolicyDocument') return /invalid principal/i.test(errorMessage(error));
  return PASSING.includes(code) || isUnsettled(error);
}

/** Whether IAM may not yet see what was just made or removed; or it may really be so. */
export function isUnsettled(error: unknown): boolean {
  return ['NoSuchEntity', 'DeleteConflict'].includes(errorCode(error));
}

const PASSING = [
  'Throttling',
  'ThrottlingError',
  'TooManyRequests',
  'RequestLimitExceeded',
  'SlowDown',
  'ServiceFailure',
  'ServiceUnavailable',
  'InternalFailure',
  'InternalError',
  'InternalServerError',
  'ConcurrentModification',
  'EntityTemporarilyUnmodifiable',
  'TimeoutError',
  'RequestTimeout',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'NetworkingError',
];
