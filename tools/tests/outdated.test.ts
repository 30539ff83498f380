import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { heldBack, isHeld, movedPackage, outdatedPackages } from '../outdated/packages.mjs';
import { isNewer, newest, releasesOf, rowOf, tagsIn } from '../outdated/releases.mjs';
import { movedUpstream } from '../outdated/upstreams.mjs';

const root = join(import.meta.dirname, '..', '..');
const chart = {
  name: 'x',
  announced: 'https://example.com',
  chart: 'x',
  version: '2.9.0',
  source: { git: 'https://github.com/a/x', tag: 'helm-chart-2.9.0', path: 'x' },
};
const git = { name: 'y', announced: 'https://example.com', git: 'https://github.com/a/y', release: 'v3.7.3' };

describe('an upstream', () => {
  it.each([
    ['1.10.0', '1.9.9', true],
    ['v2.0', '1.9.9', true],
    ['1.9.9', '1.10.0', false],
    ['1.2', '1.2.0', false],
    ['1.2.0.1', '1.2', true],
    ['1.2.0', 'v1.2.0', false],
  ])('%s is newer than %s: %s', (version, than, is) => {
    expect(isNewer(version, than)).toBe(is);
  });

  it('has the tags that are written like the pinned one, and no candidates', () => {
    const { pattern } = releasesOf(chart) ?? { pattern: /$^/ };
    expect(newest(['helm-chart-2.10.0', 'helm-chart-2.11.0-rc1', 'v3.0.0', '9.0.0'], pattern)).toBe('2.10.0');
    expect(newest(['v3.0.0'], pattern)).toBeUndefined();
  });

  it('has the commits of annotated tags', () => {
    const listed = 'aa\trefs/tags/v1\nbb\trefs/tags/v2\ncc\trefs/tags/v2^{}\n';
    expect([...tagsIn(listed)]).toEqual([
      ['v1', 'aa'],
      ['v2', 'cc'],
    ]);
  });

  it.each<[string, Parameters<typeof rowOf>[0], readonly string[], object | undefined]>([
    [
      'a newer chart',
      chart,
      ['helm-chart-2.9.1'],
      {
        name: 'x',
        now: '2.9.0',
        newest: '2.9.1',
        note: chart.announced,
        tag: 'helm-chart-2.9.1',
        commit: 'c0',
      },
    ],
    ['the newest', git, ['v3.7.3', 'v3.7.2', 'latest'], undefined],
    [
      'no such tag',
      git,
      ['3.7.3'],
      { name: 'y', now: 'v3.7.3', note: `no tag like the pinned one: ${git.announced}` },
    ],
    [
      'an image',
      { name: 'z', announced: 'https://example.com', image: 'example.com/z', version: '1' },
      [],
      { name: 'z', now: '1', note: 'an image: https://example.com' },
    ],
  ])('is told: %s', async (_, upstream, tags, row) => {
    const found = await rowOf(upstream, async () => new Map(tags.map((tag, index) => [tag, `c${index}`])));
    expect(found).toEqual(row);
  });

  it('that cannot be seen is told, and does not hide the others', async () => {
    const row = await rowOf(git, () => Promise.reject(new Error('git failed\nno such host')));
    expect(row).toEqual({ name: 'y', now: 'v3.7.3', note: 'not seen: no such host' });
  });
});

describe('npm packages', () => {
  it('are told with who uses them, where they are behind', () => {
    const uses = (...dependents: string[]) =>
      dependents.map((dependent) => ({ current: '1.0.0', latest: '2.0.0', dependent }));
    const text = JSON.stringify({
      a: uses('cli', 'iam', 'cli'),
      b: uses('cli')[0],
      c: { current: '1.0.0', latest: '1.0.0' },
    });
    expect(outdatedPackages(text)).toEqual([
      { name: 'a', now: '1.0.0', newest: '2.0.0', note: 'cli, iam' },
      { name: 'b', now: '1.0.0', newest: '2.0.0', note: 'cli' },
    ]);
  });

  it.each([
    ['', 'not seen: npm said nothing'],
    ['{"error":{"code":"ENOTFOUND","summary":"no such host"}}', 'not seen: no such host'],
  ])('that cannot be seen are told: %j', (text, note) => {
    expect(outdatedPackages(text)).toEqual([{ name: 'npm packages', now: '', note }]);
  });

  it('are held back as the update bot holds them back', () => {
    const held = heldBack(JSON.parse(readFileSync(join(root, 'renovate.json'), 'utf8')));
    const names = ['nx', '@nx/js', 'vitest', '@vitest/expect', 'yaml', 'nx-other'];
    expect(names.filter((name) => isHeld(name, held))).toEqual(['nx', '@nx/js', 'vitest', '@vitest/expect']);
  });

  it('move wherever they are asked for, as they were asked for', () => {
    const before = `{"a": "^1.0.0", "a-b": "1.0.0", "@x/a": "1.0.0", "b": "npm:a@1.0.0"}`;
    const files = new Map([
      ['package.json', before],
      ['apps/cli/package.json', '{"a": "1.0.0"}'],
      ['distribution/x.yaml', '"a": "1.0.0"'],
    ]);
    expect([...movedPackage({ name: 'a', newest: '2.0.0' }, files).values()]).toEqual([
      before.replace('^1.0.0', '^2.0.0'),
      '{"a": "2.0.0"}',
      '"a": "1.0.0"',
    ]);
  });
});

describe('a prepared change', () => {
  const files = new Map(
    readdirSync(join(root, 'distribution'), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(?:ya?ml|hbs)$/.test(path))
      .map((path) => [`distribution/${path}`, readFileSync(join(root, 'distribution', path), 'utf8')]),
  );
  const pins = 'distribution/upstreams.yaml';
  interface Pin {
    readonly name: string;
    readonly commit?: string;
    readonly version?: string;
    readonly release?: string;
    readonly image?: string;
    readonly source?: { readonly tag: string };
  }
  const listed = (texts: ReadonlyMap<string, string>) =>
    (parse(texts.get(pins) ?? '') as { readonly upstreams: readonly Pin[] }).upstreams;
  const countOf = (texts: ReadonlyMap<string, string>, word: string) =>
    [...texts].filter(([path]) => path !== pins).flatMap(([, text]) => text.split(word).slice(1)).length;

  const movable = listed(files).filter(({ image }) => image === undefined);

  const to = { newest: '99.1.2', tag: 'v99.1.2', commit: 'f'.repeat(40) };
  const others = (texts: ReadonlyMap<string, string>, but: Pin) =>
    listed(texts).filter(({ name }) => name !== but.name);

  it.each(movable)('moves the pin of $name, and no other', (pin) => {
    const moved = movedUpstream(to, pin, files);
    expect(others(moved, pin)).toEqual(others(files, pin));
    const { source } = pin;
    expect(listed(moved).find(({ name }) => name === pin.name)).toEqual(
      pin.commit === undefined
        ? { ...pin, version: '99.1.2', source: { ...source, tag: 'v99.1.2' } }
        : { ...pin, commit: to.commit, release: 'v99.1.2' },
    );
  });

  it.each(movable)('moves everything that names $name', (pin) => {
    const moved = movedUpstream(to, pin, files);
    const [before, after] =
      pin.commit === undefined ? [`version: ${pin.version}`, 'version: 99.1.2'] : [pin.commit, to.commit];
    expect(countOf(moved, after)).toBeGreaterThan(0);
    expect(countOf(moved, after) + countOf(moved, before)).toBe(countOf(files, before));
  });
});
