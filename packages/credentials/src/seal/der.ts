/** One DER element: tag, length, content. */
export function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag]), lengthOf(body.length), body]);
}

function lengthOf(size: number): Buffer {
  if (size < 0x80) return Buffer.from([size]);
  const digits = size.toString(16);
  const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}

/** A SEQUENCE. */
export function sequence(...content: readonly Uint8Array[]): Buffer {
  return der(0x30, ...content);
}

/** A SET. */
export function set(...content: readonly Uint8Array[]): Buffer {
  return der(0x31, ...content);
}

/** An INTEGER of big-endian bytes that are not negative. */
export function integer(bytes: Uint8Array): Buffer {
  const [first = 0] = bytes;
  return first >= 0x80 ? der(0x02, Buffer.of(0), bytes) : der(0x02, bytes);
}

/** A BIT STRING of whole bytes. */
export function bitString(bytes: Uint8Array, unusedBits = 0): Buffer {
  return der(0x03, Buffer.of(unusedBits), bytes);
}

/** An OCTET STRING. */
export function octets(bytes: Uint8Array): Buffer {
  return der(0x04, bytes);
}

/** The NULL. */
export const NULL = der(0x05);

/** A true BOOLEAN. */
export const TRUE = der(0x01, Buffer.of(0xff));

/** An OBJECT IDENTIFIER from its dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(number: number): number[] {
  const digits = [number & 0x7f];
  for (let rest = number >>> 7; rest > 0; rest >>>= 7) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
}

/** A UTF8String. */
export function utf8(text: string): Buffer {
  return der(0x0c, Buffer.from(text, 'utf8'));
}

/** A time: UTCTime until 2049, GeneralizedTime after, as RFC 5280 demands. */
export function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/\.\d+/, '').replace(/[-:T]/g, '');
  return date.getUTCFullYear() < 2050
    ? der(0x17, Buffer.from(digits.slice(2)))
    : der(0x18, Buffer.from(digits));
}

/** An element in an explicit context tag. */
export function explicit(tag: number, content: Uint8Array): Buffer {
  return der(0xa0 + tag, content);
}
