import { execFileSync } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kfdist, kfdistJson } from './command.ts';
import { canBuild, mirroredWorkplace } from './mirrored-workplace.ts';
import { emptyFolder, everything, write } from './workplace.ts';

function committed(folder: string): string {
  rmSync(join(folder, '.git'), { recursive: true, force: true });
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      stdio: 'ignore',
    });
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--no-gpg-sign', '--message=a');
  return folder;
}

describe.skipIf(!canBuild)('kfdist diff --built', { timeout: 180_000 }, () => {
  it('says that nothing changes, and touches nothing', async () => {
    const folder = committed(mirroredWorkplace());
    const before = everything(folder);
    const { stdout, exitCode } = await kfdist(folder, ['diff', '--built', '--detailed-exitcode']);
    expect([stdout, exitCode]).toEqual(['# Nothing in the cluster changes since HEAD.\n', 0]);
    expect(everything(folder)).toEqual(before);
  });

  it('shows the objects that a setting changes', async () => {
    const folder = committed(mirroredWorkplace());
    const { stdout, exitCode } = await kfdist(folder, [
      'diff',
      '--built',
      '--set',
      'domain=new.example.com',
      '--detailed-exitcode',
    ]);
    const [head, body] = [stdout.split('\n').slice(0, 2), stdout.split('\n').slice(2)];
    expect(head[0]).toMatch(/^--- a\/\w+\/ConfigMap gateway/);
    expect(body.filter((line) => /^[-+] /.test(line)).join('\n')).toContain('new.example.com');
    expect(exitCode).toBe(2);
  });

  it('warns of fields that cannot change, data and kinds that go, and a kind that comes with its use', async () => {
    const volume = (size: string) =>
      `kind: PersistentVolumeClaim\napiVersion: v1\nmetadata: { name: v, namespace: login }\nspec: { storageClassName: ${size} }\n---\nkind: Namespace\napiVersion: v1\nmetadata: { name: old }\n---\nkind: CustomResourceDefinition\napiVersion: apiextensions.k8s.io/v1\nmetadata: { name: olds.example.com }\nspec: { group: example.com, names: { kind: Old } }\n`;
    const folder = committed(
      mirroredWorkplace('', { 'distribution/login-simple/login.yaml': volume('one') }),
    );
    const kind =
      'kind: CustomResourceDefinition\napiVersion: apiextensions.k8s.io/v1\nmetadata: { name: news.example.com }\nspec: { group: example.com, names: { kind: New } }\n';
    write(folder, {
      'distribution/login-simple/login.yaml': `${volume('two').split('---\n')[0]}---\n${kind}`,
      'distribution/web/new.yaml': 'kind: New\napiVersion: example.com/v1\nmetadata: { name: a }\n',
    });
    const { result } = await kfdistJson(folder, ['diff', '--built']);
    const found = result.diagnostics
      .filter(({ severity }) => severity === 'warning')
      .map(({ code, args }) => `${code} ${args?.object ?? args?.kind}`);
    expect(found.toSorted()).toEqual([
      'DATA_REMOVED Namespace old',
      'IMMUTABLE_FIELD PersistentVolumeClaim login/v',
      'KIND_AND_USE CustomResourceDefinition news.example.com',
      'KIND_REMOVED CustomResourceDefinition olds.example.com',
    ]);
  });

  it('is Markdown for a pull request, with the warnings first and no sensitive value', async () => {
    const folder = committed(mirroredWorkplace());
    const text =
      'kind: ConfigMap\napiVersion: v1\nmetadata: { name: a }\ndata: { key: <<__login.password__>> }\n';
    write(folder, { 'distribution/login-simple/login.yaml': text });
    const set = ['--set', 'login.password=hunter2222', '--set', 'domain=new.example.com'];
    const { stdout } = await kfdist(folder, ['diff', '--built', '--markdown', ...set]);
    expect(stdout).toMatch(/^### What changes in the cluster since `HEAD`\n/);
    expect(stdout).toContain('| Component | added | changed | removed |');
    expect(stdout).toContain('<details>\n<summary>gateway</summary>\n\n```diff\n--- a/gateway/');
    expect(stdout).not.toContain('hunter2222');
  });

  it.each([
    ['is what it was', 'a', 'a', []],
    ['is another one', 'a', 'b', ['DISTRIBUTION_NOT_COMPARED']],
    ['is not said by a lock file', undefined, undefined, ['DISTRIBUTION_NOT_COMPARED']],
  ])(
    'of a package that %s says that it is no part of the revision',
    async (_title, before, after, expected) => {
      const folder = mirroredWorkplace();
      const packagedDistribution = join(emptyFolder(), 'distribution');
      renameSync(join(folder, 'distribution'), packagedDistribution);
      if (before !== undefined) write(folder, { 'package-lock.json': before });
      committed(folder);
      if (after !== undefined) write(folder, { 'package-lock.json': after });
      const { result } = await kfdistJson(folder, ['diff', '--built'], { packagedDistribution });
      expect(result.diagnostics.map(({ code }) => code)).toEqual(expected);
    },
  );

  it('says that there is no such revision', async () => {
    const { result } = await kfdistJson(committed(mirroredWorkplace()), ['diff', '--against', 'nowhere']);
    expect(result.diagnostics.map(({ code }) => code)).toEqual(['NO_REVISION']);
  });
});
