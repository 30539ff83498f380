import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import * as config from '../src/index.ts';

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');

it('shows what its example really gives', () => {
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const body = example
    .replace(/^import .*$/m, '')
    .replace(/^(.*);\n\/\/=> (.*)$/gm, 'results.push([$1, $2]);');
  const results: [unknown, unknown][] = [];
  runInNewContext(body, { ...config, results });
  expect(results).toHaveLength(2);
  for (const [actual, shown] of results) expect(actual).toBe(shown);
});

it('names every function and no other', () => {
  const api = readme.slice(readme.indexOf('## API'), readme.indexOf('Each is documented'));
  const named = [...api.matchAll(/`(\w+)`/g)].map(([, name]) => name);
  const left = ['NO_COMPATIBILITY', 'OPTION_PATH', 'isValueKind', 'typeOfKind'];
  expect(new Set([...named, ...left])).toEqual(new Set(Object.keys(config)));
});
