import { describe, expect, it } from 'vitest';
import { explainSetting } from '../src/index.ts';
import { resolve, under } from './reading.ts';

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
