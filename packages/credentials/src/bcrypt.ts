import { encodeBase64, hashSync } from 'bcryptjs';
import { drawBytes, type RandomBytes } from './random.ts';
import type { BcryptIdent } from './recipe.ts';

/** How a password is hashed. */
export interface BcryptOptions {
  /** Base-2 logarithm of the rounds. Dex accepts 10 to 16. @default 12 */
  readonly cost?: number;
  /** @default '2b' */
  readonly ident?: BcryptIdent;
  readonly random: RandomBytes;
}

const MOST_BYTES = 72;
const SALT_BYTES = 16;

/**
 * The bcrypt hash of a password. It must pass {@link bcryptProblem} first: bcrypt reads 72 bytes and ends at a NUL.
 * @see https://pkg.go.dev/golang.org/x/crypto/bcrypt
 */
export function bcryptHash(password: string, { cost = 12, ident = '2b', random }: BcryptOptions): string {
  const problem = bcryptProblem(password);
  if (problem !== undefined) throw new RangeError(`A password ${problem} cannot be hashed`);
  const salt = encodeBase64([...drawBytes(random, SALT_BYTES)], SALT_BYTES);
  return hashSync(password, `$${ident}$${String(cost).padStart(2, '0')}$${salt}`);
}

/** Why bcrypt would not protect all of a password, as the end of a sentence; `undefined` if it does. */
export function bcryptProblem(password: string): string | undefined {
  if (password === '') return 'that is empty';
  if (password.includes('\0')) return 'with a NUL character, where bcrypt stops reading';
  const bytes = new TextEncoder().encode(password).length;
  return bytes > MOST_BYTES ? `of ${bytes} bytes, of which bcrypt reads ${MOST_BYTES}` : undefined;
}
