import { describe, expect, it } from 'vitest';
import { localPath, mirrorBases, mirrored, networkMirror, parseRemoteBase } from '../src/index.ts';

const commit = 'a'.repeat(40);

describe('parseRemoteBase', () => {
  it.each([
    [
      `https://github.com/a/b//c/d?timeout=80s&ref=${commit}`,
      { repository: 'https://github.com/a/b', path: 'c/d', ref: commit },
    ],
    ['https://github.com/a/b?ref=v1', { repository: 'https://github.com/a/b', path: '', ref: 'v1' }],
    ['https://github.com/a/b/c/d?ref=v1', { repository: 'https://github.com/a/b', path: 'c/d', ref: 'v1' }],
    ['github.com/a/b/c?ref=v1', { repository: 'https://github.com/a/b', path: 'c', ref: 'v1' }],
    ['github.com/a/b//c', { repository: 'https://github.com/a/b', path: 'c' }],
    [
      'https://git.example.com/x/a/b.git//c?ref=v1',
      { repository: 'https://git.example.com/x/a/b', path: 'c', ref: 'v1' },
    ],
    [
      'https://git.example.com/a/b.git/c/d?ref=v1',
      { repository: 'https://git.example.com/a/b', path: 'c/d', ref: 'v1' },
    ],
    ['git@github.com:a/b//c?ref=v1', { repository: 'git@github.com:a/b', path: 'c', ref: 'v1' }],
    [
      'ssh://git@github.com/a/b.git//c?ref=v1',
      { repository: 'ssh://git@github.com/a/b', path: 'c', ref: 'v1' },
    ],
    [
      'https://git.example.com/a//b/?version=v1',
      { repository: 'https://git.example.com/a', path: 'b', ref: 'v1' },
    ],
    [
      'https://github.com/owner/name/c.github/d?ref=v1',
      { repository: 'https://github.com/owner/name', path: 'c.github/d', ref: 'v1' },
    ],
    ['git@github.com:owner/name/c', { repository: 'git@github.com:owner/name', path: 'c' }],
    ['ssh://git@github.com/owner/name/c', { repository: 'ssh://git@github.com/owner/name', path: 'c' }],
    [
      'https://git.example.com/a/b.git?ref=v1',
      { repository: 'https://git.example.com/a/b', path: '', ref: 'v1' },
    ],
    ['https://a.github.io/b//c///', { repository: 'https://a.github.io/b', path: 'c' }],
    ['https://a.example.com/b//c//d', { repository: 'https://a.example.com/b', path: 'c//d' }],
    [
      'https://github.com/a/b//c.yaml?ref=v1',
      { repository: 'https://github.com/a/b', path: 'c.yaml', ref: 'v1' },
    ],
    ['https://github.com/a/b//c.yaml/d', { repository: 'https://github.com/a/b', path: 'c.yaml/d' }],
  ])('reads the folder of %s', (entry, place) => {
    expect(parseRemoteBase(entry)).toStrictEqual({ kind: 'folder', ...place });
  });

  it('reads files, and which repository they come from if it is known', () => {
    const url = `https://raw.githubusercontent.com/a/b/${commit}/c/d.yaml`;
    expect(parseRemoteBase(url)).toEqual({
      kind: 'file',
      url,
      place: { repository: 'https://github.com/a/b', path: 'c/d.yaml', ref: commit },
    });
    for (const ref of ['refs/heads/main', 'refs/tags/v1', 'v1'])
      expect(parseRemoteBase(`https://raw.githubusercontent.com/a/b/${ref}/c/d.yaml`)).toMatchObject({
        place: { repository: 'https://github.com/a/b', path: 'c/d.yaml', ref },
      });
    for (const other of [
      'https://example.com/a/b.yaml',
      'https://github.com/a/b/releases/download/v1/c.yaml',
      'https://github.com/a/b//c.yml',
      'https://github.com/a/b//c.json',
      'https://example.com/a?ref=v1',
    ])
      expect(parseRemoteBase(other)).toStrictEqual({ kind: 'file', url: other });
  });

  it.each(['../base', 'a.yaml', './github.com', '/srv/base', 'apiVersion: v1\nkind: A'])(
    'leaves %j alone',
    (entry) => {
      expect(parseRemoteBase(entry)).toBeUndefined();
    },
  );
});

describe('mirrored', () => {
  const mirrors = [
    { from: 'https://github.com', to: 'https://git.example.com/github' },
    { from: 'https://github.com/a/b.git', to: '/srv/git/b' },
    { from: 'oci://public.ecr.aws//', to: 'oci://registry.example.com/ecr//' },
    { from: 'ghcr.io', to: 'registry.example.com/ghcr' },
  ];
  it.each([
    ['https://github.com/a/c', 'https://git.example.com/github/a/c'],
    ['https://github.com/a/b', '/srv/git/b'],
    ['https://github.com/a/b/c.git', '/srv/git/b/c'],
    ['https://github.com/a/bc', 'https://git.example.com/github/a/bc'],
    ['https://github.company.com/a/b', 'https://github.company.com/a/b'],
    ['oci://public.ecr.aws/karpenter/karpenter', 'oci://registry.example.com/ecr/karpenter/karpenter'],
    ['ghcr.io/a/b:v1', 'registry.example.com/ghcr/a/b:v1'],
    ['quay.io/a/b.git/', 'quay.io/a/b.git/'],
    ['https://github.com/a/c.gitops', 'https://git.example.com/github/a/c.gitops'],
  ])('reads %s from %s', (address, elsewhere) => {
    expect(mirrored(address, mirrors)).toBe(elsewhere);
  });
});

describe('localPath', () => {
  it.each([
    ['/srv/git', '/srv/git'],
    ['./git', './git'],
    ['../git', '../git'],
    ['file:///srv/git', '/srv/git'],
    ['https://a/b', undefined],
    ['a/b', undefined],
    ['a/./b', undefined],
    ['git+file:///srv/git', undefined],
    ['.git/a', undefined],
  ])('%s', (address, path) => {
    expect(localPath(address)).toBe(path);
  });
});

describe('networkMirror', () => {
  const mirrors = [
    { from: 'https://github.com/a', to: 'https://git.example.com/a' },
    { from: 'https://github.com/a/local', to: '/srv/local' },
    { from: 'https://github.com/a/same', to: 'https://github.com/a/same' },
  ];
  it.each([
    ['https://github.com/a/b', 'https://git.example.com/a/b'],
    ['https://github.com/a/local', undefined],
    ['https://github.com/a/same', undefined],
    ['https://github.com/b', undefined],
  ])('%s', (address, elsewhere) => {
    expect(networkMirror(address, mirrors)).toBe(elsewhere);
  });
});

describe('mirrorBases', () => {
  const mirrors = [
    { from: 'https://github.com/a', to: 'https://git.example.com/a' },
    { from: 'https://github.com/a/local', to: '/srv/local' },
    { from: 'https://example.com/files', to: 'https://files.example.com' },
  ];
  it.each([
    ['- https://github.com/a/b//c?ref=v1', '- https://git.example.com/a/b//c?ref=v1'],
    ['  -   github.com/a/b/c?ref=v1&timeout=80s', '  -   https://git.example.com/a/b//c?ref=v1&timeout=80s'],
    ['- https://github.com/a/b.git//c', '- https://git.example.com/a/b//c'],
    ['- "https://github.com/a/b//c?ref=v1" # pinned', '- "https://git.example.com/a/b//c?ref=v1" # pinned'],
    ["- 'https://github.com/a/b//c'", "- 'https://git.example.com/a/b//c'"],
    ['- https://example.com/files/d.yaml', '- https://files.example.com/d.yaml'],
  ])('names %s by its mirror', (entry, elsewhere) => {
    const text = (one: string) => `resources:\n${one}\n- base\n`;
    expect(mirrorBases(text(entry), mirrors)).toEqual({ text: text(elsewhere), unreachable: [] });
  });

  it.each([
    '- https://github.com/b/c//d?ref=v1',
    '- https://github.com/a/local//d?ref=v1',
    '- https://example.org/d.yaml',
    `- https://raw.githubusercontent.com/b/c/${commit}/d.yaml`,
    '- https://raw.githubusercontent.com/a/local/v1/d.yaml',
    '- url: https://github.com/a/b//c?ref=v1',
    '# https://github.com/a/b//c?ref=v1',
    '- ../base',
    '- "https://github.com/a/b//c',
    '- https://github.com/a/b//c another',
  ])('leaves %s as it is', (text) => {
    expect(mirrorBases(text, mirrors)).toEqual({ text, unreachable: [] });
  });

  it('says which files of the web only have a repository with a mirror', () => {
    const url = `https://raw.githubusercontent.com/a/b/${commit}/c.yaml`;
    const text = `resources:\n- ${url}\n- https://github.com/a/b//c\n`;
    expect(mirrorBases(text, mirrors)).toEqual({
      text: `resources:\n- ${url}\n- https://git.example.com/a/b//c\n`,
      unreachable: [url],
    });
    const reachable = [...mirrors, { from: url, to: 'https://files.example.com/c.yaml' }];
    expect(mirrorBases(`- ${url}\n`, reachable)).toEqual({
      text: '- https://files.example.com/c.yaml\n',
      unreachable: [],
    });
  });
});
