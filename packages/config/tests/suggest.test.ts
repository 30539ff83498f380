import { expect, it } from 'vitest';
import { nearestKey } from '../src/index.ts';

const known = [
  'rds.host',
  'rds.port',
  'cluster_name',
  'git_repo.url',
  'db1.host',
  'profiles.*.name',
  'vpc_id',
  'a',
  'teams.*.members.*.name',
  'four',
];

it.each([
  ['rds.hots', 'rds.host'],
  ['rds.hst', 'rds.host'],
  ['rds.Host', 'rds.host'],
  ['rds_host', 'rds.host'],
  ['rds-host', 'rds.host'],
  ['rdshost', 'rds.host'],
  ['clustername', 'cluster_name'],
  ['cluster-name', 'cluster_name'],
  ['CLUSTER_NAME', 'cluster_name'],
  ['git.repo.url', 'git_repo.url'],
  ['vcp_id', 'vpc_id'],
  ['profiles.7.nmae', 'profiles.7.name'],
  ['teams.1.members.2.nmae', 'teams.1.members.2.name'],
  ['v_p-c_i.d', 'vpc_id'],
  ['v_p-c_i.d.', undefined],
  ['fou', undefined],
  ['rds.host', undefined],
  ['profiles.0.name', undefined],
  ['rds.zone', undefined],
  ['db2.host', undefined],
  ['b', undefined],
  ['', undefined],
  ['profiles.name', undefined],
  ['x'.repeat(100_000), undefined],
])('%s -> %s', (key, expected) => expect(nearestKey(key, known)).toBe(expected));

const letters = 'abcdefghijklmnopqrst';

it.each([
  [3, 0],
  [4, 1],
  [5, 1],
  [6, 2],
  [15, 2],
  [16, 3],
  [20, 3],
])('a key of %i letters may have %i wrong ones', (length, wrong) => {
  const key = letters.slice(0, length);
  const misspelt = (count: number) => key.slice(0, length - count) + '!'.repeat(count);
  expect(nearestKey(misspelt(wrong + 1), [key])).toBeUndefined();
  expect(nearestKey(misspelt(wrong), ['other', key])).toBe(wrong === 0 ? undefined : key);
});

it('takes the nearest, wherever it stands', () => {
  const keys = ['platform.domain', 'platform.dumain', 'platform.doma!!'];
  for (const list of [keys, keys.toReversed()])
    expect(nearestKey('platform.domainn', list)).toBe('platform.domain');
});

it('compares no more letters than a key has', () => {
  const key = 'k'.repeat(200);
  expect(nearestKey(`${key.slice(1)}x`, [key])).toBe(key);
  expect(nearestKey(`${key}x`, [key])).toBeUndefined();
});

it('does not depend on the order of what is known', () => {
  const pair = ['rds.hosa', 'rds.hosb'];
  expect(nearestKey('rds.hosc', pair)).toBe('rds.hosa');
  expect(nearestKey('rds.hosc', pair.toReversed())).toBe('rds.hosa');
});
