import { describe, expect, it } from 'vitest';
import { parseOption, parseSetupYaml, resolveSettings } from '../src/index.ts';
import { marked, resolve } from './reading.ts';

describe('layers', () => {
  const file = (path: string, text: string) => parseSetupYaml({ path, text }).entries;
  const option = (text: string) => {
    const { entry } = parseOption(text);
    return entry ? [entry] : [];
  };
  const values = (...layers: ReturnType<typeof file>[]) => {
    const { settings, diagnostics } = resolveSettings(layers.flat());
    expect(diagnostics).toEqual([]);
    return Object.fromEntries([...settings.values].map(([key, { text }]) => [key, text]));
  };

  it('win over earlier ones', () => {
    expect(values(file('a', 'x: 1\ny: 1'), file('b', 'x: 2'), option('x=3'))).toEqual({ x: '3', y: '1' });
    expect(values(option('x=1'), option('x=2'))).toEqual({ x: '2' });
  });

  it('replace the lists of files', () => {
    const base = file('a', 'p: [{ n: a, o: x }, { n: b }]');
    expect(values(base, file('b', 'p: [{ n: c }]'))).toEqual({ 'p.0.n': 'c' });
    expect(values(base, file('b', 'p: []'))).toEqual({});
    expect(values(file('a', 'p: []'), file('b', 'p: [x]'))).toEqual({ 'p.0': 'x' });
    expect(values(file('a', 'p: [x, y]'), file('b', 'p.0: z'))).toEqual({ 'p.0': 'z' });
    expect(values(base, file('b', 'p: [{ n: c }]'), file('c', 'p: [{ o: d }]'))).toEqual({ 'p.0.o': 'd' });
    expect(values(base, file('b', 'p: [{ n: c }]'), base)).toEqual(values(base));
  });

  it('change single items by files that do not begin a list', () => {
    expect(values(file('a', 'p: [x, y]'), file('b', 'p.1: z'))).toEqual({ 'p.0': 'x', 'p.1': 'z' });
    expect(values(file('a', '{ 0: x, 1: y }'), file('b', '{ 0: z }'))).toEqual({ '0': 'z', '1': 'y' });
    expect(values(file('a', 'p: [x, y]'), file('a', 'q: z'))).toEqual({ 'p.0': 'x', 'p.1': 'y', q: 'z' });
  });

  it('change single items by options', () => {
    const base = file('a', 'p: [{ n: a, o: x }, { n: b }]');
    expect(values(base, option('p.1.n=z'))).toEqual({ 'p.0.n': 'a', 'p.0.o': 'x', 'p.1.n': 'z' });
    expect(values(base, option('p.0.n=z'), option('p.0.o=y'))).toEqual({
      'p.0.n': 'z',
      'p.0.o': 'y',
      'p.1.n': 'b',
    });
  });

  it('do not take numbered keys of a map for a list', () => {
    expect(values(file('a', 'ports: { 80: x }'), file('b', 'ports: { 90: y }'))).toEqual({
      'ports.80': 'x',
      'ports.90': 'y',
    });
  });
});

describe('lists', () => {
  const definitions = `
    - { key: profiles.*.name, kind: namespace, required: true }
    - { key: profiles.*.owner, kind: email }
    - { key: profiles.*.bucket, kind: bucket, default: "b-<<__profiles.*.name__>>-<<__account__>>" }
    - { key: profiles.*.hosts.*, kind: hostname }
    - { key: account, kind: aws-account-id }
    - { key: domain, kind: domain }`;

  it('have a definition for each item', () => {
    const { settings, diagnostics } = resolve(
      'profiles: [{ name: a }, { name: b, hosts: [x] }]\naccount: "123456789012"',
      { definitions },
    );
    expect(diagnostics).toEqual([]);
    expect(settings.values.get('profiles.1.bucket')).toMatchObject({
      text: 'b-b-123456789012',
      template: 'b-<<__profiles.1.name__>>-<<__account__>>',
    });
    expect(settings.values.get('profiles.1.hosts.0')?.definition?.key).toBe('profiles.*.hosts.*');
    expect(Object.fromEntries(settings.lists)).toEqual({ profiles: 2, 'profiles.1.hosts': 1 });
  });

  it('may lie in lists, and know the items that they are of', () => {
    const nested = `
      - { key: a.*.x, kind: string }
      - { key: a.*.b.*.y, kind: string }
      - { key: a.*.b.*.c, kind: string, default: "<<__a.*.x__>>/<<__a.*.b.*.y__>>" }`;
    const { settings } = resolve('a: [{ x: p }, { x: q, b: [{ y: r }, { y: s }] }]', { definitions: nested });
    expect(settings.values.get('a.1.b.1.c')?.text).toBe('q/s');
    expect(settings.values.get('a.1.b.0.c')?.template).toBe('<<__a.1.x__>>/<<__a.1.b.0.y__>>');
  });

  it('may have the name of a value', () => {
    const both = '[{ key: role, kind: string }, { key: role.*.n, kind: string }, { key: x, kind: string }]';
    expect(resolve('role: [{ n: x }]', { definitions: both }).diagnostics).toEqual([]);
  });

  it('are empty when nothing is given', () => {
    expect(Object.fromEntries(resolve('a: 1', { definitions }).settings.lists)).toEqual({ profiles: 0 });
    expect(Object.fromEntries(resolve('profiles: []\nx: []', { definitions }).settings.lists)).toEqual({
      profiles: 0,
      x: 0,
    });
  });

  it('need no definition', () => {
    const { settings } = resolve('a: [x, [y]]\nb: { 0: x, 2: y }\nc: { 0: x, n: y }\nd: x\nd.0: y');
    expect(Object.fromEntries(settings.lists)).toEqual({ a: 2, 'a.1': 1 });
  });

  it.each([
    ['profiles.0.name: a\nprofiles.2.name: b', ['BAD_LIST "profiles.2.name"']],
    ['profiles.0.name: a\nprofiles.5.name: c\nprofiles.3.name: b', ['BAD_LIST "profiles.3.name"']],
    ['profiles: [{ name: a, hosts: x }]', ['BAD_LIST "hosts"']],
    ['profiles:', []],
    ['profiles: []\nprofiles.0.name: a', []],
    ['profiles.0.name:', []],
    ['profiles: { name: a }', ['BAD_LIST "name"']],
    ['profiles: team-a', ['BAD_LIST "profiles"']],
    ['domain: [a.b]', ['BAD_LIST "a.b"']],
    ['domain: []', ['BAD_LIST "domain"']],
    ['domain: [{ x: y }]', ['BAD_LIST "x"']],
    ['profiles: [{ owner: a@b.c }]', ['MISSING_SETTING "owner"']],
    ['profiles: [{ name: A }]', ['BAD_VALUE "A"']],
    ['profiles: [{ name: a, ownre: a@b.c }]', ['UNKNOWN_SETTING "ownre"']],
  ])('%j', (text, expected) => {
    expect(marked(text, resolve(text, { definitions }).diagnostics)).toEqual(expected);
  });

  it.each([
    ['profiles.0.name: a\nprofiles.2.name: b', 'profiles.1'],
    ['profiles.1.name: a', 'profiles.0'],
    ['profiles: { name: { first: a } }', 'profiles.0.name.first'],
    ['profiles: team-a', 'profiles.0'],
    ['domain: [a.b]', 'domain with one value'],
  ])('say how they are written: %j', (text, right) => {
    const [{ args } = {}] = resolve(text, { definitions }).diagnostics;
    expect(args?.right).toBe(right);
  });
});
