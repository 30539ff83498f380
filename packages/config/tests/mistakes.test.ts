import { describe, expect, it } from 'vitest';
import { missingSetting, parseSetupYaml, resolveSettings } from '../src/index.ts';
import { codes, define, marked, resolve } from './reading.ts';

describe('advice about a wrong value', () => {
  const definitions = `
    - { key: a, kind: string }
    - { key: b, kind: string }
    - { key: middle, kind: string, default: "<<__b__>><<__a__>>" }
    - { key: lb, kind: nlb-name, default: "<<__a__>>-<<__middle__>>" }
    - { key: word, kind: string, default: x }
    - { key: port, kind: port, default: "<<__word__>>" }
    - { key: mode, kind: enum, values: [instance, ip] }
    - { key: shape, kind: enum, values: [round, square], example: square }
    - { key: secret, kind: enum, values: [yes, no], sensitive: true }
    - { key: count, kind: integer, example: "7" }`;

  it.each([
    [
      `a: ${'x'.repeat(20)}\nb: y\nport: 1`,
      'xxxxxxxxxxxxxxxxxxxx',
      'It is made from a and b: change that, or set lb',
    ],
    [`b: ${'y'.repeat(20)}\na: x\nport: 1\nmiddle: z\nlb: "-"`, '"-"', 'Write something like nlb-example'],
    ['port: 1\nmode: far', 'far', 'Write something like instance'],
    ['port: 1\nmode: i', 'i', 'Write something like instance'],
    ['port: 1\nmode: instanc', 'instanc', 'Did you mean instance?'],
    ['port: 1\nshape: far', 'far', 'Write something like square'],
    ['port: 1\nsecret: yess', 'yess', 'Write something like yes'],
    ['port: 1\ncount: x', 'x', 'Write something like 7'],
  ])('%j', (text, at, hint) => {
    const { diagnostics } = resolve(text, { definitions });
    expect(marked(text, diagnostics)).toEqual([`BAD_VALUE ${JSON.stringify(at)}`]);
    expect(diagnostics[0]?.hint).toBe(hint);
  });

  it('that nobody wrote', () => {
    const { diagnostics } = resolve('c: 1', { definitions });
    expect(codes(diagnostics)).toEqual(['BAD_VALUE']);
    expect(diagnostics[0]).toMatchObject({ hint: 'Set port', args: { key: 'port' } });
    expect(diagnostics[0]?.span).toBeUndefined();
  });

  it.each([60, 61])('shows at most sixty of its %i characters', (length) => {
    const [{ args } = {}] = resolve(`port: ${'x'.repeat(length)}`, { definitions }).diagnostics;
    expect(args?.problem?.split('"')[1]).toBe(length === 60 ? 'x'.repeat(60) : `${'x'.repeat(57)}...`);
  });
});

describe('what to add for a missing setting', () => {
  const definitions = `
    - { key: mode, kind: enum, values: [ip, instance] }
    - { key: port, kind: port }
    - { key: host, kind: hostname, example: db.x.org }
    - { key: p.*.name, kind: namespace }
    - { key: p.*.owner, kind: email }`;
  const { settings } = resolve('p: [{ owner: a@b.co }, { owner: c@d.co }]', { definitions });

  it.each([
    ['mode', 'mode: ip'],
    ['port', 'port: 3306'],
    ['host', 'host: db.x.org'],
    ['other', 'other: ...'],
    ['p.1.name', 'p.1.name: team-a'],
  ])('%s', (key, assignment) => {
    const missing = missingSetting(key, settings);
    expect(codes([missing])).toEqual(['MISSING_SETTING']);
    expect(missing.args).toMatchObject({ key, assignment });
  });

  it.each([
    ['p.1.name', 25],
    ['p.0.other', 6],
    ['p.7.name', undefined],
    ['port', undefined],
  ])('shows the item of %s', (key, start) => {
    expect(missingSetting(key, settings).span?.start).toBe(start);
  });

  it('shows an item with a number of several digits', () => {
    const tenth = resolve('a: 1\np.10.owner: a@b.co', { definitions }).settings;
    expect(missingSetting('p.10.name', tenth).span?.start).toBe(5);
  });

  it.each([
    ['x.yml', 'a: ...'],
    ['x.json', 'a: ...'],
    ['x.yaml.conf', '<<__a__>>=...'],
  ])('in the syntax of the first file: %s', (path, assignment) => {
    const { entries } = parseSetupYaml({ path, text: 'b: 1' });
    const [entry] = parseSetupYaml({ path: '--set', text: 'aa: 1' }).entries;
    const option = entry === undefined ? [] : [{ ...entry, origin: 'option' as const }];
    const resolved = resolveSettings([...option, ...entries]).settings;
    expect(missingSetting('a', resolved).args?.assignment).toBe(assignment);
    expect(missingSetting('a', resolveSettings(option).settings).args?.assignment).toBe('a: ...');
  });
});

describe('diagnostics', () => {
  const definitions = define(`
    - { key: p, kind: port }
    - { key: q, kind: port }
    - { key: r, kind: port }
    - { key: m, kind: port, required: true }`);
  const first = parseSetupYaml({ path: 'z', text: 'q: y\np: x' }).entries;
  const second = parseSetupYaml({ path: 'a', text: 'r: x' }).entries;

  it.each([
    [
      [...first, ...second],
      ['z 3', 'z 8', 'a 3', ' '],
    ],
    [
      [...second, ...first],
      ['a 3', 'z 3', 'z 8', ' '],
    ],
  ])('come in the order of the files', (entries, places) => {
    const { diagnostics } = resolveSettings(entries, { definitions });
    expect(diagnostics.map(({ span }) => `${span?.path ?? ''} ${span?.start ?? ''}`)).toEqual(places);
  });

  it('at one place come in alphabetical order', () => {
    const text = 'l: <<__zz__>><<__bb__>><<__aa__>><<__cc__>>';
    const { diagnostics } = resolveSettings(parseSetupYaml({ path: 'z', text }).entries);
    expect(diagnostics.map(({ args }) => args?.placeholder)).toEqual(['aa', 'bb', 'cc', 'zz']);
  });
});
