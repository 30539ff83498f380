import { describe, expect, it } from 'vitest';
import { localPath, mirrored, parseRemoteBase } from '../src/index.ts';

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
  ])('reads the folder of %s', (entry, place) => {
    expect(parseRemoteBase(entry)).toEqual({ kind: 'folder', ...place });
  });

  it('reads files, and which repository they come from if it is known', () => {
    const url = `https://raw.githubusercontent.com/a/b/${commit}/c/d.yaml`;
    expect(parseRemoteBase(url)).toEqual({
      kind: 'file',
      url,
      place: { repository: 'https://github.com/a/b', path: 'c/d.yaml', ref: commit },
    });
    for (const other of [
      'https://example.com/a/b.yaml',
      'https://github.com/a/b/releases/download/v1/c.yaml',
    ])
      expect(parseRemoteBase(other)).toEqual({ kind: 'file', url: other });
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
    { from: 'oci://public.ecr.aws/', to: 'oci://registry.example.com/ecr/' },
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
  ])('%s', (address, path) => {
    expect(localPath(address)).toBe(path);
  });
});
