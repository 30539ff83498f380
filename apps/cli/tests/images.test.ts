import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { atBothWidths, kfdist, kfdistJson, transcript } from './command.ts';
import { canBuild, mirroredWorkplace } from './mirrored-workplace.ts';
import { write } from './workplace.ts';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;

/** A registry that wants a token, as the public ones do, and knows one image. */
async function registry(answers: { digest: string }): Promise<string> {
  const server = createServer((request, response) => {
    const host = request.headers.host ?? '';
    if (request.url?.startsWith('/token') === true)
      return response.end(JSON.stringify({ token: 'everybody' }));
    if (request.headers.authorization !== 'Bearer everybody') {
      const challenge = `Bearer realm="http://${host}/token",service="a",scope="repository:a:pull"`;
      return response.writeHead(401, { 'www-authenticate': challenge }).end();
    }
    if (request.url !== '/v2/team/app/manifests/v1') return response.writeHead(404).end();
    return response.writeHead(200, { 'docker-content-digest': answers.digest }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `localhost:${(server.address() as AddressInfo).port}`;
}

const pod = (image: string, name = 'a') =>
  `kind: Pod\napiVersion: v1\nmetadata: { name: ${name} }\nspec: { containers: [{ image: "${image}" }] }\n`;
const locked = (folder: string) =>
  (JSON.parse(readFileSync(join(folder, 'images.lock.json'), 'utf8')) as { images: Record<string, string> })
    .images;

describe.skipIf(!canBuild)('kfdist images', { timeout: 180_000 }, () => {
  it('lists every image with its users, hidden ones too', async () => {
    const argv = ['images', 'list'];
    const folder = mirroredWorkplace();
    await expect(await atBothWidths(argv, (width) => kfdist(folder, argv, { width }))).toMatchFileSnapshot(
      'golden/images-list.txt',
    );
    const { result } = await kfdistJson(folder, ['images']);
    expect(result.images).toMatchObject([
      {},
      {},
      {
        image: 'ghcr.io/example/proxy:v1.2.3',
        digest: null,
        uses: [
          { place: 'config', kind: 'ConfigMap' },
          { place: 'argument', kind: 'Deployment', path: 'spec.template.spec.containers[0].args[0]' },
        ],
      },
    ]);
  });

  it('locks digests, asks only for what it lacks, and keeps what a registry does not say', async () => {
    const answers = { digest: digest('a') };
    const host = await registry(answers);
    const folder = mirroredWorkplace(
      'components: { mesh: false }\n'.replace('components: { mesh: false }\n', ''),
      {
        'distribution/login-simple/login.yaml': pod(`${host}/team/app:v1`),
      },
    );
    const first = await kfdistJson(folder, ['images', 'lock', '--set', 'components.mesh=false']);
    expect(locked(folder)).toEqual({ [`${host}/team/app:v1`]: digest('a') });
    expect(first.result.diagnostics.map(({ code, args }) => `${code} ${args?.image}`)).toEqual([
      'IMAGE_UNREAD ghcr.io/example/dns:v1.2.3',
    ]);
    answers.digest = digest('b');
    await kfdist(folder, ['images', 'lock', '--set', 'components.mesh=false']);
    expect(locked(folder)).toEqual({ [`${host}/team/app:v1`]: digest('a') });
    const moved = await kfdistJson(folder, ['images', 'lock', '--refresh', '--set', 'components.mesh=false']);
    expect(moved.result.diagnostics.map(({ code }) => code)).toContain('TAG_MOVED');
    expect(locked(folder)).toEqual({ [`${host}/team/app:v1`]: digest('b') });
    const { result } = await kfdistJson(folder, ['verify', '--set', 'components.mesh=false']);
    const unlocked = result.diagnostics.filter(({ code }) => code === 'UNLOCKED_IMAGE');
    expect(unlocked.map(({ args }) => args?.image)).toEqual(['ghcr.io/example/dns:v1.2.3']);
  }, 60_000);

  it('asks for a few digests at a time', async () => {
    let [present, most] = [0, 0];
    const server = createServer((_request, response) => {
      most = Math.max(most, ++present);
      setTimeout(() => {
        present--;
        response.writeHead(200, { 'docker-content-digest': digest('a') }).end();
      }, 20);
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const images = Array.from(
      { length: 40 },
      (_, i) => `localhost:${(server.address() as AddressInfo).port}/a:v${i}`,
    );
    const folder = mirroredWorkplace('', {
      'distribution/login-simple/login.yaml': images.map((image, i) => pod(image, `a${i}`)).join('---\n'),
    });
    await kfdist(folder, ['images', 'lock', '--set', 'components.mesh=false']);
    expect(images.filter((image) => locked(folder)[image] === undefined)).toEqual([]);
    expect(most).toBeLessThanOrEqual(6);
  });

  it('prints what to copy where, by digest where it is locked, and the setting for it', async () => {
    const folder = mirroredWorkplace();
    write(folder, {
      'images.lock.json': JSON.stringify({
        version: 1,
        images: { 'ghcr.io/example/dns:v1.2.3': digest('c') },
      }),
    });
    const argv = ['images', 'mirror', '--to', 'registry.example.com/all'];
    const mirrored = await kfdist(folder, argv);
    await expect(transcript(argv, mirrored)).toMatchFileSnapshot('golden/images-mirror.txt');
    const { stdout } = mirrored;
    expect(stdout).toContain('#     - from: ghcr.io\n#       to: registry.example.com/all/ghcr.io\n');
    expect(stdout).toContain(
      `skopeo copy --all docker://ghcr.io/example/dns@${digest('c')} docker://registry.example.com/all/ghcr.io/example/dns:v1.2.3\n`,
    );
    expect(stdout.match(/^skopeo/gm)).toHaveLength(3);
    const nowhere = await kfdistJson(folder, ['images', 'mirror']);
    expect(nowhere.result.diagnostics.map(({ code }) => code)).toEqual(['NO_IMAGE_MIRROR']);
  });
});
