import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { redact } from '../src/index.ts';
import { writePrivateFile } from '../src/seal/index.ts';

const text = redact('hunter2hunter2\n');
const folder = () => mkdtempSync(join(tmpdir(), 'kfdist-private-'));

function repository(): string {
  const path = folder();
  execFileSync('git', ['init', '-q', path]);
  writeFileSync(join(path, '.gitignore'), '/private/\n*.secret\n');
  mkdirSync(join(path, 'private'));
  mkdirSync(join(path, 'public'));
  return path;
}

describe('writePrivateFile', () => {
  it('writes for the owner only', async () => {
    const path = join(folder(), 'logins.txt');
    await writePrivateFile(path, text);
    expect(readFileSync(path, 'utf8')).toBe(text.reveal());
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('never writes over a file', async () => {
    const path = join(folder(), 'logins.txt');
    writeFileSync(path, 'mine');
    await expect(writePrivateFile(path, text)).rejects.toThrow(/exists already and is not overwritten/);
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });

  it.each([
    ['public/key.yaml', false],
    ['key.yaml', false],
    ['private/key.yaml', true],
    ['public/key.secret', true],
  ])('writes %s inside a work tree: %s', async (file, written) => {
    const path = join(repository(), file);
    const failure: unknown = await writePrivateFile(path, text).catch((error: unknown) => error);
    expect(existsSync(path)).toBe(written);
    expect(String(failure).includes('Git work tree')).toBe(!written);
  });

  it('is not led into a work tree by a symbolic link', async () => {
    const link = join(folder(), 'link');
    symlinkSync(join(repository(), 'public'), link);
    await expect(writePrivateFile(join(link, 'key.yaml'), text)).rejects.toThrow(/Git work tree/);
  });

  it('refuses inside a work tree where Git cannot be asked', async () => {
    const path = join(repository(), 'private/key.yaml');
    const failing = async () => await Promise.resolve({ status: 128, stdout: '', stderr: '' });
    await expect(writePrivateFile(path, text, failing)).rejects.toThrow(/Git work tree/);
    expect(existsSync(path)).toBe(false);
  });

  it('says so where the folder is missing', async () => {
    await expect(writePrivateFile(join(folder(), 'a/b'), text)).rejects.toThrow(
      /folder of .* does not exist/,
    );
  });

  it.skipIf(process.platform !== 'linux')('says so where the folder cannot be written', async () => {
    await expect(writePrivateFile('/proc/kfdist-private-file', text)).rejects.toThrow(/cannot be written/);
  });

  it('says so where the name is a folder', async () => {
    await expect(writePrivateFile(folder(), text)).rejects.toThrow(/is not overwritten|cannot be written/);
  });
});
