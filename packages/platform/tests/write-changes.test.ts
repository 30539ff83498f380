import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type TreeFile, textFile, toChanges } from '../src/index.ts';
import { readExisting, readTree, replaceFiles, WriteError, writeChanges } from '../src/node/index.ts';

let base = '';
let out = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'kfdist-'));
  out = join(base, 'clusters', 'example');
  mkdirSync(join(base, 'clusters'));
});

const files = (texts: Record<string, string>) =>
  Object.entries(texts).map(([path, text]) => textFile(path, text));
const write = (wanted: readonly TreeFile[], overwrite = false) => {
  const set = toChanges(wanted, readExisting(out, 'out').existing, { overwrite });
  writeChanges(out, set);
  return set;
};
const onDisk = () =>
  Object.fromEntries(
    readTree(out)
      .files.filter(({ path }) => path !== '.kfdist.json')
      .map(({ path, bytes }) => [path, Buffer.from(bytes).toString()]),
  );

describe('writeChanges', () => {
  it('creates, updates and deletes, and leaves no trace beside the folder', () => {
    write(files({ 'a/x.yaml': '1', 'b/y.yaml': '2' }));
    write(files({ 'a/x.yaml': '3', 'c/z.yaml': '4' }));
    expect(onDisk()).toEqual({ 'a/x.yaml': '3', 'c/z.yaml': '4' });
    expect(existsSync(join(out, 'b'))).toBe(false);
    expect(readTree(join(base, 'clusters')).files.every(({ path }) => path.startsWith('example/'))).toBe(
      true,
    );
  });

  it('keeps what it did not write', () => {
    write(files({ 'a.yaml': '1' }));
    writeFileSync(join(out, 'notes.md'), 'mine');
    write([]);
    expect(onDisk()).toEqual({ 'notes.md': 'mine' });
  });

  it('makes a folder of a file of ours, and a file of a folder', () => {
    write(files({ a: '1', 'b/c/d': '1' }));
    expect(write(files({ 'a/x/y': '2', b: '2' })).diagnostics).toEqual([]);
    expect(onDisk()).toEqual({ 'a/x/y': '2', b: '2' });
    write(files({ a: '1', 'b/c/d': '1' }));
    expect(onDisk()).toEqual({ a: '1', 'b/c/d': '1' });
  });

  it('keeps a folder in which somebody else keeps files', () => {
    write(files({ 'a/x': '1' }));
    writeFileSync(join(out, 'a', 'notes'), 'mine');
    const { diagnostics } = toChanges(files({ a: '2' }), readExisting(out, 'out').existing);
    expect(diagnostics.map(({ code }) => code)).toEqual(['BLOCKED_PATH']);
    write([]);
    expect(onDisk()).toEqual({ 'a/notes': 'mine' });
  });

  it('clears up after a run that was killed at the very end', () => {
    write(files({ a: '1' }));
    mkdirSync(join(base, 'clusters', '.example.kfdist-staging', 'old'), { recursive: true });
    expect(toChanges(files({ a: '1' }), readExisting(out, 'out').existing).isUnfinished).toBe(true);
    write(files({ a: '1' }));
    expect(readdirSync(join(base, 'clusters'))).toEqual(['example']);
  });

  it('keeps modes, links and bytes', () => {
    const bytes = Uint8Array.from([0, 255, 10, 13]);
    write([
      { path: 'run.sh', bytes, executable: true },
      { path: 'link', bytes: new Uint8Array(), symlink: 'run.sh' },
    ]);
    expect(statSync(join(out, 'run.sh')).mode & 0o100).toBe(0o100);
    expect(readTree(out).files.find(({ path }) => path === 'link')?.symlink).toBe('run.sh');
    expect(new Uint8Array(readFileSync(join(out, 'run.sh')))).toEqual(bytes);
    expect(
      write(readTree(out).files.filter(({ path }) => path !== '.kfdist.json')).changes.every(
        ({ type }) => type === 'unchanged',
      ),
    ).toBe(true);
  });

  it('keeps a file read-only that was read-only', () => {
    write(files({ a: '1' }));
    chmodSync(join(out, 'a'), 0o444);
    write(files({ a: '2' }));
    expect(statSync(join(out, 'a')).mode & 0o777).toBe(0o444);
    expect(onDisk()).toEqual({ a: '2' });
  });

  it('puts everything back when a step fails', () => {
    write(files({ a: '1', gone: '1' }));
    writeFileSync(join(out, 'b'), 'a file where a folder must be');
    const { existing } = readExisting(out, 'out');
    const set = toChanges(files({ a: '2', 'b/c': '2' }), existing);
    const before = onDisk();
    expect(() => writeChanges(out, set)).toThrow(WriteError);
    expect(onDisk()).toEqual(before);
    expect(readExisting(out, 'out').existing.records).toHaveLength(1);
  });

  it('changes nothing when there is no room for the staging folder', () => {
    writeFileSync(join(base, 'blocked'), '');
    const set = toChanges(files({ a: '1' }), readExisting(join(base, 'blocked', 'x'), 'out').existing);
    expect(() => writeChanges(join(base, 'blocked', 'x'), set)).toThrow(/Nothing was changed/);
  });
});

describe('replaceFiles', () => {
  it('replaces in place without a record, modes kept', () => {
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, 'a.sh'), 'old', { mode: 0o755 });
    const before = readTree(out).files[0];
    if (before === undefined) throw new Error('nothing was written');
    replaceFiles(out, [
      { type: 'update', path: 'a.sh', before, file: { ...before, bytes: Buffer.from('new') } },
    ]);
    expect(onDisk()).toEqual({ 'a.sh': 'new' });
    expect(statSync(join(out, 'a.sh')).mode & 0o777).toBe(0o755);
    expect(existsSync(join(out, '.kfdist.json'))).toBe(false);
  });
});

describe('readTree', () => {
  it('keeps links as links, never follows them, and leaves .git out', () => {
    mkdirSync(join(out, '.git'), { recursive: true });
    writeFileSync(join(out, '.git', 'HEAD'), 'x');
    writeFileSync(join(base, 'outside'), 'secret');
    symlinkSync('../../outside', join(out, 'link'));
    symlinkSync('..', join(out, 'up'));
    expect(readTree(out).files).toMatchObject([
      { path: 'link', symlink: '../../outside' },
      { path: 'up', symlink: '..' },
    ]);
  });

  it('reads a folder that is not there as an empty one', () => {
    expect(readTree(join(base, 'nowhere'))).toEqual({ files: [], folders: [] });
  });
});
