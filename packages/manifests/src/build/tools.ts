import {
  accessSync,
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import type { Diagnostic } from '@kfdist/diagnostics';
import { report } from '../codes.ts';
import { runProgram } from './run-program.ts';

/** A program that builds. */
export interface Tool {
  readonly name: ToolName;
  readonly program: string;
  readonly version: string;
}

/** The programs that a build may need. */
export type ToolName = 'kustomize' | 'helm' | 'git';

/** A tool, or why it cannot be used. */
export type FoundTool = { readonly tool: Tool } | { readonly diagnostic: Diagnostic };

const TOOLS: Readonly<Record<ToolName, { readonly oldest: string; readonly arguments: readonly string[] }>> =
  {
    // The first that reads `ref` of nested bases as this code does, and the first that reads values as Argo CD 3 does
    kustomize: { oldest: '5.4.0', arguments: ['version'] },
    helm: { oldest: '3.14.0', arguments: ['version', '--short'] },
    git: { oldest: '2.25.0', arguments: ['--version'] },
  };

/** Where tools are looked for, and where their versions are remembered. */
export interface ToolSearch {
  readonly cwd: string;
  readonly cacheFolder: string;
}

/** Finds a tool: in the folder that KFDIST_TOOLS names, in `.tools/bin` of the working copy, on the PATH. */
export async function findTool(name: ToolName, search: ToolSearch): Promise<FoundTool> {
  const { oldest, arguments: args } = TOOLS[name];
  const program = foldersOf(search.cwd)
    .map((folder) => join(folder, name))
    .find(isProgram);
  if (program === undefined) return { diagnostic: report('TOOL_MISSING', { args: { tool: name, oldest } }) };
  const version = await versionOf(program, args, search.cacheFolder);
  if (version === undefined || isOlder(version, oldest))
    return {
      diagnostic: report('TOOL_TOO_OLD', {
        args: { tool: name, program, version: version ?? 'of an unknown version', oldest },
      }),
    };
  return { tool: { name, program, version } };
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function foldersOf(cwd: string): readonly string[] {
  const { KFDIST_TOOLS, PATH = '' } = process.env;
  const own: string[] = [];
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    own.push(join(folder, '.tools', 'bin'));
    if (folder === dirname(folder)) break;
  }
  return [...(KFDIST_TOOLS === undefined ? [] : [KFDIST_TOOLS]), ...own, ...PATH.split(delimiter)].filter(
    (folder) => folder !== '',
  );
}

/** Asking costs as much as a small build, so the answer is kept as long as the file stays the same; not for a shim. */
async function versionOf(
  program: string,
  args: readonly string[],
  cacheFolder: string,
): Promise<string | undefined> {
  const { size, mtimeMs } = statSync(program);
  const file = join(cacheFolder, 'tools.json');
  const known = readVersions(file);
  const identity = `${program} ${size} ${mtimeMs}`;
  if (known[identity] !== undefined) return known[identity];
  const { stdout } = await runProgram({ program, arguments: args });
  const version = /\d+\.\d+(?:\.\d+)?/.exec(stdout.toString('utf8'))?.[0];
  if (version !== undefined && !isShim(program)) {
    mkdirSync(cacheFolder, { recursive: true });
    writeFileSync(file, JSON.stringify({ ...readVersions(file), [identity]: version }));
  }
  return version;
}

/** Version managers put a script, or a link to themselves, in the place of a program: it runs what is chosen in a folder. */
function isShim(program: string): boolean {
  if (basename(realpathSync(program)) !== basename(program)) return true;
  const file = openSync(program, 'r');
  try {
    const start = Buffer.alloc(2);
    readSync(file, start);
    return start.toString('latin1') === '#!';
  } finally {
    closeSync(file);
  }
}

function readVersions(file: string): Readonly<Record<string, string>> {
  try {
    const known: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof known === 'object' && known !== null ? { ...known } : {};
  } catch {
    return {};
  }
}

function isOlder(version: string, oldest: string): boolean {
  const [a, b] = [version, oldest].map((text) => text.split('.').map(Number));
  const first = (a ?? []).findIndex((part, i) => part !== (b ?? [])[i]);
  return first >= 0 && ((a ?? [])[first] ?? 0) < ((b ?? [])[first] ?? 0);
}
