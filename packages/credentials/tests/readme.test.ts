import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import * as aws from '../src/aws/index.ts';
import * as cluster from '../src/cluster/index.ts';
import * as credentials from '../src/index.ts';
import * as seal from '../src/seal/index.ts';

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');

it('the example of the README gives what it says', async () => {
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const body = example
    .replace(/^import .*$/gm, '')
    .replace(/^(generation\..*);\n\/\/=> (.*)$/gm, 'results.push([$1, $2]);');
  const results: [unknown, unknown][] = [];
  const context = { ...credentials, ...seal, results, Date, Map };
  await runInNewContext(`(async () => {${body}})()`, context);
  expect(results).toHaveLength(3);
  for (const [actual, shown] of results) expect(JSON.stringify(actual)).toBe(JSON.stringify(shown));
});

it('the README names everything there is to call, and no other', () => {
  const api = readme.slice(readme.indexOf('## API'), readme.indexOf('## What is worth'));
  const named = [...api.matchAll(/`(\w+)`/g)].map(([, name]) => name);
  const all = [credentials, seal, cluster, aws].flatMap((module) => Object.keys(module));
  expect(new Set(named)).toEqual(new Set(all));
});

it.each(Object.entries(credentials.CREDENTIALS_DIAGNOSTICS))(
  '%s says what happened and what to do',
  (code, definition) => {
    expect(code).toMatch(/^[A-Z]+(?:_[A-Z]+)*$/);
    expect(definition.message).toMatch(/^[A-Z{]/);
    expect(definition.hint).toMatch(/^[A-Z]/);
    expect(definition.explanation).toMatch(/\.$/);
  },
);
