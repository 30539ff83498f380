import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const files = new Map<string, string>();
const said = new Set<string>();

/**
 * A file of a copy of an upstream repository below `KFDIST_UPSTREAMS` (`<owner>+<name>/repo`, bare). Says what is left
 * out where there is no copy.
 */
export function upstream(repository: string, path: string, what: string): string | undefined {
  const folder = join(process.env.KFDIST_UPSTREAMS ?? '/nonexistent', repository.replace('/', '+'), 'repo');
  const known = files.get(`${folder}:${path}`);
  if (known !== undefined) return known;
  if (!existsSync(folder)) {
    if (!said.has(what))
      console.warn(`left out: ${what}, there is no copy of ${repository} (KFDIST_UPSTREAMS)`);
    said.add(what);
    return undefined;
  }
  const text = execFileSync('git', ['-C', folder, 'show', `HEAD:${path}`], {
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  files.set(`${folder}:${path}`, text);
  return text;
}
