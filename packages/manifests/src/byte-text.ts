const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A text for bytes of any encoding, and back: bytes that are not UTF-8 become lone surrogates (U+DC80 to U+DCFF), which
 * UTF-8 never gives, so that none is lost.
 * @see https://peps.python.org/pep-0383/
 */
export function decodeBytes(bytes: Uint8Array): string {
  try {
    return UTF_8.decode(bytes);
  } catch {
    return decodeLossless(bytes);
  }
}

/** The bytes of a text that came from {@link decodeBytes}. */
export function encodeText(text: string): Uint8Array {
  const encoder = new TextEncoder();
  const pieces = text
    .split(/(\p{Surrogate})/u)
    .map((piece, index) =>
      index % 2 === 0 ? encoder.encode(piece) : Uint8Array.of(piece.charCodeAt(0) & 0xff),
    );
  const bytes = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function decodeLossless(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const ascii = asciiRun(bytes, at);
    const length = ascii > at ? ascii - at : sequenceLength(bytes[at] ?? 0);
    try {
      pieces.push(UTF_8.decode(bytes.subarray(at, at + length)));
      at += length;
    } catch {
      pieces.push(String.fromCharCode(0xdc00 + (bytes[at] ?? 0)));
      at++;
    }
  }
  return pieces.join('');
}

function asciiRun(bytes: Uint8Array, from: number): number {
  let at = from;
  while ((bytes[at] ?? 0x80) < 0x80) at++;
  return at;
}

/** How many bytes the first byte of a UTF-8 sequence announces. */
function sequenceLength(first: number): number {
  if (first >= 0xf0) return 4;
  if (first >= 0xe0) return 3;
  return first >= 0xc0 ? 2 : 1;
}
