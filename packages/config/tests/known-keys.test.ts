import { hasErrors } from '@kfdist/diagnostics';
import { describe, expect, it } from 'vitest';
import { unusedSettings } from '../src/index.ts';
import { codes, marked, resolve, valuesOf } from './reading.ts';

describe('old keys', () => {
  const definitions = `
    - { key: new, kind: string }
    - { key: admin_email, kind: email }`;
  const compatibility = `
    renamed:
      old: new
      older: new
      user: { to: admin_email, value: <<__user__>>@<<__domain__>> }
      domain: { to: admin_email, value: <<__user__>>@<<__domain__>> }
    dropped: { gone: It was never used. }`;

  it.each([
    ['old: x', 'x', ['RENAMED_SETTING']],
    ['old: x\nnew: y', 'y', ['RENAMED_SETTING']],
    ['older: x\nold: y', 'y', ['RENAMED_SETTING', 'RENAMED_SETTING']],
    ['new: y', 'y', []],
  ])('%j', (text, expected, problems) => {
    const resolved = resolve(text, { definitions, compatibility });
    expect(valuesOf(resolved).new).toBe(expected);
    expect(codes(resolved.diagnostics)).toEqual(problems);
  });

  it('may be joined to a new one', () => {
    const resolved = resolve('user: ada\ndomain: x.org', { definitions, compatibility });
    expect(valuesOf(resolved).admin_email).toBe('ada@x.org');
    const half = resolve('user: ada', { definitions, compatibility });
    expect(half.settings.unset.get('admin_email')).toEqual(['admin_email']);
  });

  it('stay usable as placeholders, and are not called unused', () => {
    const { settings } = resolve('old: x\ngone: y', { definitions, compatibility });
    expect(settings.values.get('old')?.text).toBe('x');
    expect(unusedSettings(settings, new Set())).toEqual([]);
  });

  it('are dropped with a reason', () => {
    const { diagnostics } = resolve('gone: x', { definitions, compatibility });
    expect(codes(diagnostics)).toEqual(['DROPPED_SETTING']);
    expect(diagnostics[0]?.message).toContain('It was never used.');
    expect(hasErrors(diagnostics)).toBe(false);
  });
});

describe('keys without an old name', () => {
  const definitions = '[{ key: account, kind: aws-account-id }, { key: role.a, kind: role-arn }]';
  const compatibility = 'inferred: { account: { from: role, pattern: "^arn:aws:iam::([0-9]{12}):" } }';
  const arn = (account: string, name = 'x') => `arn:aws:iam::${account}:role/${name}`;

  it.each([
    [`role.a: ${arn('012345678901')}`, '012345678901', [`INFERRED_SETTING "${arn('012345678901')}"`]],
    [
      `role.b: ${arn('012345678901', 'b')}\nrole.a: ${arn('012345678901', 'a')}`,
      '012345678901',
      [`INFERRED_SETTING "${arn('012345678901', 'a')}"`],
    ],
    [`account: "210987654321"\nrole.a: ${arn('012345678901')}`, '210987654321', []],
    [`role.a: ${arn('012345678901')}\nrole.b: ${arn('210987654321')}`, undefined, []],
    [`my.role.a: ${arn('012345678901')}`, undefined, []],
    ['role.far.off: x', undefined, []],
  ])('are taken from others that agree: %j', (text, account, expected) => {
    const resolved = resolve(text, { definitions, compatibility });
    expect(valuesOf(resolved).account).toBe(account);
    expect(marked(text, resolved.diagnostics)).toEqual(expected);
  });

  it.each([
    [`role.a: ${arn('012345678901')}`, 'account: "012345678901"'],
    [`<<__role.a__>>=${arn('012345678901')}`, '<<__account__>>="012345678901"'],
  ])('and say what to add: %j', (text, assignment) => {
    const { diagnostics } = resolve(text, { definitions, compatibility });
    expect(diagnostics.map(({ args }) => args)).toEqual([
      { key: 'account', found: '012345678901', from: 'role.a', assignment },
    ]);
  });

  it('also from one that was renamed', () => {
    const renamed = `renamed: { old: role.a }\n${compatibility}`;
    const resolved = resolve(`old: ${arn('012345678901')}`, { definitions, compatibility: renamed });
    expect(valuesOf(resolved).account).toBe('012345678901');
    expect(codes(resolved.diagnostics)).toEqual(['RENAMED_SETTING', 'INFERRED_SETTING']);
  });
});

describe('unknown and unused keys', () => {
  const definitions = '[{ key: rds.host, kind: hostname }, { key: rds.port, kind: port, default: 3306 }]';

  it.each([
    ['rds.hots: x', ['UNKNOWN_SETTING "rds.hots"']],
    ['rds: { Host: x }', ['UNKNOWN_SETTING "Host"']],
    ['rds_host: x', ['UNKNOWN_SETTING "rds_host"']],
    ['rds.hots: x\nrds.host: y', []],
    ['rds.hots: x\ny: <<__rds.hots__>>', []],
    ['my.own.key: x', []],
  ])('a misspelling of what is not given is reported at once: %j', (text, expected) => {
    expect(marked(text, resolve(text, { definitions }).diagnostics)).toEqual(expected);
  });

  it.each([
    ['rds.hots: x', [], []],
    ['rds.hots: x\nrds.host: y', [], ['UNKNOWN_SETTING "rds.hots"']],
    ['my.own.key: x', [], ['UNUSED_SETTING "my.own.key"']],
    ['my.own.key: x', ['my.own.key'], []],
    ['my.own: [{ key: x }]', ['my.own'], []],
    ['my: x\nyours: <<__my__>>', ['yours'], []],
    ['rds.host: x', [], []],
  ])('the rest when it is known what is used: %j with %j', (text, used, expected) => {
    const { settings } = resolve(text, { definitions });
    expect(marked(text, unusedSettings(settings, new Set(used)))).toEqual(expected);
  });
});
