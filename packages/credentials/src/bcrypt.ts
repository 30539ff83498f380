import type { RandomBytes } from './random.ts';
import type { BcryptIdent } from './recipe.ts';

/** How a password is hashed. */
export interface BcryptOptions {
  /** Base-2 logarithm of the rounds. Dex accepts 10 to 16. @default 12 */
  readonly cost?: number;
  /** @default '2b' */
  readonly ident?: BcryptIdent;
  readonly random: RandomBytes;
}

/** Hashes a password: `bcryptHash` of `@kfdist/credentials/seal`. */
export type BcryptHash = (password: string, options: BcryptOptions) => string;

const MOST_BYTES = 72;

/** Why bcrypt would not protect all of a password, as the end of a sentence; `undefined` if it does. */
export function bcryptProblem(password: string): string | undefined {
  if (password === '') return 'that is empty';
  if (password.includes('\0')) return 'with a NUL character, where bcrypt stops reading';
  const bytes = new TextEncoder().encode(password).length;
  return bytes > MOST_BYTES ? `of ${bytes} bytes, of which bcrypt reads ${MOST_BYTES}` : undefined;
}
