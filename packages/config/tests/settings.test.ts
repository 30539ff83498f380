import { describe, expect, it } from 'vitest';
import { missingSetting, parseSetupYaml, resolveSettings } from '../src/index.ts';
import { codes, define, marked, resolve, valuesOf } from './reading.ts';

describe('a value', () => {
  it.each([
    ['a: x', undefined, 'x', 'string'],
    ['a: 3306', undefined, '3306', 'integer'],
    ['a: "3306"', undefined, '3306', 'string'],
    ['a: 3306', 'string', '3306', 'string'],
    ['a: "3306"', 'port', '3306', 'integer'],
    ['a: 012345678901', 'aws-account-id', '012345678901', 'string'],
    ['a: true', 'string', 'true', 'string'],
    ['a: "true"', 'boolean', 'true', 'boolean'],
    ['a: 3', 'number', '3', 'number'],
    ['a: <<__b__>>\nb: 3306', undefined, '3306', 'integer'],
    ['a: <<__b__>>\nb: <<__c__>>\nc: true', undefined, 'true', 'boolean'],
    ['a: <<__b__>>\nb: "3306"', undefined, '3306', 'string'],
    ['a: <<__b__>><<__b__>>\nb: 33', undefined, '3333', 'string'],
    ['a: 1<<__b__>>\nb: 33', undefined, '133', 'string'],
    ['a: <<__b__>>x\nb: 33', undefined, '33x', 'string'],
    ['a: <<__b__>>\nb: 3306', 'string', '3306', 'string'],
    ['a: $<<__b__>>$&\nb: $1', undefined, '$$1$&', 'string'],
    ['a: <<__b>>', undefined, '<<__b>>', 'string'],
    ['a: ""', undefined, '', 'string'],
  ])('%j as %s', (text, kind, expected, type) => {
    const definitions = kind === undefined ? '[]' : `[{ key: a, kind: ${kind} }]`;
    const { settings, diagnostics } = resolve(text, { definitions });
    expect(diagnostics).toEqual([]);
    expect(settings.values.get('a')).toMatchObject({ text: expected, type });
  });

  it('remembers that it was written without delimiters', () => {
    const { settings } = resolve('A=1\n<<__B__>>=2');
    expect([...settings.values.values()].map(({ bare }) => bare)).toEqual([true, undefined]);
  });

  it('remembers where it comes from', () => {
    const definitions = '[{ key: a, kind: string, default: "<<__b__>>-<<__c__>>" }]';
    const { settings } = resolve('b: x\nc: y', { definitions });
    expect(settings.values.get('a')).toMatchObject({
      text: 'x-y',
      origin: 'default',
      template: '<<__b__>>-<<__c__>>',
      uses: ['b', 'c'],
    });
    expect(settings.values.get('b')).toMatchObject({ origin: 'file', uses: [] });
    expect(settings.values.get('b')).not.toHaveProperty('template');
  });
});

describe('defaults', () => {
  const definitions = `
    - { key: account, kind: aws-account-id }
    - { key: cluster, kind: eks-cluster-name }
    - { key: partition, kind: aws-partition, default: aws }
    - { key: role, kind: role-arn, default: "arn:<<__partition__>>:iam::<<__account__>>:role/<<__cluster__>>" }
    - { key: again, kind: string, default: "<<__role__>>!" }
    - { key: prefix, kind: hostname, default: "" }
    - { key: external, kind: string, default: "<<__old.user__>>@x" }`;

  it('are templates', () => {
    const values = valuesOf(resolve('account: "123456789012"\ncluster: c', { definitions }));
    expect(values).toMatchObject({
      role: 'arn:aws:iam::123456789012:role/c',
      again: 'arn:aws:iam::123456789012:role/c!',
    });
  });

  it('wait for what is not set', () => {
    const { settings, diagnostics } = resolve('cluster: c', { definitions });
    expect(diagnostics).toEqual([]);
    expect(Object.fromEntries(settings.unset)).toEqual({
      account: ['account'],
      role: ['account'],
      again: ['account'],
      external: ['old.user'],
    });
    expect(settings.values.get('prefix')).toMatchObject({ text: '', origin: 'default' });
  });

  it('yield to what is written', () => {
    expect(valuesOf(resolve('role: arn:aws:iam::000000000000:role/x', { definitions }))).toMatchObject({
      again: 'arn:aws:iam::000000000000:role/x!',
    });
  });

  it('may name a key that only users of old files set', () => {
    expect(valuesOf(resolve('old.user: u', { definitions }))).toMatchObject({ external: 'u@x' });
  });

  it('make values that wait, without an error', () => {
    const { settings, diagnostics } = resolve('mine: <<__role__>>/x', { definitions });
    expect(diagnostics).toEqual([]);
    expect(settings.unset.get('mine')).toEqual(['account', 'cluster']);
  });

  describe('that depend on what is set', () => {
    const sessions = `
      - { key: redis, kind: url }
      - { key: memory, kind: string, default: "" }
      - key: sessions
        kind: enum
        values: [cookie, redis, memory]
        default: cookie
        defaultWhenSet: { redis: redis, memory: memory }`;
    it.each([
      ['x: 1', 'cookie'],
      ['redis: redis://h', 'redis'],
      ['redis: redis://h\nsessions: cookie', 'cookie'],
      ['memory: m', 'memory'],
      ['memory: m\nredis: redis://h', 'redis'],
    ])('%j', (text, expected) => {
      expect(valuesOf(resolve(text, { definitions: sessions })).sessions).toBe(expected);
    });
  });
});

describe('cycles', () => {
  it.each([
    ['a: <<__a__>>', ['a: a -> a']],
    ['a: <<__b__>>\nb: <<__c__>>\nc: x<<__a__>>', ['a: a -> b -> c -> a']],
    ['a: <<__b__>>\nb: <<__c__>>\nc: <<__b__>>', ['b: b -> c -> b']],
    ['d: <<__a__>>\na: <<__b__>>\nb: <<__a__>>', ['a: a -> b -> a']],
    ['a: <<__a__>>\nb: <<__b__>>', ['a: a -> a', 'b: b -> b']],
    ['a: <<__b__>><<__c__>>\nb: <<__a__>>\nc: <<__a__>>', ['a: a -> b -> a', 'a: a -> c -> a']],
  ])('%j', (text, expected) => {
    const { diagnostics } = resolve(text);
    expect(codes(diagnostics)).toEqual(expected.map(() => 'CYCLIC_SETTING'));
    expect(diagnostics.map(({ args }) => `${args?.key}: ${args?.cycle}`)).toEqual(expected);
  });

  it('point at every value of the circle', () => {
    const text = 'a: <<__b__>>\nb: <<__a__>>';
    const [{ span, related } = {}] = resolve(text).diagnostics;
    expect([span, ...(related ?? []).map((other) => other.span)].map((place) => place?.start)).toEqual([
      3, 16,
    ]);
    const outside = 'a: <<__b__>>\nb: <<__c__>>\nc: <<__b__>>';
    const [other] = resolve(outside).diagnostics;
    expect([other?.span?.start, other?.related?.map((place) => place.span.start)]).toEqual([16, [29]]);
  });

  it('may go through defaults', () => {
    const definitions = '[{ key: a, kind: string, default: <<__b__>> }]';
    expect(codes(resolve('b: <<__a__>>', { definitions }).diagnostics)).toEqual(['CYCLIC_SETTING']);
  });

  it('are found in chains longer than the call stack', () => {
    const chain = Array.from({ length: 12_000 }, (_, at) => `k${at}: <<__k${at + 1}__>>`);
    expect(valuesOf(resolve([...chain, 'k12000: end'].join('\n'))).k0).toBe('end');
    expect(codes(resolve([...chain, 'k12000: <<__k0__>>'].join('\n')).diagnostics)).toEqual([
      'CYCLIC_SETTING',
    ]);
  });
});

describe('placeholders in values', () => {
  it('have to name a setting', () => {
    const text = 'rds.host: h\nurl: https://<<__rds.hots__>>/<<__zzz__>>';
    const { diagnostics } = resolve(text);
    expect(marked(text, diagnostics)).toEqual([
      'UNKNOWN_PLACEHOLDER_IN_SETTING "https://<<__rds.hots__>>/<<__zzz__>>"',
      'UNKNOWN_PLACEHOLDER_IN_SETTING "https://<<__rds.hots__>>/<<__zzz__>>"',
    ]);
    expect(diagnostics.map(({ hint }) => hint)).toEqual([
      'Did you mean <<__rds.host__>>?',
      'Set zzz, or correct its name',
    ]);
  });

  it('are not looked at in what is wrong already', () => {
    const definitions = '[{ key: port, kind: port }, { key: also, kind: port }]';
    const { diagnostics } = resolve('port: <<__nope__>>\nalso: <<__port__>>', { definitions });
    expect(codes(diagnostics)).toEqual(['UNKNOWN_PLACEHOLDER_IN_SETTING']);
    expect(codes(resolve('<<__a=<<__nope__>>\n<<__b__>>=1').diagnostics)).toEqual([]);
  });

  it('cannot make a value grow without end', () => {
    const lines = Array.from({ length: 60 }, (_, at) => `k${at + 1}: <<__k${at}__>><<__k${at}__>>`);
    const { diagnostics } = resolve(['k0: xxxxxxxxxx', ...lines].join('\n'));
    expect(codes(diagnostics)).toEqual(['VALUE_TOO_LONG']);
  });
});

describe('kinds', () => {
  const definitions = `
    - { key: cluster, kind: eks-cluster-name, example: my-cluster }
    - { key: port, kind: port }
    - { key: mode, kind: enum, values: [instance, ip] }
    - { key: lb, kind: nlb-name, default: "nlb-<<__cluster__>>" }
    - { key: admin_password, kind: integer, sensitive: true }`;

  it.each([
    [
      'port: 99999',
      'BAD_VALUE "99999"',
      'port must be a port number from 1 to 65535, but "99999" is larger than 65535',
      'Write something like 3306',
    ],
    [
      'cluster: a b',
      'BAD_VALUE "a b"',
      'cluster must be the name of an EKS cluster, but "a b" has a blank in it',
      'Write something like my-cluster',
    ],
    [
      'mode: instances',
      'BAD_VALUE "instances"',
      'mode must be one of instance, ip, but "instances" is none of them',
      'Did you mean instance?',
    ],
    [
      'x: "a\\u0007b"',
      'BAD_VALUE "\\"a\\\\u0007b\\""',
      'x must be a text, but "a\\u0007b" has a control character in it',
      'Write another value',
    ],
  ])('%s', (text, mark, message, hint) => {
    const { diagnostics } = resolve(text, { definitions });
    expect(marked(text, diagnostics)).toEqual([mark]);
    expect(diagnostics[0]).toMatchObject({ message, hint });
  });

  it('blame a wrong default on what it is made from', () => {
    const text = `cluster: ${'c'.repeat(40)}`;
    const { diagnostics } = resolve(text, { definitions });
    expect(marked(text, diagnostics)).toEqual([`BAD_VALUE ${JSON.stringify('c'.repeat(40))}`]);
    expect(diagnostics[0]?.hint).toContain('It is made from cluster');
  });

  it('report a mistake once, not again in what is made from it', () => {
    expect(codes(resolve(`cluster: ${'/'.repeat(40)}`, { definitions }).diagnostics)).toEqual(['BAD_VALUE']);
    expect(codes(resolve('cluster: <<__cluster__>>', { definitions }).diagnostics)).toEqual([
      'CYCLIC_SETTING',
    ]);
    expect(codes(resolve('cluster: ', { definitions }).diagnostics)).toEqual([]);
    expect(codes(resolve('cluster: caf\uFFFD', { definitions }).diagnostics)).toEqual([]);
  });

  it('never print a sensitive value', () => {
    const { diagnostics } = resolve('admin_password: hunter2', { definitions });
    expect(codes(diagnostics)).toEqual(['BAD_VALUE']);
    expect(JSON.stringify(diagnostics)).not.toContain('hunter2');
  });

  it('take an explicit empty text only where the default is empty too', () => {
    const both =
      '[{ key: a, kind: hostname, default: "" }, { key: b, kind: hostname }, { key: c, kind: string }]';
    expect(marked('', resolve('a: ""\nb: ""\nc: ""', { definitions: both }).diagnostics)).toHaveLength(1);
  });
});

describe('required settings', () => {
  const definitions = `
    - { key: cluster_name, kind: eks-cluster-name, summary: Name of the EKS cluster, required: true, example: example }
    - { key: role, kind: string, required: true, default: "<<__cluster_name__>>/<<__account__>>" }
    - { key: account, kind: aws-account-id }
    - { key: optional, kind: string }`;

  it('are reported at once, with an example', () => {
    const { diagnostics } = resolve('x: 1', { definitions });
    expect(diagnostics.map(({ code, args }) => [code, args?.key])).toEqual([
      ['MISSING_SETTING', 'account'],
      ['MISSING_SETTING', 'cluster_name'],
    ]);
    expect(diagnostics[1]).toMatchObject({
      message: 'cluster_name is not set: Name of the EKS cluster',
      hint: 'Add cluster_name: example',
    });
  });

  it('are shown in the syntax of the file', () => {
    const { diagnostics } = resolve('<<__x__>>=1', { definitions });
    expect(diagnostics[1]?.hint).toBe('Add <<__cluster_name__>>=example');
  });

  it('count as set where their line is faulty', () => {
    expect(codes(resolve('cluster_name:\naccount: "123456789012"', { definitions }).diagnostics)).toEqual([]);
  });

  it('name what needs them', () => {
    const { settings } = resolve('x: 1', { definitions });
    const usedBy = [{ message: 'dashboard needs it', span: { path: 'a.yaml', start: 3, end: 4 } }];
    expect(missingSetting('optional', settings, { usedBy })).toMatchObject({
      code: 'MISSING_SETTING',
      span: usedBy[0]?.span,
      related: usedBy,
    });
    expect(missingSetting('not.declared', settings).message).toBe('not.declared is not set');
  });
});

it('reports as many mistakes as there are', () => {
  const definitions = define(`
    - { key: cluster_name, kind: eks-cluster-name, required: true }
    - { key: rds.host, kind: hostname }
    - { key: rds.port, kind: port }`);
  const text = 'rds.hots: x\nrds.port: 1\nrds.port: abc\na: <<__a__>>\nb: <<__nope__>>\nc:\n';
  const { entries, diagnostics } = parseSetupYaml({ path: 'kfdist.yaml', text });
  const resolved = resolveSettings(entries, { definitions });
  expect(codes([...diagnostics, ...resolved.diagnostics])).toEqual([
    'EMPTY_VALUE',
    'DUPLICATE_SETTING',
    'UNKNOWN_SETTING',
    'BAD_VALUE',
    'CYCLIC_SETTING',
    'UNKNOWN_PLACEHOLDER_IN_SETTING',
    'MISSING_SETTING',
  ]);
});
