import { describe, expect, it } from 'vitest';
import { type Explanation, explainSetting, resolveSettings } from '../src/index.ts';
import { conf, resolve, under } from './reading.ts';

const definitions = `
  - { key: host, kind: hostname, summary: Host of the database, example: db.x.org }
  - { key: port, kind: port, summary: Port, default: 3306 }
  - { key: url, kind: url, summary: Where, default: "mysql://<<__host__>>:<<__port__>>/<<__host__>>" }`;

describe('an explanation', () => {
  it('says where a value comes from, recursively', () => {
    const text = 'host: a.b';
    const explained = explainSetting(resolve(text, { definitions }).settings, 'url');
    expect(explained).toMatchObject({
      key: 'url',
      value: 'mysql://a.b:3306/a.b',
      type: 'string',
      kind: 'url',
      summary: 'Where',
      origin: 'default',
      template: 'mysql://<<__host__>>:<<__port__>>/<<__host__>>',
      uses: [
        { key: 'host', value: 'a.b', origin: 'file', uses: [] },
        { key: 'port', value: '3306', origin: 'default', type: 'integer', uses: [] },
      ],
    });
    expect(under(text, explained?.uses[0]?.span)).toBe('a.b');
  });

  it('says no more than what there is to say', () => {
    const defined = [
      { key: 'a', kind: 'string', summary: 'A', example: 'x', component: 'shop' },
      { key: 'b', kind: 'string', summary: 'B', default: 'y' },
    ] as const;
    const { settings } = resolveSettings(conf('<<__c__>>=z').entries, { definitions: defined });
    expect(['a', 'b', 'c'].map((key) => explainSetting(settings, key))).toStrictEqual([
      {
        key: 'a',
        kind: 'string',
        summary: 'A',
        example: 'x',
        component: 'shop',
        waitsFor: ['a'],
        uses: [],
      },
      { key: 'b', value: 'y', type: 'string', origin: 'default', kind: 'string', summary: 'B', uses: [] },
      {
        key: 'c',
        value: 'z',
        type: 'string',
        origin: 'file',
        span: { path: 'setup.conf', start: 10, end: 11 },
        uses: [],
      },
    ]);
  });

  it('explains a setting once, where it comes first, and no more than 32 levels', () => {
    const { settings } = resolve('a: <<__b__>><<__c__>>\nb: <<__c__>>\nc: <<__d__>>\nd: x');
    const names = (one: Explanation | undefined): unknown => one && [one.key, ...one.uses.map(names)];
    expect(names(explainSetting(settings, 'a'))).toEqual(['a', ['b', ['c', ['d']]], ['c']]);
    const chain = Array.from({ length: 40 }, (_, at) => `c${at}: <<__c${at + 1}__>>`);
    const deep = explainSetting(resolve([...chain, 'c40: x'].join('\n')).settings, 'c0');
    expect(JSON.stringify(deep).match(/"key"/g)).toHaveLength(33);
  });

  it('shows the template of a secret only where nothing secret is written in it', () => {
    const secret =
      '[{ key: s, kind: string, sensitive: true }, { key: t, kind: string, sensitive: true, default: "<<__s__>>!" }]';
    const { settings } = resolve('s: hunter2<<__a__>>\na: x', { definitions: secret });
    expect(explainSetting(settings, 's')).not.toHaveProperty('template');
    expect(explainSetting(settings, 't')).toMatchObject({ value: '[redacted]', template: '<<__s__>>!' });
  });

  it('says what an unset key without a definition waits for', () => {
    const unset = resolve('mine: <<__a__>>', { definitions: '[{ key: a, kind: string }]' });
    expect(explainSetting(unset.settings, 'mine')).toStrictEqual({ key: 'mine', waitsFor: ['a'], uses: [] });
  });

  it('says what an unset key waits for', () => {
    const { settings } = resolve('x: 1', { definitions });
    expect(explainSetting(settings, 'url')).toMatchObject({ waitsFor: ['host'], kind: 'url' });
    expect(explainSetting(settings, 'url')).not.toHaveProperty('value');
    expect(explainSetting(settings, 'nope')).toBeUndefined();
  });

  it('finds the definition of list items that do not exist', () => {
    const { settings } = resolve('x: 1', { definitions: '[{ key: p.*.n, kind: string, summary: Name }]' });
    expect(explainSetting(settings, 'p.3.n')).toMatchObject({ kind: 'string', summary: 'Name' });
  });

  it('explains each setting once, and cycles and long chains too', () => {
    const doubling = Array.from(
      { length: 18 },
      (_, at) => `k${at + 1}: <<__k${at}__>><<__j${at}__>>\nj${at + 1}: <<__k${at}__>><<__j${at}__>>`,
    );
    const { settings } = resolve(['k0: x', 'j0: y', ...doubling].join('\n'));
    expect(JSON.stringify(explainSetting(settings, 'k18')).match(/"key"/g)?.length).toBeLessThan(100);
    expect(explainSetting(resolve('a: <<__b__>>\nb: <<__a__>>').settings, 'a')?.uses).toHaveLength(1);
    const chain = Array.from({ length: 12_000 }, (_, at) => `c${at}: <<__c${at + 1}__>>`);
    expect(explainSetting(resolve([...chain, 'c12000: x'].join('\n')).settings, 'c0')?.value).toBe('x');
  });
});
