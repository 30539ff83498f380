import { describe, expect, it } from 'vitest';
import { kfdistJson } from './command.ts';
import { emptyFolder, write } from './workplace.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const pod = (name: string, image: string) =>
  `kind: Pod\napiVersion: v1\nmetadata: { name: ${name}, namespace: default }\nspec: { containers: [{ name: a, image: "${image}" }] }\n`;

function folderWith(images: Readonly<Record<string, string>>, lock: string | undefined): string {
  const folder = emptyFolder();
  write(folder, {
    'built/app.yaml': Object.entries(images)
      .map(([name, image]) => pod(name, image))
      .join('---\n'),
    ...(lock === undefined ? {} : { 'images.lock.json': lock }),
  });
  return folder;
}

const lockOf = (...images: readonly string[]) =>
  JSON.stringify({ version: 1, images: Object.fromEntries(images.map((image) => [image, digest])) });

const IMAGES = { a: 'busybox:1.36', b: 'ghcr.io/example/app:v1', c: `ghcr.io/example/pinned@${digest}` };

async function verified(folder: string, ...flags: readonly string[]) {
  const { result, exitCode } = await kfdistJson(folder, ['verify', 'built', ...flags]);
  const found = result.diagnostics.map(({ code, object }: { code: string; object?: { name: string } }) =>
    object === undefined ? code : `${code} ${object.name}`,
  );
  const leftOut = (result.leftOut as readonly { rule: string }[] | undefined)?.map(({ rule }) => rule) ?? [];
  return { found, isLeftOut: leftOut.includes('UNLOCKED_IMAGE'), exitCode };
}

describe('the lock of images in kfdist verify', { timeout: 60_000 }, () => {
  it.each([
    { lock: undefined, found: [], isLeftOut: true },
    { lock: lockOf(), found: ['UNLOCKED_IMAGE a', 'UNLOCKED_IMAGE b'], isLeftOut: false },
    { lock: lockOf('docker.io/library/busybox:1.36'), found: ['UNLOCKED_IMAGE b'], isLeftOut: false },
    { lock: lockOf('busybox:1.36', 'ghcr.io/example/app:v1'), found: [], isLeftOut: false },
    { lock: lockOf('busybox:1.37', 'ghcr.io/example/app:v1'), found: ['UNLOCKED_IMAGE a'], isLeftOut: false },
    {
      lock: '{"images":{"busybox:1.36":"sha256:short"}}',
      found: ['UNLOCKED_IMAGE a', 'UNLOCKED_IMAGE b'],
      isLeftOut: false,
    },
  ])('finds $found with the lock $lock', async ({ lock, found, isLeftOut }) => {
    expect(await verified(folderWith(IMAGES, lock))).toEqual({ found, isLeftOut, exitCode: 0 });
  });

  it('takes a lock of another name, and refuses one that is missing or broken', async () => {
    const folder = folderWith(IMAGES, '{');
    write(folder, { 'other.json': lockOf('busybox:1.36', 'ghcr.io/example/app:v1') });
    expect(await verified(folder, '--lock', 'other.json')).toMatchObject({ found: [], exitCode: 0 });
    expect(await verified(folder)).toMatchObject({ found: ['UNREADABLE_FILE'], exitCode: 1 });
    expect(await verified(folder, '--lock', 'none.json')).toMatchObject({
      found: ['UNREADABLE_FILE'],
      exitCode: 1,
    });
  });
});
