import { encodeBase64, hashSync } from 'bcryptjs';
import { type BcryptOptions, bcryptProblem } from '../bcrypt.ts';
import { drawBytes } from '../random.ts';

const SALT_BYTES = 16;

/**
 * The bcrypt hash of a password. It must pass `bcryptProblem` first: bcrypt reads 72 bytes and ends at a NUL.
 * @see https://pkg.go.dev/golang.org/x/crypto/bcrypt
 */
export function bcryptHash(password: string, { cost = 12, ident = '2b', random }: BcryptOptions): string {
  const problem = bcryptProblem(password);
  if (problem !== undefined) throw new RangeError(`A password ${problem} cannot be hashed`);
  const salt = encodeBase64([...drawBytes(random, SALT_BYTES)], SALT_BYTES);
  return hashSync(password, `$${ident}$${String(cost).padStart(2, '0')}$${salt}`);
}
