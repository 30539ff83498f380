import { spawn } from 'node:child_process';

/**
 * Runs a program to its end. Without `check: false` an exit code other than 0 is an error with the end of what it said; its
 * `command`, with the paths of this machine, is not part of the message.
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>}
 */
export function runCommand([program, ...args], { cwd, env = {}, input, check = true } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env } });
    const said = { stdout: [], stderr: [] };
    for (const stream of ['stdout', 'stderr']) child[stream].on('data', (chunk) => said[stream].push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      const [stdout, stderr] = [said.stdout, said.stderr].map((chunks) => Buffer.concat(chunks).toString());
      if (check && code !== 0)
        reject(
          Object.assign(new Error(`exit code ${code}\n${tail(stderr || stdout)}`), {
            command: [program, ...args].join(' '),
          }),
        );
      else resolve({ code, stdout, stderr });
    });
    // A program that ends without reading all of its input is judged by its exit code
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

const tail = (text) => text.trim().split('\n').slice(-12).join('\n');
