import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { findTool } from './tools.ts';

const root = join(import.meta.dirname, '../../..');

/** Where the moto server is: KFDIST_MOTO, the virtual environment of the tools, or the PATH. */
export function findMoto(): string | undefined {
  const own = [process.env.KFDIST_MOTO ?? '', join(root, '.tools/venv/bin/moto_server')];
  return findTool('moto_server', 'Secrets Manager, Parameter Store and IAM in moto', own);
}

/** A running AWS emulator. */
export interface Moto {
  readonly endpoint: string;
  readonly stop: () => void;
}

/** Starts moto on a free port and waits until it answers. */
export async function startMoto(program: string): Promise<Moto> {
  const port = await freePort();
  const child = spawn(program, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const endpoint = `http://127.0.0.1:${port}`;
  const stop = () => void child.kill();
  await answer(`${endpoint}/moto-api/data.json`, child);
  return { endpoint, stop };
}

async function answer(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (child.exitCode !== null) throw new Error('moto ended');
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await new Promise((resolve) => void setTimeout(resolve, 200));
  }
  throw new Error('moto does not answer');
}

/** A port that nobody listens at. */
export async function freePort(): Promise<number> {
  return await new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
