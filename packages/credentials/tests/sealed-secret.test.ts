import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { gapsIn } from '../../diagnostics/tests/gaps.ts';
import {
  type CredentialSpec,
  formatSealedSecret,
  parseSealedSecret,
  type Redacted,
  redact,
  sealedSecretFor,
  sealedValueProblem,
  sealLabel,
  secretFor,
} from '../src/index.ts';
import { specsOf } from './platform.ts';

const specNamed = (name: string): CredentialSpec => {
  const spec = specsOf().find((one) => one.name === name);
  if (spec === undefined) throw new Error(name);
  return spec;
};
const ciphertext = (modulus = 512, rest = 16) =>
  Buffer.concat([Buffer.from([modulus >> 8, modulus & 255]), Buffer.alloc(modulus + rest, 7)]).toString(
    'base64',
  );

describe('sealedSecretFor', () => {
  it.each([
    ['argocd-secret', undefined, { 'sealedsecrets.bitnami.com/managed': 'true' }],
    [
      'git',
      { 'sealedsecrets.bitnami.com/namespace-wide': 'true' },
      { 'sealedsecrets.bitnami.com/namespace-wide': 'true' },
    ],
    [
      'katib-mysql-secrets',
      { 'sealedsecrets.bitnami.com/cluster-wide': 'true' },
      { 'sealedsecrets.bitnami.com/cluster-wide': 'true' },
    ],
    ['keycloak', undefined, undefined],
  ])('marks %s where the controller looks', (name, own, template) => {
    const { metadata, spec } = sealedSecretFor(specNamed(name), {});
    expect(metadata.annotations).toEqual(own);
    expect(spec.template.metadata.annotations).toEqual(template);
  });

  it('is written with sorted keys and without line folding, and read back', () => {
    const sealed = { b: ciphertext(), a: ciphertext(256, 90) };
    const text = formatSealedSecret(sealedSecretFor(specNamed('argocd-secret'), sealed));
    expect(Object.keys(parse(text).spec.encryptedData)).toEqual(['a', 'b']);
    expect(text.split('\n').every((line) => !/^\s+[A-Za-z0-9+/]{40,}$/.test(line))).toBe(true);
    expect(parseSealedSecret(text, 'x.yaml')).toEqual({
      secret: 'argocd/argocd-secret',
      sealed: new Map(Object.entries(sealed)),
      diagnostics: [],
    });
    expect(parse(text)).toMatchObject({
      apiVersion: 'bitnami.com/v1alpha1',
      kind: 'SealedSecret',
      metadata: { name: 'argocd-secret', namespace: 'argocd' },
      spec: { template: { type: 'Opaque', metadata: { labels: { 'app.kubernetes.io/part-of': 'argocd' } } } },
    });
  });

  it('labels values as the controller does', () => {
    const spec = { namespace: 'auth', name: 'dex' };
    expect(
      ['strict', 'namespace-wide', 'cluster-wide'].map((scope) => sealLabel(spec, scope as 'strict')),
    ).toEqual(['auth/dex', 'auth', '']);
  });
});

describe('the structure of a sealed value', () => {
  it.each<[string, number | undefined, string | undefined]>([
    [ciphertext(), undefined, undefined],
    [ciphertext(256), undefined, undefined],
    [ciphertext(), 512, undefined],
    [ciphertext(256), 512, 'is sealed for a key of 2048 bits, not of 4096'],
    [ciphertext(512, 15), undefined, 'is cut off'],
    [ciphertext(128), undefined, 'does not begin with the length of an RSA block'],
    ['', undefined, 'does not begin with the length of an RSA block'],
    ['AA==', undefined, 'does not begin with the length of an RSA block'],
    ['no base64!', undefined, 'is not base64'],
    ['<<__sealed__>>', undefined, 'is not base64'],
  ])('%#', (text, modulus, problem) => {
    expect(sealedValueProblem(text, modulus)).toBe(problem);
  });

  it.each<[string, string[]]>([
    ['', ['BAD_SEALED_SECRET']],
    ['{', ['BAD_SEALED_SECRET']],
    ['kind: Secret\nspec: {encryptedData: {}}', ['BAD_SEALED_SECRET']],
    ['kind: SealedSecret', ['BAD_SEALED_SECRET']],
    [
      'kind: SealedSecret\nmetadata: {name: a, namespace: 1}\nspec: {encryptedData: {a: 1}}',
      ['BAD_SEALED_SECRET'],
    ],
    ['kind: SealedSecret\nmetadata: [a]\nspec: {encryptedData: {a: 1}}', ['BAD_SEALED_SECRET']],
    ['kind: SealedSecret\nspec: {encryptedData: {a: 1, b: xx}}', ['BAD_SEALED_SECRET', 'BAD_SEALED_SECRET']],
    ['kind: SealedSecret\nspec: {encryptedData: {}}', []],
    ['a: &x [1]\nb: *y', ['BAD_SEALED_SECRET']],
  ])('is reported for the file %j', (text, codes) => {
    const { sealed, secret, diagnostics } = parseSealedSecret(text, 'x.yaml');
    expect(diagnostics.map(({ code, span }) => [code, span?.path])).toEqual(
      codes.map((code) => [code, 'x.yaml']),
    );
    expect([sealed.size, secret]).toEqual([0, undefined]);
    expect(gapsIn(diagnostics)).toEqual([]);
  });

  it('is judged for any text without throwing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
        expect(() => sealedValueProblem(text)).not.toThrow();
        expect(() => parseSealedSecret(text, 'x')).not.toThrow();
      }),
    );
  });
});

describe('secretFor', () => {
  it('holds bytes and UTF-8 text in base64', () => {
    const values = new Map<string, Redacted<string | Uint8Array>>([
      ['text', redact('ü\n')],
      ['bytes', redact(new Uint8Array([0, 255]))],
    ]);
    const { secret, diagnostics } = secretFor(specNamed('argocd-secret'), values);
    expect(diagnostics).toEqual([]);
    expect(secret.reveal()).toMatchObject({
      kind: 'Secret',
      type: 'Opaque',
      data: { text: 'w7wK', bytes: 'AP8=' },
    });
    expect(JSON.stringify(secret)).toBe('"[redacted]"');
  });

  it.each([
    [1_048_576, []],
    [1_048_577, ['SECRET_TOO_LARGE']],
  ])('of %i bytes', (size, codes) => {
    const { diagnostics } = secretFor(specNamed('git'), new Map([['a', redact(new Uint8Array(size))]]));
    expect(diagnostics.map(({ code }) => code)).toEqual(codes);
  });
});
