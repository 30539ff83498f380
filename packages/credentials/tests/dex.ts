import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './moto.ts';
import { findTool } from './tools.ts';

/** Where Dex is: `node tools/install-tools.mjs dex`. */
export const dexProgram = findTool('dex', 'configuration and logins judged by Dex');

/** A running Dex. */
export interface Dex {
  /** The status of Dex's answer to a login with a password, and whether it gave a token. */
  readonly logIn: (client: Pair, user: Pair) => Promise<{ readonly status: number; readonly token: boolean }>;
  readonly stop: () => Promise<void>;
}

/** A name, and the secret that belongs to it. */
export type Pair = readonly [name: string, secret: string];

/** What a test must say itself of how Dex listens and where it keeps what it hands out. */
export async function local(): Promise<{ readonly issuer: string; readonly settings: object }> {
  const address = `127.0.0.1:${await freePort()}`;
  const issuer = `http://${address}/dex`;
  const oauth2 = { skipApprovalScreen: true, passwordConnector: 'local' };
  return { issuer, settings: { issuer, storage: { type: 'memory' }, web: { http: address }, oauth2 } };
}

/** Starts Dex with a configuration and waits until it answers. */
export async function startDex(
  issuer: string,
  config: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Dex> {
  const file = join(mkdtempSync(join(tmpdir(), 'kfdist-dex-')), 'config.yaml');
  writeFileSync(file, config, { mode: 0o600 });
  const child = spawn(dexProgram ?? '', ['serve', file], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const said: string[] = [];
  child.stderr.on('data', (chunk) => said.push(String(chunk)));
  await answer(issuer, child, said);
  return {
    logIn: async ([id, secret], [username, password]) => {
      const words = [id, secret].map(encodeURIComponent).join(':');
      const headers = { Authorization: `Basic ${Buffer.from(words).toString('base64')}` };
      const body = new URLSearchParams({ grant_type: 'password', scope: 'openid', username, password });
      const response = await fetch(`${issuer}/token`, { method: 'POST', headers, body });
      return { status: response.status, token: (await response.text()).includes('"id_token"') };
    },
    stop: async () => {
      child.kill();
      await once(child, 'exit');
    },
  };
}

async function answer(issuer: string, child: ChildProcess, said: readonly string[]): Promise<void> {
  for (let attempt = 0; attempt < 150 && child.exitCode === null; attempt++) {
    const ok = await fetch(`${issuer}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await new Promise((resolve) => void setTimeout(resolve, 100));
  }
  throw new Error(`Dex does not answer: ${said.join('')}`);
}
