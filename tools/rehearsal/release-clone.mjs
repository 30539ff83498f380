import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { workspaces } from '../packages/workspaces.mjs';

/** A clone of the last commit in which releases are rehearsed against a registry: nothing reaches the working copy. */
export function cloneForRelease({ root, folder, registry }) {
  const exec = (command, args) =>
    execFileSync(command, args, {
      cwd: folder,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  const npmrc = `${folder}.npmrc`;
  writeFileSync(npmrc, npmSettings(registry.url));
  const env = { ...process.env, npm_config_globalconfig: npmrc };
  execFileSync('git', ['clone', '--quiet', root, folder]);
  const git = (...args) => exec('git', args);
  git('config', 'user.name', 'Rehearsal');
  git('config', 'user.email', 'rehearsal@example.com');
  exec('npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline']);
  const release = [process.execPath, join(folder, 'tools', 'release.mjs')];
  const clone = {
    git,
    /** Appends to a file and commits it. */
    change: (path, text, subject) => {
      appendFileSync(join(folder, path), text);
      git('commit', '--quiet', '--all', '--message', subject);
    },
    packages: () => workspaces(folder),
    versions: () =>
      Object.fromEntries(workspaces(folder).map(({ name, manifest }) => [name, manifest.version])),
    tags: () => git('tag', '--points-at', 'HEAD').split('\n').filter(Boolean).toSorted(),
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    release: (...flags) => {
      const { status, stdout, stderr } = spawnSync(release[0], [release[1], ...flags], {
        cwd: folder,
        env,
        encoding: 'utf8',
      });
      return { status, output: `${stdout}${stderr}` };
    },
    publish: () => clone.release('--publish', '--registry', registry.url),
    /** Publishes until the registry has some packages, and is killed then. */
    publishKilled: (count) =>
      killWhen(
        spawnDetached([...release, '--publish', '--registry', registry.url], folder, env),
        () => published(registry).length >= count,
      ),
  };
  withoutProvenance(clone, folder);
  return clone;
}

/** What a registry has: `name@version`. */
export function published({ storage }) {
  if (!existsSync(join(storage, '@kfdist'))) return [];
  return readdirSync(join(storage, '@kfdist'))
    .flatMap((name) =>
      readdirSync(join(storage, '@kfdist', name))
        .filter((file) => file.endsWith('.tgz'))
        .map((file) => `@kfdist/${name}@${file.slice(name.length + 1, -'.tgz'.length)}`),
    )
    .toSorted();
}

/** The scope comes from the registry of the rehearsal, everything else from the usual one. */
export function npmSettings(url) {
  return `@kfdist:registry=${url}\n${url.replace('http:', '')}:_authToken=none\n`;
}

/** Only the host of the repository can vouch for where a package was built. */
function withoutProvenance(clone, folder) {
  for (const { folder: own, manifest } of clone.packages()) {
    const { provenance: _, ...publishConfig } = manifest.publishConfig;
    writeFileSync(
      join(folder, own, 'package.json'),
      `${JSON.stringify({ ...manifest, publishConfig }, null, 2)}\n`,
    );
  }
  clone.git('commit', '--quiet', '--all', '--message', 'chore: rehearse without provenance');
}

function spawnDetached([command, ...args], cwd, env) {
  return spawn(command, args, { cwd, env, detached: true, stdio: 'ignore' });
}

async function killWhen(child, isTime) {
  const ended = new Promise((resolve) => child.on('exit', resolve));
  while (child.exitCode === null && !isTime()) await sleep(100);
  if (child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  await ended;
}
