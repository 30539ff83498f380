/** What no formatter of ours looks at: files that are neither code nor JSON. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const repository = join(import.meta.dirname, '..', '..');
const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: repository, encoding: 'utf8' })
  .split('\0')
  .filter((path) => /\.(ya?ml|hbs|md|py|cfg|conf)$/.test(path) && existsSync(join(repository, path)))
  // What is compared byte for byte, or wrong on purpose
  .filter((path) => !/(^|\/)(golden|cases|fixtures?)\//.test(path));
const read = (path: string) => readFileSync(join(repository, path), 'utf8');

describe('text files', () => {
  it('are some', () => {
    expect(tracked.length).toBeGreaterThan(100);
  });

  it.each(tracked)('%s ends with one line end and has no blanks at the end of a line', (path) => {
    const text = read(path);
    expect(text === '' || /[^\n]\n$/.test(text)).toBe(true);
    expect(text.split('\n').filter((line) => /[ \t\r]$/.test(line))).toEqual([]);
  });

  it.each(tracked.filter((path) => /\.(ya?ml|yaml\.hbs)$/.test(path)))('%s has no tab', (path) => {
    expect(read(path)).not.toContain('\t');
  });
});
