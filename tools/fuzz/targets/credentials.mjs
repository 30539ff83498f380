import {
  formatLock,
  parseCredentials,
  parseLock,
  parseSealedSecret,
  redact,
  sealedValueProblem,
} from '@kfdist/credentials';
import { parseCertificate, parsePrivateKeys, privateKeysIn, unsealValue } from '@kfdist/credentials/seal';
import { parse } from 'yaml';
import { dataOf, invariant } from './invariant.mjs';

const now = new Date('2026-01-01T00:00:00Z');
const sealedFile = `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: { name: a, namespace: b }
spec:
  encryptedData: { x: ${Buffer.concat([Buffer.from([1, 0]), Buffer.alloc(300, 7)]).toString('base64')} }
`;
const lock =
  '{"version":1,"values":{"a/b":{"recipe":"x","rotation":0}},"secrets":{"a/b":{"backend":"sealed-secrets","certificate":"c","keys":{"k":{"value":"v","sealed":"s"}}}}}';
const declaration =
  '- { name: dex, keys: { a: { base64url: 32 }, b: { bcrypt: pw }, c: { template: "x-<<value>>" } }, values: { pw: { password: 24, show: First } }, restarts: [Deployment/dex] }';

export const targets = [
  {
    name: 'sealed-secret.yaml',
    texts: [sealedFile],
    tokens: [
      'kind: SealedSecret\n',
      'encryptedData:',
      '{',
      '}',
      ': ',
      'AQA',
      '=',
      '+/',
      '==',
      'metadata:',
      '- ',
      '\n  ',
      '~',
    ],
    run: (text) => {
      const { sealed, diagnostics } = parseSealedSecret(text, 'x.yaml');
      for (const value of sealed.values()) {
        invariant(sealedValueProblem(value) === undefined, 'a value was taken that has a problem');
        invariant(
          unsealValue(value, { keys: [], label: '' }) === undefined,
          'a value was opened without a key',
        );
      }
      invariant(
        sealed.size > 0 || diagnostics.length > 0 || /encryptedData/.test(text),
        'a file without values is not reported',
      );
    },
  },
  {
    name: 'sealed-value',
    texts: ['AQAAAA==', 'AgBx'],
    tokens: ['A', '=', '/', '+', '\n', 'AQA'],
    run: (text) => sealedValueProblem(text, 256),
  },
  {
    name: 'credentials.lock.json',
    texts: [lock],
    tokens: [
      '{',
      '}',
      '"values":',
      '"secrets":',
      '"keys":',
      'null',
      '1',
      '"__proto__":{}',
      ',',
      ':',
      '[]',
      '<<<<<<< ',
    ],
    run: (text) => {
      const { lock: read, diagnostics } = parseLock(text);
      if (diagnostics.length > 0) return;
      const again = formatLock(read);
      invariant(formatLock(parseLock(again).lock) === again, 'a written lock reads back as another');
    },
  },
  {
    name: 'certificate.pem',
    texts: [
      '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
      '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----',
    ],
    tokens: [
      '-----BEGIN CERTIFICATE-----\n',
      '-----END CERTIFICATE-----\n',
      '-----BEGIN RSA PRIVATE KEY-----\n',
      'MII',
      '=',
      '\n',
    ],
    run: (text) => {
      parseCertificate(text, { now });
      const keys = privateKeysIn(redact(text));
      try {
        parsePrivateKeys(keys);
      } catch (error) {
        invariant(!error.message.includes(text) || text.length < 12, 'an error shows the key');
      }
    },
  },
  {
    name: 'secrets-declaration',
    texts: [declaration],
    tokens: [
      'base64url',
      'bcrypt',
      'password',
      'template',
      'hex',
      'rsa',
      'from',
      'values: ',
      'keys: ',
      '{',
      '}',
      ': ',
      ', ',
      '<<',
      '>>',
      '32',
      '-1',
      '1e9',
      '~',
      '[',
      ']',
      '&x ',
      '*x',
    ],
    run: (text) => {
      const data = dataOf(parse, text);
      parseCredentials(data, { component: 'dex', namespace: 'auth' });
    },
  },
];
