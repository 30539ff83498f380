import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { kfdist } from './command.ts';
import { emptyFolder, everything, texts, write } from './workplace.ts';

const preload = join(import.meta.dirname, 'killed-write.mjs');

const SMALL = {
  'distribution/settings.yaml': `settings:
  - { key: cluster_name, kind: string, summary: Name, example: x }
  - { key: git_repo.url, kind: git-url, summary: Repository, example: "https://example.com/x.git" }
  - { key: git_repo.target_revision, kind: string, summary: Revision, default: main }
  - { key: git_repo.path, kind: string, summary: Folder, default: clusters/c }
  - { key: colour, kind: string, summary: Colour, default: red }
`,
  'distribution/a/component.yaml':
    'name: a\nsummary: A\ncategory: storage\nsource: { manifests: {} }\nnamespace: { name: a }\n',
  'distribution/a/x.yaml': 'colour: <<__colour__>>\n',
  'distribution/a/same.yaml': 'same: true\n',
  'distribution/b/component.yaml':
    'name: b\nsummary: B\ncategory: storage\nsource: { manifests: {} }\nenabled: false\n',
  'distribution/b/deep/y.yaml': 'colour: <<__colour__>>\n',
};
const OLD = 'cluster_name: c\ngit_repo.url: https://example.com/x.git\ncomponents.b: true\n';
const NEW = 'cluster_name: c\ngit_repo.url: https://example.com/x.git\ncolour: blue\n';

interface Kill {
  readonly at: number;
  readonly halfway: boolean;
}

/** Runs setup in a process that dies at one of its calls; says whether it lived. */
function survives(folder: string, { at, halfway }: Kill): boolean {
  const { signal, status, stderr } = spawnSync(
    process.execPath,
    ['--import', preload, inject('kfdist'), 'setup', '-f', 'kfdist.yaml'],
    {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, KILL_AT: String(at), KILL_HALFWAY: halfway ? 'yes' : 'no' },
    },
  );
  if (signal === 'SIGKILL') return false;
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.not.stringContaining('error') });
  return true;
}

async function small(...settings: readonly string[]): Promise<string> {
  const folder = emptyFolder();
  write(folder, { ...SMALL, '.git/HEAD': '' });
  for (const text of settings) {
    write(folder, { 'kfdist.yaml': text });
    const { exitCode, stderr } = await kfdist(folder, ['setup']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.any(String) });
  }
  return folder;
}

/** The folder of all clusters, with the traces that a run may have left there. */
const clusters = (folder: string) => everything(join(folder, 'clusters'));

async function finish(folder: string, settings: string) {
  write(folder, { 'kfdist.yaml': settings });
  const { exitCode, stderr } = await kfdist(folder, ['setup']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.not.stringContaining('HAND_EDITED') });
  return clusters(folder);
}

/** Every file is as it was or as it shall be, byte for byte. */
function expectWholeFiles(folder: string, known: readonly Readonly<Record<string, string>>[]): void {
  for (const [path, text] of Object.entries(texts(join(folder, 'clusters/c'))))
    expect(known.map((tree) => tree[`c/${path}`])).toContain(text);
}

async function copyOf(folder: string): Promise<string> {
  const copy = emptyFolder();
  cpSync(folder, copy, { recursive: true });
  return copy;
}

describe('a run that is killed', { timeout: 600_000 }, () => {
  const runs = [
    { name: 'the first run', before: [], to: OLD, other: NEW },
    { name: 'an update that deletes', before: [OLD], to: NEW, other: OLD },
  ];
  const cases = runs.flatMap((run) => [false, true].map((halfway) => ({ ...run, halfway })));

  it.each(cases)('is completed by the next: $name, halfway $halfway', async (run) => {
    const trees: Readonly<Record<string, string>> = { [OLD]: await small(OLD), [NEW]: await small(NEW) };
    const clean = (settings: string) => clusters(trees[settings] ?? '');
    const known = [OLD, NEW].map((settings) => texts(join(trees[settings] ?? '', 'clusters')));
    const start = await small(...run.before);
    write(start, { 'kfdist.yaml': run.to });
    let killed = 0;
    for (let at = 1; ; at++, killed++) {
      const folder = await copyOf(start);
      if (survives(folder, { at, halfway: run.halfway })) break;
      expectWholeFiles(folder, known);
      const other = await copyOf(folder);
      expect(await finish(folder, run.to)).toEqual(clean(run.to));
      expect(await finish(other, run.other)).toEqual(clean(run.other));
      for (const done of [folder, other]) rmSync(done, { recursive: true });
    }
    expect(killed).toBeGreaterThan(run.halfway ? 5 : 30);
  });

  it('is completed even if the next one is killed too', async () => {
    const clean = clusters(await small(OLD));
    const known = [OLD, NEW].map(async (settings) => texts(join(await small(settings), 'clusters')));
    const start = await small(OLD);
    write(start, { 'kfdist.yaml': NEW });
    for (let at = 24; survives(start, { at, halfway: false }); at--);
    write(start, { 'kfdist.yaml': OLD });
    for (let at = 1; ; at++) {
      const folder = await copyOf(start);
      if (survives(folder, { at, halfway: true })) break;
      expectWholeFiles(folder, await Promise.all(known));
      expect(await finish(folder, OLD)).toEqual(clean);
      rmSync(folder, { recursive: true });
    }
  });
});
