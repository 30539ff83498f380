import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const VERSION = '6.7.4';
// A registry may lack the tag that verdaccio asks for
const MANIFEST = { private: true, overrides: { 'node-fetch': '2.7.0' } };

/** Starts a registry on the loopback that knows nothing but what is published to it; it lives in `.tools` and `folder`. */
export async function startRegistry(root, folder) {
  const program = join(root, '.tools', 'verdaccio', 'node_modules', '.bin', 'verdaccio');
  if (!existsSync(program)) install(join(root, '.tools', 'verdaccio'));
  mkdirSync(folder, { recursive: true });
  const config = join(folder, 'config.yaml');
  writeFileSync(config, configuration(folder));
  const port = await freePort();
  const child = spawn(program, ['--config', config, '--listen', `127.0.0.1:${port}`], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}/`;
  await answering(url, child);
  return { url, storage: join(folder, 'storage'), stop: () => child.kill() };
}

function install(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(MANIFEST)}\n`);
  execFileSync('npm', ['install', '--no-audit', '--no-fund', `verdaccio@${VERSION}`], {
    cwd: folder,
    stdio: 'ignore',
  });
}

function configuration(folder) {
  return `storage: ${join(folder, 'storage')}
auth: { htpasswd: { file: ${join(folder, 'htpasswd')}, max_users: -1 } }
uplinks: {}
packages:
  '**': { access: $all, publish: $anonymous }
max_body_size: 50mb
log: { type: stdout, format: pretty, level: warn }
`;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function answering(url, child) {
  for (let attempt = 0; attempt < 120; attempt++) {
    if (child.exitCode !== null) throw new Error(`the registry ended with ${child.exitCode}`);
    try {
      await fetch(`${url}-/ping`);
      return;
    } catch {
      await sleep(500);
    }
  }
  throw new Error('the registry does not answer');
}
