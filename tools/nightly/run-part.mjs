import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Runs a script of `tools/` and shows what it prints: its exit code, how long it took, its lines on standard output. */
export async function runPart({ root, script, args }) {
  const start = Date.now();
  const child = spawn(process.execPath, [join(root, 'tools', script), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    console.log(line);
  });
  const [code] = await once(child, 'close');
  return { status: code ?? 1, minutes: (Date.now() - start) / 60_000, lines };
}
