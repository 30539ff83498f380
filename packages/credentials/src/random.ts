/** A source of that many unpredictable bytes, such as `randomBytes` of `node:crypto`. */
export type RandomBytes = (size: number) => Uint8Array;

const ATTEMPTS = 1000;
const LETTERS = ['abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '0123456789'];

/** Draws bytes and makes sure that the source gave what was asked for. */
export function drawBytes(random: RandomBytes, size: number): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = random(size);
  } catch (cause) {
    throw new Error(NO_ENTROPY, { cause });
  }
  if (bytes.length !== size) throw new Error(NO_ENTROPY);
  return bytes;
}

const NO_ENTROPY =
  'The source of randomness gave nothing, so no credential was made. Check that the operating system offers random bytes (/dev/urandom), then run again.';

/**
 * A password with at least one lower-case letter, one upper-case letter, one digit and, if any are allowed, one
 * symbol. Every such password is equally likely: whole candidates are drawn until one fits.
 */
export function drawPassword(
  random: RandomBytes,
  { length, symbols }: { length: number; symbols: string },
): string {
  const classes = [...LETTERS, ...(symbols === '' ? [] : [symbols])];
  const alphabet = Array.from(new Set(classes.join('')));
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const password = Array.from({ length }, () => alphabet[drawBelow(random, alphabet.length)]).join('');
    if (classes.every((characters) => Array.from(password).some((one) => characters.includes(one))))
      return password;
  }
  throw new Error(NO_ENTROPY);
}

/** A number below `bound` without modulo bias: bytes beyond the last whole multiple are thrown away. */
function drawBelow(random: RandomBytes, bound: number): number {
  const usable = 256 - (256 % bound);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const [byte = 255] = drawBytes(random, 1);
    if (byte < usable) return byte % bound;
  }
  throw new Error(NO_ENTROPY);
}
