import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const rules = read('.github/CODEOWNERS')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split(/\s+/));
const tracked = (pattern: string) =>
  execFileSync('git', ['ls-files', '--', `:(glob)${pattern}`], { cwd: root, encoding: 'utf8' });

describe('the code owners', () => {
  it.each(rules.slice(1))('of %s own something', (pattern = '') => {
    expect(tracked(pattern.slice(1) + (pattern.endsWith('/') ? '**' : ''))).not.toBe('');
  });

  it('are there for every folder', () => {
    const folders = tracked('*/**')
      .split('\n')
      .flatMap((path) => (path.includes('/') ? [`/${path.split('/')[0]}/`] : []));
    const owned = new Set(rules.map(([pattern]) => pattern));
    expect([...new Set(folders)].filter((folder) => !owned.has(folder))).toEqual([]);
  });

  it('are teams that CONTRIBUTING.md tells to make', () => {
    const teams = new Set(rules.flatMap(([, ...owners]) => owners));
    expect([...teams].filter((team) => !read('CONTRIBUTING.md').includes(`\`${team}\``))).toEqual([]);
  });
});
