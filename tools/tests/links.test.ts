/** Every link between the pages of the repository, to a file and to a heading. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { anchorsOf, linksOf } from '../docs/markdown.mjs';

const repository = join(import.meta.dirname, '..', '..');
const read = (path: string) => readFileSync(join(repository, path), 'utf8');
const pages = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: repository,
  encoding: 'utf8',
})
  .split('\0')
  .filter((path) => path !== '' && existsSync(join(repository, path)))
  // What is compared byte for byte, or wrong on purpose
  .filter((path) => !/(^|\/)(golden|cases|fixtures?)\//.test(path));

/** What a link of a page leads to, and is not there. */
function missing(page: string, target: string): string | undefined {
  const [, file = '', anchor = ''] = /^([^#]*)#?(.*)$/.exec(target) ?? [];
  const path = file === '' ? page : normalize(join(page, '..', decodeURI(file)));
  if (path.startsWith('..') || !existsSync(join(repository, path))) return `${target}: no such file`;
  if (anchor === '') return undefined;
  return anchorsOf(read(path)).has(anchor) ? undefined : `${target}: no such heading`;
}

describe('links', () => {
  it('are found, and what they miss is said', () => {
    expect(linksOf('[a](b.md#c) ![d](e.png) `[f](g)` [h](https://i.example) [j](#k)')).toEqual([
      'b.md#c',
      'e.png',
      '#k',
    ]);
    expect(missing('README.md', 'nowhere.md')).toBe('nowhere.md: no such file');
    expect(missing('README.md', 'ARCHITECTURE.md#nowhere')).toBe('ARCHITECTURE.md#nowhere: no such heading');
    expect([...anchorsOf('# A `b.c`, d!\n## Twice\n## Twice\n```sh\n# no\n```\n')]).toEqual([
      'a-bc-d',
      'twice',
      'twice-1',
    ]);
  });

  it.each(pages)('of %s lead somewhere', (page) => {
    expect(linksOf(read(page)).flatMap((target) => missing(page, target) ?? [])).toEqual([]);
  });

  it('of the table of contents name every page of docs', () => {
    const named = linksOf(read('docs/README.md')).map((target) =>
      normalize(join('docs', target.replace(/#.*/, ''))),
    );
    const all = pages.filter((path) => path.startsWith('docs/') && path !== 'docs/README.md');
    const folders = named.filter((path) => path.endsWith('/'));
    expect(
      all.filter((path) => !named.includes(path) && !folders.some((one) => path.startsWith(one))),
    ).toEqual([]);
  });
});
