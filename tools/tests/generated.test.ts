import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { generatedFiles } from '../generate.mjs';

const root = join(import.meta.dirname, '..', '..');
let generated: Record<string, string> = {};
beforeAll(async () => {
  generated = await generatedFiles();
}, 60_000);

describe('generated files', () => {
  it('are up to date', () => {
    const stale = Object.keys(generated).filter(
      (path) => readFileSync(join(root, path), 'utf8') !== generated[path],
    );
    expect(stale).toEqual([]);
  });

  it('have a page for the API of every package', () => {
    const packages = readdirSync(join(root, 'packages'));
    expect(Object.keys(generated)).toEqual(
      expect.arrayContaining(packages.map((name) => `docs/api/${name}.md`)),
    );
  });
});

describe('the schema of kfdist.yaml', () => {
  const accepts = (text: string): boolean => {
    const validate = new Ajv({ strict: false }).compile(
      JSON.parse(generated['distribution/kfdist.schema.json'] ?? '{}'),
    );
    return validate(parse(text));
  };

  it('accepts the example, nested and dotted spellings and further keys', () => {
    expect(accepts(readFileSync(join(root, 'examples', 'kfdist.yaml'), 'utf8'))).toBe(true);
    expect(accepts('rds: { port: 3306 }')).toBe(true);
    expect(accepts('rds.port: 3306')).toBe(true);
    expect(accepts('my.own: value')).toBe(true);
  });

  it.each([
    'aws_account_id: "12"',
    'components.autoscaler: nobody',
    'components: { autoscaler: nobody }',
    'rds: { port: abc }',
  ])('refuses %s', (text) => {
    expect(accepts(text)).toBe(false);
  });
});

it('every component.yaml fits its schema', () => {
  const validate = new Ajv({ strict: false }).compile(
    JSON.parse(generated['distribution/component.schema.json'] ?? '{}'),
  );
  const text = readFileSync(join(root, 'distribution', 'external-dns', 'component.yaml'), 'utf8');
  expect(validate(parse(text))).toBe(true);
  expect(validate({ ...parse(text), sourcee: {} })).toBe(false);
});
