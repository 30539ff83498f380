import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { settingsSchema, VALUE_KINDS } from '../src/index.ts';
import { define } from './reading.ts';

const definitions = define(`
  - { key: cluster_name, kind: eks-cluster-name, example: example, default: "x-<<__y__>>" }
  - { key: aws_account_id, kind: aws-account-id }
  - { key: rds.host, kind: hostname, summary: Host of the database, example: db.x.org }
  - { key: rds.port, kind: port, example: 3306 }
  - { key: rds.db_name.katib, kind: string }
  - { key: role_arn.external_secrets, kind: role-arn }
  - { key: role_arn.external_secrets.auth, kind: role-arn }
  - { key: mode, kind: enum, values: [instance, ip, "3", "true"] }
  - { key: flag, kind: boolean }
  - { key: ratio, kind: number }
  - { key: token, kind: string, sensitive: true, example: abc }
  - { key: profiles.*.name, kind: namespace }
  - { key: profiles.*.quota.cpu, kind: integer }`);
const schema = settingsSchema(definitions, {
  groups: [{ name: 'secrets', members: ['external', 'sealed'] }],
});
const validate = new Ajv({ allowUnionTypes: true, strict: true, strictTypes: false }).compile(schema);

/** Everything an editor offers below a path. */
function offered(...path: string[]): string[] {
  let node: unknown = schema;
  const at = (name: string) => {
    const found = (node as Record<string, unknown>)[name];
    const target = (found as { $ref?: string })?.$ref;
    node = target
      ? (schema.definitions as Record<string, unknown>)[decodeURIComponent(target.slice(14))]
      : found;
  };
  for (const name of path) at(name);
  return Object.keys(node as object);
}

describe('the schema', () => {
  it('offers nested and dotted names at every depth', () => {
    expect(offered('properties')).toEqual(
      expect.arrayContaining([
        'rds',
        'rds.host',
        'rds.db_name',
        'rds.db_name.katib',
        'profiles',
        'components.secrets',
      ]),
    );
    expect(offered('properties', 'rds', 'properties')).toEqual(['host', 'port', 'db_name', 'db_name.katib']);
    expect(offered('properties', 'rds.db_name', 'properties')).toEqual(['katib']);
    expect(offered('properties', 'profiles', 'items', 'properties')).toEqual(['name', 'quota', 'quota.cpu']);
  });

  it.each([
    'cluster_name: example',
    'cluster_name: <<__x__>>',
    'aws_account_id: "123456789012"',
    'aws_account_id: 123456789012',
    'rds: { host: a.b, port: 3306, db_name.katib: k }',
    'rds.db_name: { katib: k }',
    'rds.port: "3306"',
    'rds.port: <<__p__>>',
    'role_arn.external_secrets: arn:aws:iam::123456789012:role/x\nrole_arn.external_secrets.auth: arn:aws:iam::123456789012:role/y',
    'role_arn: { external_secrets: { auth: arn:aws:iam::123456789012:role/y } }',
    'mode: ip',
    'mode: 3',
    'mode: true',
    'mode: <<__x__>>',
    'flag: true',
    'flag: "false"',
    'ratio: 0.5',
    'profiles: [{ name: team-a, quota.cpu: 4 }]',
    'profiles: []',
    'components: { secrets: sealed }',
    'any.thing: { else: [1, x] }',
  ])('takes %s', (text) => {
    expect({ valid: validate(parse(text)), errors: validate.errors }).toEqual({ valid: true, errors: null });
  });

  it.each([
    'cluster_name: a b',
    'rds.port: 70000',
    'rds: { port: x }',
    'rds: x',
    'mode: none',
    'flag: maybe',
    'ratio: many',
    'profiles: [{ name: Team }]',
    'profiles: { name: a }',
    'components.secrets: vault',
    'aws_account_id: "123"',
    'cluster_name: [a]',
  ])('marks %s', (text) => expect(validate(parse(text))).toBe(false));

  it('says what a setting is, but no example of a secret', () => {
    const leaves = schema.definitions as Record<string, Record<string, unknown>>;
    expect(leaves['rds.host']).toMatchObject({ description: 'Host of the database', examples: ['db.x.org'] });
    expect(leaves['rds.port']?.examples).toEqual([3306]);
    expect(leaves.cluster_name?.description).toContain('Default: x-<<__y__>>');
    expect(leaves.token).not.toHaveProperty('examples');
  });

  it.each<[string, string | number | boolean]>([
    ['true', true],
    ['false', false],
    ['truer', 'truer'],
    ['0', 0],
    ['12', 12],
    ['-7.25', -7.25],
    ['123456789012345', 123_456_789_012_345],
    ['1234567890123456', '1234567890123456'],
    ['0.123456789', 0.123456789],
    ['0.1234567891', '0.1234567891'],
    ['01', '01'],
    ['-0', '-0'],
    ['1.', '1.'],
    ['1e3', '1e3'],
    ['v1', 'v1'],
    ['1-2', '1-2'],
  ])('has the value %j as YAML reads it bare, where nothing is lost', (text, value) => {
    const made = settingsSchema(define(`[{ key: mode, kind: enum, values: ["${text}"] }]`));
    const leaves = made.definitions as Record<string, { readonly anyOf: readonly object[] }>;
    expect(leaves.mode?.anyOf[0]).toEqual({ enum: [value] });
  });

  it('can be made of every kind', () => {
    const all = define(
      `[${VALUE_KINDS.map((kind) => `{ key: k.${kind}, kind: ${kind}${kind === 'enum' ? ', values: [a]' : ''} }`).join(', ')}]`,
    );
    expect(() => new Ajv({ strict: false }).compile(settingsSchema(all))).not.toThrow();
  });

  it('does not depend on the order of definitions, except for what is offered first', () => {
    expect(settingsSchema(definitions.toReversed())).toEqual(settingsSchema(definitions));
  });
});
