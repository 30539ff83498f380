/** The name of an error of AWS as its documentation has it, without the `Exception` that the SDK adds to some. */
export function errorCode(error: unknown): string {
  const { Code, name }: { Code?: unknown; name?: unknown } = Object(error);
  const text = typeof Code === 'string' ? Code : typeof name === 'string' ? name : 'UnknownError';
  return text.replace(/Exception$/, '');
}

/** Somebody else's role or association stands where ours should. */
export class NotOwnedError extends Error {
  override readonly name = 'NotOwnedError';
}

/** What an error says. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What AWS, or the way to it, refused. */
export interface AwsFailure {
  readonly code: string;
  readonly message: string;
  /** What to do next. */
  readonly help: string;
}

/** What was refused, as people read it; `undefined` for a mistake in a program, which is to be thrown again. */
export function awsFailure(error: unknown): AwsFailure | undefined {
  if (!(error instanceof Error) || MISTAKES.has(error.constructor)) return undefined;
  const { code: system }: { code?: unknown } = Object(error);
  const code = typeof system === 'string' ? system : errorCode(error);
  return { code, message: error.message || 'no answer', help: helpFor(code, error) };
}

const MISTAKES: ReadonlySet<unknown> = new Set([TypeError, RangeError, ReferenceError, SyntaxError]);

function helpFor(code: string, error: unknown): string {
  if (isHopeless(error)) return 'Get valid credentials, as the AWS command line has them, and run it again.';
  if (code.startsWith('AccessDenied'))
    return 'Use credentials with the policy operator of @kfdist/iam, for Pod Identity with operator-pod-identity too.';
  return 'Run it again when AWS can be reached.';
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
  // EKS looks at the role itself: https://github.com/hashicorp/terraform-provider-aws/pull/34717
  if (code === 'InvalidParameter') return /role provided/i.test(errorMessage(error));
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
  'Server',
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

/** The answer of a call, `undefined` where AWS refuses it with this code. */
export async function unlessRefused<Answer>(
  code: string,
  call: Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await call;
  } catch (error) {
    if (errorCode(error) !== code) throw error;
    return undefined;
  }
}
