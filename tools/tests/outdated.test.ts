import { describe, expect, it } from 'vitest';
import { isNewer, newest, releasesOf, rowOf } from '../outdated.mjs';

const chart = {
  name: 'x',
  announced: 'https://example.com',
  chart: 'x',
  version: '2.9.0',
  source: { git: 'https://github.com/a/x', tag: 'helm-chart-2.9.0', path: 'x' },
};
const git = { name: 'y', announced: 'https://example.com', git: 'https://github.com/a/y', release: 'v3.7.3' };

describe('outdated', () => {
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

  it('takes tags that are written like the pinned one, and no candidates', () => {
    const { pattern } = releasesOf(chart) ?? { pattern: /$^/ };
    expect(newest(['helm-chart-2.10.0', 'helm-chart-2.11.0-rc1', 'v3.0.0', '9.0.0'], pattern)).toBe('2.10.0');
    expect(newest(['v3.0.0'], pattern)).toBeUndefined();
  });

  it.each<[string, Parameters<typeof rowOf>[0], readonly string[], readonly string[] | undefined]>([
    ['a newer chart', chart, ['helm-chart-2.9.1'], ['x', '2.9.0', '2.9.1', chart.announced]],
    ['the newest', git, ['v3.7.3', 'v3.7.2', 'latest'], undefined],
    ['no such tag', git, ['3.7.3'], ['y', 'v3.7.3', '?', `no tag like the pinned one: ${git.announced}`]],
    [
      'an image',
      { name: 'z', announced: 'https://example.com', image: 'example.com/z', version: '1' },
      [],
      ['z', '1', '?', 'an image: https://example.com'],
    ],
  ])('says of %s what is known', async (_, upstream, tags, row) => {
    expect(await rowOf(upstream, async () => tags)).toEqual(row);
  });

  it('goes on when an upstream cannot be seen', async () => {
    const row = await rowOf(git, () => Promise.reject(new Error('git failed\nno such host')));
    expect(row).toEqual(['y', 'v3.7.3', '?', 'not seen: no such host']);
  });
});
