import { describe, expect, it } from 'vitest';
import { parseObjects } from '../src/index.ts';
import { builtSecrets } from '../src/secret-data.ts';

const found = (text: string) =>
  builtSecrets('shop', parseObjects({ path: 'a', text }).objects).map(({ code, args }) => [
    code,
    args?.component,
    args?.secret,
    args?.keys,
  ]);

describe('builtSecrets', () => {
  it.each([
    ['data: { a: Yg==, c: Yg== }', 'a, c'],
    ['stringData: { a: b }', 'a'],
    ['data: { a: Yg== }\nstringData: { c: d }', 'a, c'],
  ])('names the Secret and its keys: %j', (data, keys) => {
    const secret = `apiVersion: v1\nkind: Secret\nmetadata: { name: a, namespace: web }\n${data}\n`;
    expect(found(secret)).toEqual([['SECRET_IN_BUILD', 'shop', 'web/a', keys]]);
  });

  it('reports each of several, also without names', () => {
    const secret = 'apiVersion: v1\nkind: Secret\ndata: { a: Yg== }\n';
    expect(found(`${secret}---\n${secret}metadata: [a]\n`).map(([, , name]) => name)).toEqual(['/', '/']);
  });

  it.each([
    'apiVersion: v1\nkind: Secret\nmetadata: { name: a }\n',
    'apiVersion: v1\nkind: Secret\ndata: {}\nstringData: ~\n',
    'apiVersion: v1\nkind: ConfigMap\ndata: { a: b }\n',
    'apiVersion: example.com/v1\nkind: Secret\ndata: { a: b }\n',
  ])('has nothing against %j', (text) => {
    expect(found(text)).toEqual([]);
  });
});
