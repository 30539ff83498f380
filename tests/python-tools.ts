import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';

const moto = process.env.KFDIST_MOTO ?? join(import.meta.dirname, '../.tools/venv/bin/moto_server');

/**
 * Where a Python tool is, beside the `moto_server` of `KFDIST_MOTO` or in the environment that
 * `node tools/install-python-tools.mjs` makes. Says what is left out where it is missing.
 */
export function pythonTool(name: string, what: string): string | undefined {
  const path = join(dirname(moto), name);
  if (existsSync(path)) return path;
  console.warn(`left out: ${what}, ${name} is missing (node tools/install-python-tools.mjs)`);
  return undefined;
}

/** A running emulator of AWS. */
export interface Emulator {
  readonly endpoint: string;
  readonly stop: () => void;
}

/** Starts the emulator on a free loopback port. */
export async function startEmulator(command: string): Promise<Emulator> {
  const port = await freePort();
  const server = spawn(command, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const endpoint = `http://127.0.0.1:${port}`;
  await answering(endpoint, server);
  return { endpoint, stop: () => server.kill() };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function answering(endpoint: string, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 300 && server.exitCode === null; attempt++) {
    try {
      await fetch(`${endpoint}/moto-api/`);
      return;
    } catch {
      await new Promise((resolve) => {
        setTimeout(resolve, 100);
      });
    }
  }
  throw new Error('the emulator does not answer');
}

/** The environment of a program that talks to the emulator. */
export function emulatorEnvironment(endpoint: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_DEFAULT_REGION: 'eu-central-1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
}

/** What a program prints; everything that it says when it fails is in the error. */
export function outputOf(command: string, args: readonly string[], environment = process.env): string {
  const { status, stdout, stderr } = spawnSync(command, args, { env: environment, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stdout}${stderr}`);
  return stdout;
}
