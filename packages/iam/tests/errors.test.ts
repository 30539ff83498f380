import { describe, expect, it } from 'vitest';
import { patiently } from '../src/aws/apply-roles.ts';
import { awsFailure, errorCode, errorMessage, isHopeless, isPassing } from '../src/aws/errors.ts';
import { awsError } from './fake-iam.ts';

describe('what AWS refuses', () => {
  it.each([
    [awsError('ThrottlingException'), 'Throttling'],
    [Object.assign(awsError('Error'), { Code: 'NoSuchEntityException' }), 'NoSuchEntity'],
    [Object.assign(awsError('ExceptionOfAll'), { Code: 5 }), 'ExceptionOfAll'],
    [{ name: 7 }, 'UnknownError'],
    ['a text', 'UnknownError'],
    [undefined, 'UnknownError'],
  ])('has a code: %j', (error, code) => {
    expect(errorCode(error)).toBe(code);
  });

  it.each([
    [awsError('ExpiredToken', 'too old'), { code: 'ExpiredToken', message: 'too old' }, /valid credentials/],
    [awsError('AccessDeniedException', 'no'), { code: 'AccessDenied', message: 'no' }, /policy operator/],
    [awsError('Throttling', ''), { code: 'Throttling', message: 'no answer' }, /^Run it again/],
    [
      Object.assign(awsError('Error', 'no way'), { code: 'ENOTFOUND' }),
      { code: 'ENOTFOUND', message: 'no way' },
      /^Run it again/,
    ],
  ])('is told with what to do: %s', (error, told, help) => {
    expect(awsFailure(error)).toEqual({ ...told, help: expect.stringMatching(help) });
  });

  it.each([
    new TypeError('x'),
    new RangeError('x'),
    new ReferenceError('x'),
    new SyntaxError('x'),
    'x',
    null,
  ])('is no mistake of a program: %s', (error) => {
    expect(awsFailure(error)).toBeUndefined();
  });

  it('is read also where it is no error', () => {
    expect([errorMessage(new Error('a')), errorMessage('b'), errorMessage(5)]).toEqual(['a', 'b', '5']);
  });
});

describe('whether it is worth another try', () => {
  const passing = [
    'Throttling ThrottlingError TooManyRequests RequestLimitExceeded SlowDown Server ServiceFailure',
    'ServiceUnavailable InternalFailure InternalError InternalServerError ConcurrentModification',
    'EntityTemporarilyUnmodifiable TimeoutError RequestTimeout ECONNRESET ECONNREFUSED EPIPE',
    'NetworkingError NoSuchEntity DeleteConflict',
  ].flatMap((line) => line.split(' '));
  const hopeless = [
    'ExpiredToken ExpiredTokenError InvalidClientTokenId UnrecognizedClient CredentialsProviderError',
    'SignatureDoesNotMatch TokenProviderError',
  ].flatMap((line) => line.split(' '));
  const neither = ['AccessDenied', 'LimitExceeded', 'EntityAlreadyExists', 'UnknownError'];
  const judged = (code: string) => [isPassing(awsError(code)), isHopeless(awsError(code))];

  it('is for what passes, not for what is hopeless, nor for the rest', () => {
    expect(passing.filter((code) => String(judged(code)) !== 'true,false')).toEqual([]);
    expect(hopeless.filter((code) => String(judged(code)) !== 'false,true')).toEqual([]);
    expect(neither.filter((code) => String(judged(code)) !== 'false,false')).toEqual([]);
  });

  it.each([
    ['MalformedPolicyDocument', 'Invalid principal in policy: "AWS":"x"', true],
    ['MalformedPolicyDocument', 'Syntax error', false],
    ['InvalidParameter', 'Role provided in the request does not exist.', true],
    ['InvalidParameter', 'Namespace is not valid', false],
  ])('of %s, %j: %s', (code, message, expected) => {
    expect(isPassing(awsError(code, message))).toBe(expected);
  });

  const pausesUntil = async (...errors: readonly Error[]) => {
    const left = [...errors];
    const pauses: number[] = [];
    const call = async () => {
      const error = left.length > 1 ? left.shift() : left[0];
      if (error !== undefined) throw await Promise.resolve(error);
    };
    const wait = async (pause: number) => {
      pauses.push(pause);
      await Promise.resolve();
    };
    const failure: unknown = await patiently(call, wait).catch((error: unknown) => error);
    return { pauses, failure };
  };

  it('waits longer and longer, and gives up in the end', async () => {
    const busy = awsError('Throttling');
    expect(await pausesUntil(busy)).toEqual({
      pauses: [500, 1000, 2000, 4000, 8000, 15_000, 30_000, 60_000],
      failure: busy,
    });
    expect((await pausesUntil(awsError('NoSuchEntity'))).pauses).toEqual([500, 1000, 2000, 4000, 8000]);
    expect((await pausesUntil(awsError('AccessDenied'))).pauses).toEqual([]);
    expect((await pausesUntil(busy, awsError('AccessDenied'))).pauses).toEqual([500]);
  });
});
