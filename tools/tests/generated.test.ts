import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { generatedFiles } from '../generate.mjs';

const root = join(import.meta.dirname, '..', '..');
let generated: Record<string, string> = {};
beforeAll(async () => {
  generated = await generatedFiles();
});

describe('generated files', () => {
  it.each([
    'component.schema.json',
    'settings.schema.json',
    'kfdist.schema.json',
    'upstreams.schema.json',
    'README.md',
  ])('%s is up to date', (name) => {
    expect(readFileSync(join(root, 'distribution', name), 'utf8')).toBe(generated[name]);
  });
});

describe('the schema of kfdist.yaml', () => {
  const accepts = (text: string): boolean => {
    const validate = new Ajv({ strict: false }).compile(JSON.parse(generated['kfdist.schema.json'] ?? '{}'));
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
  const validate = new Ajv({ strict: false }).compile(JSON.parse(generated['component.schema.json'] ?? '{}'));
  const text = readFileSync(join(root, 'distribution', 'external-dns', 'component.yaml'), 'utf8');
  expect(validate(parse(text))).toBe(true);
  expect(validate({ ...parse(text), sourcee: {} })).toBe(false);
});
