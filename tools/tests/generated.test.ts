import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { generatedFiles } from '../generate.mjs';

const root = join(import.meta.dirname, '..', '..');
let generated: Record<string, string> = {};
beforeAll(async () => {
  generated = await generatedFiles();
}, 180_000);

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

describe('the pages of reference', () => {
  it('explain every code of every package that has some', () => {
    const codes = ['packages', 'apps'].flatMap((folder) =>
      readdirSync(join(root, folder))
        .map((name) => join(root, folder, name, 'src', 'codes.ts'))
        .filter((path) => existsSync(path))
        .flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/^ {2}([A-Z][A-Z_]+): \{$/gm)])
        .map(([, code]) => code),
    );
    const page = generated['docs/diagnostics.md'] ?? '';
    expect(codes.length).toBeGreaterThan(100);
    expect(codes.filter((code) => !page.includes(`\n### ${code}\n`))).toEqual([]);
  });

  it('say who reads a setting: components, defaults of others, or kfdist itself', () => {
    const row = (key: string) =>
      (generated['docs/settings.md'] ?? '').split('\n').find((line) => line.startsWith(`| \`${key}\` `));
    expect(row('vpc_id')).toMatch(/\| aws-load-balancer-controller \|$/);
    expect(row('cert_manager.email_user')).toMatch(/\| `admin_email` \|$/);
    expect(row('profiles.*.owner')).toContain('user-profiles');
    expect(row('argocd.name_prefix')).toMatch(/\| kfdist \|$/);
    expect(row('mirrors.*.from')).toMatch(/\| kfdist \|$/);
    expect(row('external_secrets.kms_key_arn')).toMatch(/\| kfdist \|$/);
    expect(row('components.serving')).toContain('`kserve`, `none`');
  });

  it('have a chapter for each command and each group of commands', () => {
    const page = generated['docs/commands.md'] ?? '';
    const chapters = [...page.matchAll(/^## kfdist ?(.*)$/gm)].map(([, words]) => words);
    expect(chapters).toEqual(
      expect.arrayContaining(['', 'setup', 'iam', 'iam plan', 'credentials init-key']),
    );
    expect(page.match(/^USAGE$/gm)).toHaveLength(chapters.length);
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
