import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** The path of a program: in KFDIST_TOOLS, in `.tools/bin`, on the PATH; undefined and said so if in none. */
export function findTool(name: string, proves: string, extra: readonly string[] = []): string | undefined {
  const folders = [
    process.env.KFDIST_TOOLS,
    join(root, '.tools/bin'),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  const candidates = [...extra, ...folders.flatMap((folder) => (folder ? [join(folder, name)] : []))];
  const found = candidates.find((path) => path !== '' && existsSync(path));
  if (found === undefined) console.log(`left out: ${proves}, ${name} is not installed`);
  return found;
}

/** Whether a program runs with these arguments. */
export function works(program: string, args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
