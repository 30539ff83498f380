import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openCheckouts } from '../src/build/checkouts.ts';
import { findTool } from '../src/build/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'kfdist-checkouts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const upstream = join(folder, 'upstream');
const git = (...args: readonly string[]) =>
  execFileSync('git', ['-C', upstream, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args]);
mkdirSync(join(upstream, 'base', 'inner'), { recursive: true });
mkdirSync(join(upstream, 'released'));
writeFileSync(join(upstream, 'base', 'inner', 'a.yaml'), 'a');
writeFileSync(join(upstream, 'released', 'crds.yaml'), 'crds');
symlinkSync('../../released/crds.yaml', join(upstream, 'base', 'inner', 'crds.yaml'));
git('init', '--quiet');
git('add', '--all');
git('commit', '--quiet', '--no-gpg-sign', '--message', 'all');
const found = await findTool('git', { cwd: folder, cacheFolder: folder });

const repository = 'https://git.example.com/upstream';
const opened = (cache: string) => {
  if ('diagnostic' in found) throw new Error(found.diagnostic.message);
  const mirrors = [{ from: repository, to: upstream }];
  return openCheckouts({ git: found.tool, cacheFolder: join(folder, cache), cwd: folder, mirrors });
};

describe('a checkout', () => {
  it('of a folder grows to the folders around it, past links that led nowhere', async () => {
    const { find } = opened('grows');
    const inner = await find({ repository, path: 'base/inner' });
    expect(readdirSync(inner)).toEqual(['a.yaml', 'crds.yaml']);
    const whole = await find({ repository, path: '' });
    expect(readFileSync(join(whole, 'base', 'inner', 'crds.yaml'), 'utf8')).toBe('crds');
  });

  it('is written by several at once', async () => {
    const places = ['base/inner', 'base', ''].map(
      async (path) => await opened('at-once').find({ repository, path }),
    );
    const [inner = ''] = await Promise.all(places);
    expect(readFileSync(join(inner, 'crds.yaml'), 'utf8')).toBe('crds');
  });
});
