import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stagedProblems } from '../hooks/staged-files.mjs';

const root = join(import.meta.dirname, '..', '..');
const key = (...parts: string[]) => parts.join('');
const body = `${'A'.repeat(64)}\n`.repeat(4);

describe('what is about to be committed', () => {
  it.each<[string, string, string[]]>([
    ['a.env', `x\nid=${key('AKIA', 'ABCDEFGHIJKLMNOP')}\n`, ['a.env:2 holds an AWS access key']],
    ['a.md', 'AKIAIOSFODNN7EXAMPLE', []],
    ['k.pem', `${key('-----BEGIN ', 'PRIVATE KEY-----')}\n${body}`, ['k.pem:1 holds a private key']],
    ['t.ts', "'-----BEGIN PRIVATE KEY-----\\nMIIB\\n'", []],
    ['t', key('ghp_', 'a'.repeat(36)), ['t:1 holds a GitHub token']],
    ['.npmrc', `//registry.example/:_authToken=${'a'.repeat(36)}`, ['.npmrc:1 holds an npm token']],
    ['.npmrc', `//registry.example/:_authToken=$\{NPM_TOKEN}`, []],
    ['c', key('aws_secret_access_key = ', 'a/b+'.repeat(10)), ['c:1 holds an AWS secret key']],
    ['clusters/x/a.yaml', 'a: 1\nb: <<__c__>>\n', ['clusters/x/a.yaml:2 has an unresolved placeholder']],
    ['distribution/x/a.yaml', 'b: <<__c__>>\n', []],
  ])('%s: %j', (path, text, problems) => {
    expect(stagedProblems([{ path, text }])).toEqual(problems);
  });

  it('could be all that is committed here', () => {
    const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
      .split('\0')
      .filter((path) => path !== '' && statSync(join(root, path), { throwIfNoEntry: false })?.isFile());
    const texts = files.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
    expect(stagedProblems(texts)).toEqual([]);
  });
});
