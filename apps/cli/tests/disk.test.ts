import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import { kfdist, type Outcome } from './command.ts';
import { makeReadOnly, mountSmall, remountReadOnly } from './mounted.ts';
import { everything, workplace, write } from './workplace.ts';

function leaveOut({ skip }: TestContext, what: string): void {
  console.log(`left out: ${what}, this machine allows no mounts`);
  skip();
}

function expectRefusal({ stdout, stderr, exitCode }: Outcome, sentence: RegExp): void {
  expect(exitCode).toBe(3);
  expect(stdout).toBe('');
  expect(stderr).toMatch(sentence);
  expect(stderr).toMatch(/^ {2}= help: .+$/m);
  expect(stderr).not.toMatch(/\n\s+at /);
}

const READ_ONLY =
  /^error: .+ could not be written\. .+: (the file system is read-only|permission denied)( \(.+\))?$/m;
const FULL = /^error: .+ could not be written\. .+: there is no space left on the disk( \(.+\))?$/m;

describe('a read-only disk', () => {
  it.for([
    { name: 'where the clusters are', folder: 'clusters', before: [] },
    { name: 'of an existing cluster', folder: 'clusters', before: ['setup'] },
  ])('changes nothing: $name', async ({ folder, before }, context) => {
    const place = workplace();
    mkdirSync(join(place, 'clusters'));
    if (before.length > 0) await kfdist(place, before);
    const known = everything(join(place, 'clusters'));
    if (!makeReadOnly(join(place, folder))) return leaveOut(context, 'a read-only output folder');
    const outcome = await kfdist(place, ['setup', '--set', 'domain=new.example.com']);
    expectRefusal(outcome, READ_ONLY);
    const { [`${folder.slice('clusters/'.length)}/`]: _, ...now } = everything(join(place, 'clusters'));
    const { [`${folder.slice('clusters/'.length)}/`]: __, ...then } = known;
    expect(now).toEqual(then);
  });

  it('changes nothing: of the output folder alone', async (context) => {
    const place = workplace();
    const folder = join(place, 'clusters/example');
    mkdirSync(folder, { recursive: true });
    if (!mountSmall(folder, '1m')) return leaveOut(context, 'an output folder on a disk of its own');
    expect(await kfdist(place, ['setup'])).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await kfdist(place, ['setup'])).toMatchObject({
      stdout: expect.stringContaining('is up to date'),
    });
    const before = everything(join(place, 'clusters'));
    remountReadOnly(folder);
    expectRefusal(await kfdist(place, ['setup', '--set', 'domain=new.example.com']), READ_ONLY);
    expect(everything(join(place, 'clusters'))).toEqual(before);
  });

  it('refuses to render in place', async (context) => {
    const place = workplace({ 'tree/x.yaml': 'a: <<__domain__>>\n' });
    if (!makeReadOnly(place)) return leaveOut(context, 'a read-only tree');
    const before = everything(place);
    expectRefusal(await kfdist(place, ['render', 'tree', '--in-place']), READ_ONLY);
    expect(everything(place)).toEqual(before);
  });

  it('is no hindrance to reading', async (context) => {
    const place = workplace();
    await kfdist(place, ['setup']);
    if (!makeReadOnly(place)) return leaveOut(context, 'a read-only working copy');
    for (const verb of ['check', 'diff', 'apps', 'explain', 'setup'])
      expect(await kfdist(place, [verb])).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

describe('a full disk', () => {
  it.for([16, 40, 64])('of %i kB changes nothing', async (size, context) => {
    const place = workplace();
    mkdirSync(join(place, 'clusters'));
    if (!mountSmall(join(place, 'clusters'), `${size}k`)) return leaveOut(context, 'a full disk');
    const outcome = await kfdist(place, ['setup']);
    expectRefusal(outcome, FULL);
    expect(everything(join(place, 'clusters'))).toEqual({});
  });

  it('changes nothing in an existing tree, and is no hindrance once there is room', async (context) => {
    const place = workplace();
    mkdirSync(join(place, 'clusters'));
    if (!mountSmall(join(place, 'clusters'), '200k')) return leaveOut(context, 'a full disk');
    expect(await kfdist(place, ['setup'])).toMatchObject({ exitCode: 0 });
    const fill = (bytes: number) => writeFileSync(join(place, 'clusters/filler'), Buffer.alloc(bytes, 1));
    for (let left = 200_000; ; left -= 4096) {
      try {
        fill(left);
        break;
      } catch {
        write(place, { 'clusters/filler': '' });
      }
    }
    const before = everything(join(place, 'clusters'));
    const argv = ['setup', '--set', 'domain=new.example.com'];
    expectRefusal(await kfdist(place, argv), FULL);
    expect(everything(join(place, 'clusters'))).toEqual(before);
    fill(0);
    expect(await kfdist(place, argv)).toMatchObject({ exitCode: 0 });
  });
});
