import { cpSync, lstatSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readTree } from '@kfdist/platform/node';
import { onTestFinished } from 'vitest';

const repository = join(import.meta.dirname, '..', '..', '..');

/** The settings that the small distribution needs. */
export const SETTINGS = `cluster_name: example
aws_account_id: "123456789012"
aws_region: eu-central-1
domain: ml.example.com
git_repo.url: https://github.com/example/platform.git
profiles: [{ name: team-a, owner: ada@example.com }]
`;

/** The same in the flat form, without a final newline. */
export const SETUP_CONF = `<<__cluster_name__>>=example
<<__aws_account_id__>>="123456789012"
<<__aws_region__>>=eu-central-1
<<__domain__>>=ml.example.com
<<__git_repo.url__>>=https://github.com/example/platform.git
<<__profiles.0.name__>>=team-a
<<__profiles.0.owner__>>=ada@example.com`;

/** An empty folder that is gone when the test is over. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kfdist-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A working copy with the small distribution, `kfdist.yaml`, and some files more. */
export function workplace(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = emptyFolder();
  mkdirSync(join(folder, '.git'));
  cpSync(join(repository, 'tests', 'fixture-distribution'), join(folder, 'distribution'), {
    recursive: true,
  });
  write(folder, { 'kfdist.yaml': SETTINGS, ...files });
  return folder;
}

/** Writes files below a folder, and the folders that they need. */
export function write(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** Everything below a folder, byte for byte: folders, links, modes and contents by path. */
export function everything(folder: string): Readonly<Record<string, string>> {
  const { files, folders } = readTree(folder, { without: [] });
  const modeOf = (path: string) => (lstatSync(join(folder, path)).mode & 0o777).toString(8);
  return Object.fromEntries([
    ...folders.map((path) => [`${path}/`, modeOf(path)]),
    ...files.map(({ path, bytes, symlink }) => [
      path,
      symlink === undefined
        ? `${modeOf(path)} ${Buffer.from(bytes).toString('latin1')}`
        : `link to ${symlink}`,
    ]),
  ]);
}

/** The bytes of the files below a folder, by path. */
export function contents(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readTree(folder).files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString('latin1')]),
  );
}

/** The texts of the files below a folder, by path. */
export function texts(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readTree(folder).files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString('utf8')]),
  );
}
