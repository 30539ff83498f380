import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** Passes connections between a port of this network and a socket file, which another network sees too. */
const FORWARD = `
  const net = require('node:net');
  const [from, to] = process.argv.slice(1).map((one) => (/^\\d+$/.test(one) ? { port: Number(one), host: '127.0.0.1' } : { path: one }));
  net.createServer((socket) => {
    const other = net.connect(to);
    for (const one of [socket, other]) one.on('error', () => { socket.destroy(); other.destroy(); });
    socket.pipe(other).pipe(socket);
  }).listen(from, () => console.log('listening'));
`;

/**
 * Makes the API server of one lab reachable in the network of another, and known to the Argo CD there by a name, as
 * `argocd cluster add` does.
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#clusters
 * @returns a function that ends it
 */
export async function registerSpoke(hub, spoke, { name, folder, port = 7443 }) {
  const socket = join(folder, `${name}.sock`);
  const ends = [await forward(spoke, socket, '6443'), await forward(hub, String(port), socket)];
  const { clusters, users } = JSON.parse(
    await spoke.kubectl('config', 'view', '--raw', '--flatten', '-o', 'json'),
  );
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: 'argocd', labels: { 'argocd.argoproj.io/secret-type': 'cluster' } },
    stringData: {
      name,
      server: `https://127.0.0.1:${port}`,
      config: JSON.stringify({
        bearerToken: users[0].user.token,
        tlsClientConfig: { caData: clusters[0].cluster['certificate-authority-data'] },
      }),
    },
  };
  await hub.run(['kubectl', 'apply', '--server-side', '-f', '-'], { input: stringify(secret) });
  return () => {
    for (const end of ends) end();
  };
}

/** A process of its own in the network of a lab. */
async function forward(world, from, to) {
  const [program, ...args] = world.commandLine([process.execPath, '-e', FORWARD, from, to]);
  const child = spawn(program, args, {
    env: { ...process.env, ...world.env },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  await once(child.stdout, 'data');
  return () => process.kill(-Number(child.pid));
}
