import { execFileSync } from 'node:child_process';
import { sign, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { makePair } from '../../../tests/certificates.ts';
import {
  type CredentialSpec,
  formatSealedSecret,
  redact,
  SCOPES,
  sealedSecretFor,
  sealLabel,
} from '../src/index.ts';
import {
  commandRunner,
  inProcessSealer,
  kubesealSealer,
  parsePrivateKeys,
  sealValue,
  systemKeyPairs,
  unsealAll,
  unsealValue,
} from '../src/seal/index.ts';
import { specsOf } from './platform.ts';
import { findTool } from './tools.ts';

const kubeseal = findTool('kubeseal', 'sealing judged by kubeseal');
const pair = makePair();
const { certificate } = pair;
const keys = [pair.privateKey];
const folder = mkdtempSync(join(tmpdir(), 'kfdist-seal-'));
const keyFile = join(folder, 'sealing-key.yaml');
writeFileSync(keyFile, pair.manifest, { mode: 0o600 });

const VALUES: Readonly<Record<string, Uint8Array>> = {
  ascii: Buffer.from('s3cr3t'),
  empty: Buffer.alloc(0),
  unicode: Buffer.from('pässwörd 🔑 "quoted" \\ back\nline\t', 'utf8'),
  binary: Buffer.from(Array.from({ length: 256 }, (_item, index) => index)),
  large: Buffer.alloc(1_000_000, 'kubeflow!'),
};

function specOf(scope: (typeof SCOPES)[number]): CredentialSpec {
  return { name: 'dex', namespace: 'auth', component: 'dex', scope, keys: [], values: [], restarts: [] };
}

function recoverWithKubeseal(text: string): Readonly<Record<string, string>> {
  const flags = ['--recovery-unseal', '--recovery-private-key', keyFile, '--format', 'json'];
  const options = { input: text, maxBuffer: 64 * 1024 * 1024, stdio: 'pipe' as const };
  return parse(execFileSync(kubeseal ?? '', flags, options).toString('utf8')).data;
}

async function sealAll(scope: (typeof SCOPES)[number]) {
  const values = new Map(
    Object.entries(VALUES).map(([key, value]) => [key, redact<string | Uint8Array>(value)]),
  );
  const sealed = await inProcessSealer(certificate)(specOf(scope), values);
  return sealedSecretFor(specOf(scope), Object.fromEntries(sealed));
}

describe.skipIf(kubeseal === undefined)('kubeseal --recovery-unseal', () => {
  it.each(SCOPES)('returns the bytes of what is sealed with scope %s', async (scope) => {
    const data = recoverWithKubeseal(formatSealedSecret(await sealAll(scope)));
    expect(Object.keys(data).toSorted()).toEqual(Object.keys(VALUES).toSorted());
    for (const [key, value] of Object.entries(VALUES))
      expect(Buffer.from(data[key] ?? '', 'base64').equals(value)).toBe(true);
  });

  it.each([
    ['strict', 'name', false],
    ['strict', 'namespace', false],
    ['namespace-wide', 'name', true],
    ['namespace-wide', 'namespace', false],
    ['cluster-wide', 'name', true],
    ['cluster-wide', 'namespace', true],
  ] as const)('of a %s secret with another %s opens it: %s', async (scope, field, opens) => {
    const object = await sealAll(scope);
    const renamed = formatSealedSecret({ ...object, metadata: { ...object.metadata, [field]: 'other' } });
    let opened = true;
    try {
      recoverWithKubeseal(renamed);
    } catch {
      opened = false;
    }
    expect(opened).toBe(opens);
  });

  it.each(SCOPES)('and unsealing here agree on what kubeseal sealed with scope %s', async (scope) => {
    const sealer = kubesealSealer({ certificate, program: kubeseal ?? '' });
    const values = new Map(
      Object.entries(VALUES).map(([key, value]) => [key, redact<string | Uint8Array>(value)]),
    );
    const sealed = await sealer(specOf(scope), values);
    const label = sealLabel(specOf(scope), scope);
    for (const [key, text] of sealed)
      expect(
        Buffer.from(unsealValue(text, { keys, label })?.reveal() ?? [1]).equals(VALUES[key] ?? Buffer.of(2)),
      ).toBe(true);
    expect([...sealed.keys()].toSorted()).toEqual(Object.keys(VALUES).toSorted());
  });

  it('says what kubeseal says when it fails, and nothing secret', async () => {
    const broken = { ...certificate, pem: 'no certificate' };
    const sealer = kubesealSealer({ certificate: broken, program: kubeseal ?? '' });
    const values = new Map([['password', redact<string | Uint8Array>('hunter2hunter2')]]);
    await expect(sealer(specOf('strict'), values)).rejects.toThrow(/kubeseal did not seal: .*certificate/is);
  });
});

describe.skipIf(kubeseal === undefined)('a tracer around kubeseal', () => {
  it('sees the values in no argument, environment or file of it', async () => {
    const trace = join(folder, 'trace.txt');
    const tracer = join(folder, 'tracer.sh');
    const lines = [
      '#!/bin/sh',
      `{ echo "$@"; env; cat "$(dirname "$2")"/*; } > '${trace}'`,
      `exec '${kubeseal}' "$@"`,
    ];
    writeFileSync(tracer, lines.join('\n'), { mode: 0o700 });
    vi.stubEnv('password', 'hunter2hunter2');
    vi.stubEnv('MY_TOKEN', 'swordfish-swordfish');
    const run = commandRunner(['MY_TOKEN']);
    const values = new Map([
      ['a', redact<string | Uint8Array>('hunter2hunter2')],
      ['b', redact<string | Uint8Array>('swordfish-swordfish')],
    ]);
    const sealed = await kubesealSealer({ certificate, program: tracer, run })(specOf('strict'), values);
    vi.unstubAllEnvs();
    expect(sealed.size).toBe(2);
    const seen = readFileSync(trace, 'utf8');
    expect(seen).toContain('PATH=');
    expect(seen).toContain('BEGIN CERTIFICATE');
    for (const value of [
      'hunter2',
      'swordfish',
      Buffer.from('hunter2hunter2').toString('base64').slice(0, 12),
    ])
      expect(seen).not.toContain(value);
  });
});

describe('unsealValue', () => {
  it('gives back whatever sealValue sealed, under its label and key only', () => {
    const other = makePair();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), fc.string(), fc.string(), (value, label, wrong) => {
        const sealed = sealValue(redact(value), { certificate, label });
        expect(unsealValue(sealed, { keys: [other.privateKey, ...keys], label })?.reveal()).toEqual(value);
        expect(unsealValue(sealed, { keys: [other.privateKey], label })).toBeUndefined();
        expect(unsealValue(sealed, { keys, label: `${label}${wrong}.` })).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });

  it('seals the same value differently every time', () => {
    const seal = () => sealValue(redact('x'), { certificate, label: 'a/b' });
    expect(seal()).not.toBe(seal());
  });

  it('opens nothing that was changed', () => {
    const sealed = Buffer.from(sealValue(redact('some value'), { certificate, label: 'l' }), 'base64');
    fc.assert(
      fc.property(fc.nat({ max: sealed.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Buffer.from(sealed);
        changed.writeUInt8(changed.readUInt8(at) ^ flip, at);
        expect(unsealValue(changed.toString('base64'), { keys, label: 'l' })).toBeUndefined();
      }),
    );
  });

  it('takes any text without throwing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String({ minLength: 300 })), (text) => {
        expect(unsealValue(text, { keys, label: '' })).toBeUndefined();
      }),
    );
  });
});

describe('unsealAll', () => {
  it('finds what the keys open, whatever the scope is now', () => {
    const [spec] = specsOf(['oauth2-proxy']);
    if (spec === undefined) throw new Error('no spec');
    const seal = (label: string) => sealValue(redact(label), { certificate, label });
    const sealed = new Map([
      [
        'oauth2-proxy/oauth2-proxy',
        new Map([
          ['a', seal('oauth2-proxy/oauth2-proxy')],
          ['b', seal('')],
          ['c', seal('other')],
        ]),
      ],
    ]);
    const found = unsealAll([spec], sealed, keys);
    expect([...found].map(([id, value]) => [id, Buffer.from(value.reveal()).toString()])).toEqual([
      ['oauth2-proxy/oauth2-proxy/a', 'oauth2-proxy/oauth2-proxy'],
      ['oauth2-proxy/oauth2-proxy/b', ''],
    ]);
  });
});

describe('systemKeyPairs', () => {
  it.each(['rsa-2048', 'P-256', 'P-384'] as const)('makes %s keys whose halves fit', (algorithm) => {
    const pem = systemKeyPairs.makePrivateKey(algorithm);
    const signature = sign('sha256', Buffer.from('x'), pem);
    expect(verify('sha256', Buffer.from('x'), systemKeyPairs.publicKeyOf(pem), signature)).toBe(true);
    expect(pem).toMatch(/^-----BEGIN PRIVATE KEY-----/);
  });
});

describe('parsePrivateKeys', () => {
  it('reads PEM and refuses anything else without repeating it', () => {
    expect(parsePrivateKeys([redact(pair.privatePem)])).toHaveLength(1);
    expect(() => parsePrivateKeys([redact('hunter2')])).toThrow(/^This is not a private key in PEM/);
  });
});
