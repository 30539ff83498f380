import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { Loose } from './platform.ts';

const folders = [
  process.env.KFDIST_TOOLS,
  join(import.meta.dirname, '../../../.tools/bin'),
  ...(process.env.PATH ?? '').split(delimiter),
];

/** The path of kubeconform; undefined and said so if there is none. */
export function findKubeconform(proves: string): string | undefined {
  const found = folders
    .flatMap((folder) => (folder ? [join(folder, 'kubeconform')] : []))
    .find((path) => existsSync(path));
  if (found === undefined)
    console.warn(
      `left out: ${proves}, kubeconform is not installed (node tools/install-tools.mjs kubeconform)`,
    );
  return found;
}

/** What kubeconform says against each object, `undefined` where it is valid; throws where it could not judge. */
export function judge(
  program: string,
  objects: readonly Loose[],
  schemas: ReadonlyMap<string, Loose>,
): readonly (string | undefined)[] {
  const folder = mkdtempSync(join(tmpdir(), 'kfdist-kubeconform-'));
  try {
    for (const key of new Set(objects.map(({ apiVersion, kind }) => `${apiVersion}/${kind}`)))
      write(join(folder, 'schemas', `${key.toLowerCase()}.json`), schemas.get(key));
    for (const [index, object] of objects.entries()) write(join(folder, 'objects', `${index}.json`), object);
    const location = `${folder}/schemas/{{ if ne .Group .ResourceAPIVersion }}{{ .Group }}/{{ end }}{{ .ResourceAPIVersion }}/{{ .ResourceKind }}.json`;
    return verdicts(run(program, ['-schema-location', location, join(folder, 'objects')]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function write(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(value));
}

interface Judged {
  readonly filename: string;
  readonly status: string;
  readonly msg: string;
}

function verdicts(resources: readonly Judged[]): readonly (string | undefined)[] {
  const found: (string | undefined)[] = [];
  for (const { filename, status, msg } of resources) {
    // It reads the name and namespace before it asks the schema
    const isRead = !msg.includes('error while parsing');
    if (isRead && status !== 'statusValid' && status !== 'statusInvalid')
      throw new Error(`${filename}: ${msg}`);
    found[Number.parseInt(filename.slice(filename.lastIndexOf('/') + 1), 10)] =
      status === 'statusValid' ? undefined : msg;
  }
  return found;
}

/** kubeconform exits with 1 where it finds something. */
function run(program: string, args: readonly string[]): readonly Judged[] {
  const options = { encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
  try {
    return JSON.parse(execFileSync(program, ['-verbose', '-output', 'json', ...args], options)).resources;
  } catch (error) {
    const { stdout } = error as { readonly stdout?: string };
    if (!stdout) throw error;
    return JSON.parse(stdout).resources;
  }
}
