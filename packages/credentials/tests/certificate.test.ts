import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fromBase64, makePair } from '../../../tests/certificates.ts';
import { gapsIn } from '../../diagnostics/tests/gaps.ts';
import { redact } from '../src/index.ts';
import { makeSealingKey, parseCertificate, privateKeysIn } from '../src/seal/index.ts';
import { findTool } from './tools.ts';

const now = new Date();
const openssl = findTool('openssl', 'certificates judged by openssl');
const folder = mkdtempSync(join(tmpdir(), 'kfdist-certificates-'));

function opensslCertificate(...flags: string[]): string {
  const out = join(folder, 'made.pem');
  const key = join(folder, 'made.key');
  const common = ['req', '-x509', '-nodes', '-days', '30', '-subj', '/CN=x', '-keyout', key, '-out', out];
  execFileSync(openssl ?? '', [...common, ...flags], { stdio: 'ignore' });
  return readFileSync(out, 'utf8');
}

const codesOf = (text: string, at = now) =>
  parseCertificate(text, { now: at, path: 'sealing.crt' }).diagnostics.map(({ code }) => code);

describe('makeSealingKey', () => {
  const made = makeSealingKey({ now, bits: 4096 });
  const x509 = new X509Certificate(made.certificate);
  const { data, metadata, type } = parse(made.manifest.reveal());

  it('makes a certificate that Node takes, signed by its own RSA key of 4096 bits, for ten years', () => {
    expect(x509.verify(x509.publicKey)).toBe(true);
    expect(x509.publicKey.asymmetricKeyDetails?.modulusLength).toBe(4096);
    expect(x509.subject).toBe('CN=sealed-secrets');
    expect(x509.issuer).toBe('CN=sealed-secrets');
    expect(x509.ca).toBe(false);
    expect(Math.round((Date.parse(x509.validTo) - Date.parse(x509.validFrom)) / 86_400_000)).toBe(3650);
    expect(made.fingerprint).toBe(x509.fingerprint256.replaceAll(':', '').toLowerCase());
  });

  it('puts the private part into the Secret that the controller reads', () => {
    expect(metadata).toEqual({
      name: `sealed-secrets-key-${made.fingerprint.slice(0, 8)}`,
      namespace: 'kube-system',
      labels: { 'sealedsecrets.bitnami.com/sealed-secrets-key': 'active' },
    });
    expect(type).toBe('kubernetes.io/tls');
    expect(fromBase64(data['tls.crt'])).toBe(made.certificate);
    expect(JSON.stringify(made)).not.toContain(fromBase64(data['tls.key']).split('\n')[1]);
  });

  it.skipIf(openssl === undefined)('makes a certificate that openssl reads and verifies', () => {
    const file = join(folder, 'own.pem');
    writeFileSync(file, made.certificate);
    const text = execFileSync(openssl ?? '', ['x509', '-in', file, '-noout', '-text'], { encoding: 'utf8' });
    expect(text).toContain('Version: 3 (0x2)');
    expect(text).toContain('Signature Algorithm: sha256WithRSAEncryption');
    expect(text).toMatch(/Key Usage: critical\s+Key Encipherment/);
    expect(text).toMatch(/Basic Constraints: critical\s+CA:FALSE/);
    expect(
      execFileSync(openssl ?? '', ['verify', '-check_ss_sig', '-CAfile', file, file], { encoding: 'utf8' }),
    ).toContain('OK');
  });

  it.each([
    ['2049-12-31T23:59:59Z', 1],
    ['2050-01-01T00:00:00Z', 1],
    ['2026-01-01T00:00:00Z', 36_500],
  ])('writes the dates around %s + %i days as RFC 5280 demands', (from, days) => {
    const start = new Date(from);
    const { certificate } = makePair({ now: start, days });
    expect(certificate.expires).toEqual(new Date(start.getTime() + days * 86_400_000));
  });
});

describe('parseCertificate', () => {
  const pair = makePair({ now });

  it('gives the key, the fingerprint and the end', () => {
    expect(pair.certificate.modulusBytes).toBe(256);
    expect(pair.certificate.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(codesOf(pair.pem)).toEqual([]);
  });

  it.each([
    ['nothing', '', 'BAD_CERTIFICATE'],
    ['a private key', pair.privatePem, 'BAD_CERTIFICATE'],
    ['a manifest', 'apiVersion: v1\nkind: Secret\n', 'BAD_CERTIFICATE'],
    ['a damaged one', pair.pem.replace(/\n.{20}/, '\nAAAAAAAAAAAAAAAAAAAA'), 'BAD_CERTIFICATE'],
    ['half of one', `${pair.pem.slice(0, 300)}\n-----END CERTIFICATE-----\n`, 'BAD_CERTIFICATE'],
  ])('refuses %s', (_what, text, code) => {
    const { certificate, diagnostics } = parseCertificate(text, { now, path: 'sealing.crt' });
    expect(certificate).toBeUndefined();
    expect(diagnostics.map((one) => one.code)).toEqual([code]);
    expect(diagnostics[0]?.span?.path).toBe('sealing.crt');
    expect(JSON.stringify(diagnostics)).not.toContain(pair.privatePem.split('\n')[1]);
    expect(gapsIn(diagnostics)).toEqual([]);
  });

  it('says of nothing, of a private key, of another text and of a damaged one what it is', () => {
    const problems = ['\n', pair.privatePem, 'kind: Secret', pair.pem.replace(/\n.{20}/, '\nAAAA')].map(
      (text) =>
        parseCertificate(text, { now })
          .diagnostics.map(({ args }) => args?.problem)
          .join(),
    );
    expect(new Set(problems).size).toBe(4);
    expect(problems[1]).toMatch(/private key/);
  });

  it('refuses an expired one and one from the future', () => {
    const made = makePair({ now: new Date('2026-03-01T10:00:00Z'), days: 1 });
    const judged = (at: string) =>
      parseCertificate(made.pem, { now: new Date(at) }).diagnostics.map(({ code, args }) => [code, args]);
    expect(judged('2026-03-02T10:00:01Z')).toEqual([['EXPIRED_CERTIFICATE', { date: '2026-03-02' }]]);
    expect(judged('2026-03-02T10:00:00Z')).toEqual([]);
    expect(judged('2026-02-28T10:00:00Z')).toEqual([]);
    expect(judged('2026-02-28T09:59:59Z')).toEqual([['FUTURE_CERTIFICATE', { date: '2026-03-01' }]]);
  });

  it('uses the first of several and says so', () => {
    const other = makePair({ now });
    const { certificate, diagnostics } = parseCertificate(pair.pem + other.pem, { now });
    expect(certificate?.fingerprint).toBe(pair.certificate.fingerprint);
    expect(diagnostics.map(({ code, args }) => [code, args])).toEqual([
      ['SEVERAL_CERTIFICATES', { count: '2', fingerprint: pair.certificate.fingerprint.slice(0, 16) }],
    ]);
  });

  it.skipIf(openssl === undefined).each([
    ['a plain one, as the documentation of sealed-secrets makes it', ['-newkey', 'rsa:2048'], []],
    [
      'one with encipherOnly, as the controller makes it',
      ['-newkey', 'rsa:2048', '-addext', 'keyUsage=encipherOnly'],
      [],
    ],
    [
      'one for key encipherment',
      ['-newkey', 'rsa:2048', '-addext', 'keyUsage=critical,digitalSignature,keyEncipherment'],
      [],
    ],
    [
      'one for signatures',
      ['-newkey', 'rsa:2048', '-addext', 'keyUsage=digitalSignature'],
      ['WRONG_CERTIFICATE'],
    ],
    [
      'one of an authority',
      ['-newkey', 'rsa:2048', '-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
      ['WRONG_CERTIFICATE'],
    ],
    [
      'one of a web server',
      ['-newkey', 'rsa:2048', '-addext', 'extendedKeyUsage=serverAuth'],
      ['WRONG_CERTIFICATE'],
    ],
    [
      'one with an elliptic key',
      ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
      ['WRONG_CERTIFICATE'],
    ],
    ['a weak one', ['-newkey', 'rsa:1024'], ['WEAK_CERTIFICATE']],
  ])('judges %s', (_what, flags, codes) => {
    const { certificate, diagnostics } = parseCertificate(opensslCertificate(...flags), { now });
    expect(diagnostics.map(({ code }) => code)).toEqual(codes);
    expect(certificate === undefined).toBe(codes.length > 0);
    expect(gapsIn(diagnostics)).toEqual([]);
  });

  it('takes any text without throwing', () => {
    const block = fc
      .base64String()
      .map((text) => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----`);
    const flipped = fc
      .nat({ max: pair.pem.length - 60 })
      .map((at) => `${pair.pem.slice(0, 30 + at)}A${pair.pem.slice(31 + at)}`);
    fc.assert(
      fc.property(fc.oneof(fc.string(), block, flipped), (text) => {
        expect(() => parseCertificate(text, { now })).not.toThrow();
      }),
    );
  });
});

describe('privateKeysIn', () => {
  const { manifest } = makeSealingKey({ now, bits: 2048 });
  const { data } = parse(manifest.reveal()) as { data: Record<'tls.key', string> };
  const key = fromBase64(data['tls.key']);
  const list = JSON.stringify({ kind: 'List', items: [{ data }, { stringData: { 'tls.key': key } }] });

  it.each([
    ['PEM', key, [key]],
    ['PEM after empty lines', `\n\n${key}`, [`\n\n${key}`]],
    ['a key that is no text', 'data: {tls.key: 5}\n---\nstringData: {tls.key: [5]}', []],
    ['what makeSealingKey writes', manifest.reveal(), [key]],
    ['several documents', `${manifest.reveal()}---\n${manifest.reveal()}`, [key, key]],
    ['what kubectl writes', list, [key, key]],
    ['other objects', 'kind: ConfigMap\n---\n- 1\n', []],
    ['broken YAML', `a: [${key}`, []],
    ['an endless alias', `a: &a [x]\nb: &b [${'*a, '.repeat(200)}]\nc: [${'*b, '.repeat(200)}]\n`, []],
    ['nothing', '', []],
  ])('finds the keys in %s', (_, text, expected) => {
    expect(privateKeysIn(redact(text)).map((found) => found.reveal())).toEqual(expected);
  });
});
