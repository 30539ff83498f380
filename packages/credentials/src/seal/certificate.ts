import { type KeyObject, X509Certificate } from 'node:crypto';
import type { Diagnostic, Span } from '@kfdist/diagnostics';
import { report } from '../codes.ts';

/** A certificate that values can be sealed for. */
export interface SealingCertificate {
  readonly pem: string;
  readonly publicKey: KeyObject;
  /** SHA-256 of the certificate in hexadecimal. */
  readonly fingerprint: string;
  readonly expires: Date;
  readonly modulusBytes: number;
}

/** How a certificate is judged. */
export interface CertificateOptions {
  /** The time it must be valid at. */
  readonly now: Date;
  /** The file it comes from, for messages. */
  readonly path?: string;
}

const LEAST_BITS = 2048;
const DAY = 86_400_000;
const PEM = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/**
 * The sealing certificate in a PEM text, which is its first certificate, as for kubeseal. An expired, weak or wrong
 * one is refused with the reason.
 *
 * @see https://github.com/bitnami/sealed-secrets#public-key--certificate
 */
export function parseCertificate(
  text: string,
  { now, path }: CertificateOptions,
): { readonly certificate?: SealingCertificate; readonly diagnostics: readonly Diagnostic[] } {
  const span = path === undefined ? undefined : { path, start: 0, end: 0 };
  const found = text.match(PEM) ?? [];
  const [pem] = found;
  const x509 = pem === undefined ? undefined : parseX509(pem);
  if (pem === undefined || x509 === undefined)
    return { diagnostics: [report('BAD_CERTIFICATE', { args: { problem: whyNot(text, pem) }, span })] };
  const fingerprint = x509.fingerprint256.replaceAll(':', '').toLowerCase();
  const { publicKey } = x509;
  const modulusBytes = Math.ceil((publicKey.asymmetricKeyDetails?.modulusLength ?? 0) / 8);
  const errors = [...validityProblems(x509, now, span), ...purposeProblems(x509, span)];
  if (errors.length > 0) return { diagnostics: errors };
  const args = { count: String(found.length), fingerprint: fingerprint.slice(0, 16) };
  return {
    certificate: { pem: `${pem}\n`, publicKey, fingerprint, expires: new Date(x509.validTo), modulusBytes },
    diagnostics: found.length > 1 ? [report('SEVERAL_CERTIFICATES', { args, span })] : [],
  };
}

function parseX509(pem: string): X509Certificate | undefined {
  try {
    const certificate = new X509Certificate(pem);
    // the key is decoded only when it is asked for
    return certificate.publicKey.type === 'public' ? certificate : undefined;
  } catch {
    return undefined;
  }
}

function whyNot(text: string, pem: string | undefined): string {
  if (pem !== undefined) return 'its content is damaged';
  if (text.includes('PRIVATE KEY')) return 'it is a private key, which must not be shared';
  return text.trim() === '' ? 'it is empty' : 'there is no PEM block in it';
}

function validityProblems(x509: X509Certificate, now: Date, span: Span | undefined): Diagnostic[] {
  const from = new Date(x509.validFrom);
  const to = new Date(x509.validTo);
  // clocks of machines differ a little
  if (from.getTime() - now.getTime() > DAY)
    return [report('FUTURE_CERTIFICATE', { args: { date: dayOf(from) }, span })];
  return to < now ? [report('EXPIRED_CERTIFICATE', { args: { date: dayOf(to) }, span })] : [];
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

function purposeProblems(x509: X509Certificate, span: Span | undefined): Diagnostic[] {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = x509.publicKey;
  const bits = details?.modulusLength ?? 0;
  const wrong = (problem: string) => [report('WRONG_CERTIFICATE', { args: { problem }, span })];
  if (type !== 'rsa') return wrong(`its key is ${type ?? 'unknown'}, not RSA`);
  if (bits < LEAST_BITS)
    return [report('WEAK_CERTIFICATE', { args: { key: `an RSA key of ${bits} bits` }, span })];
  // Node calls the extended usages `keyUsage`; a sealing certificate has none
  if ((x509.keyUsage ?? []).length > 0) return wrong('it is for servers or clients of TLS');
  return mayEncrypt(x509.raw) ? [] : wrong('its key is for signatures only');
}

const KEY_USAGE_OID = Buffer.from('0603551d0f', 'hex');
const ENCIPHERING = 0x20 | 0x10 | 0x01;

/**
 * Whether the key usages, if there are any, include one that enciphers. Node does not tell; the extension is
 * `OID, optional critical flag, OCTET STRING of BIT STRING`. The controller's own certificates say encipherOnly.
 */
function mayEncrypt(der: Buffer): boolean {
  const at = der.indexOf(KEY_USAGE_OID);
  if (at < 0) return true;
  const rest = der.subarray(at + KEY_USAGE_OID.length);
  const octets = rest[0] === 0x01 ? rest.subarray(3) : rest;
  return ((octets[5] ?? 0) & ENCIPHERING) !== 0;
}
