import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { runCommand } from './run-command.mjs';

/**
 * A platform as its user has it: a settings file in a working copy, and what `kfdist` makes of it. `options` are settings that
 * every command is given; `secrets` is a folder outside of the working copy.
 */
export function openPlatform(world, { workingCopy, kfdist, settingsFile, distribution, options, secrets }) {
  const { tree } = workingCopy;
  mkdirSync(secrets, { recursive: true, mode: 0o700 });
  const file = basename(settingsFile);
  cpSync(settingsFile, join(tree, file));
  const settings = ['-f', file, '--distribution', distribution];
  const folder = join(tree, 'clusters', parse(readFileSync(settingsFile, 'utf8')).cluster_name);

  /** Runs `kfdist`; further settings can be given as `set`. What is `local` needs no cluster. */
  const command = (words, { set = [], local = false, ...more } = {}) =>
    (local ? runCommand : world.run)(
      [process.execPath, kfdist, ...words, ...settings, ...[...options, ...set].map((one) => `--set=${one}`)],
      { cwd: tree, ...more },
    );
  const json = async (words, more = {}) =>
    JSON.parse((await command([...words, '-o', 'json'], { check: false, ...more })).stdout);
  const rootApplication = () => objectsIn(join(folder, 'kubeflow.yaml')).find(isApplication);
  return {
    folder,
    command,
    /** Runs `kfdist` without a cluster and without settings. */
    bare: (words) => runCommand([process.execPath, kfdist, ...words], { cwd: tree }),
    json,
    /** A path of a file that only its owner reads. */
    secret: (name) => join(secrets, name),
    /** Renders; returns the paths that changed, below the root of the cluster. */
    setup: async ({ set, args = [] } = {}) => {
      const { ok, diagnostics, changes } = await json(['setup', ...args], { set, local: true });
      if (!ok) throw new Error(`setup: ${diagnostics.map(({ message }) => message).join('\n')}`);
      return changes.filter(({ type }) => type !== 'unchanged').map(({ path }) => path);
    },
    /** The value of a setting, as people are told it. */
    value: async (key) => {
      const { stdout } = await command(['explain', key], { local: true });
      return stdout.split('\n')[0].split(' = ')[1];
    },
    publish: (message) => workingCopy.publish(message, rootApplication().spec.source.repoURL),
    rootName: () => rootApplication().metadata.name,
    /** Names of all Applications that the tree asks for, the root among them. */
    applications: () =>
      [join(folder, 'kubeflow.yaml'), ...filesIn(join(folder, 'applications'))]
        .flatMap(objectsIn)
        .filter(isApplication)
        .map(({ metadata }) => metadata.name),
    /** The kinds of the objects that deliver the Secrets of a component. */
    secretKinds: (component) =>
      filesIn(join(folder, 'secrets', component))
        .flatMap(objectsIn)
        .map(({ kind }) => kind),
    /** Writes a file with a random value for everything that a user would have to give; returns its path. */
    giveValues: async (flags, set) => {
      const logins = ['--logins', join(secrets, 'none')];
      const { diagnostics } = await json(['credentials', 'push', '--dry-run', ...logins, ...flags], { set });
      const names = diagnostics.flatMap(({ code, args }) => (code === 'MISSING_VALUE' ? [args.value] : []));
      const path = join(secrets, 'given.yaml');
      const lines = names.map((name) => `${JSON.stringify(name)}: ${randomBytes(12).toString('hex')}\n`);
      writeFileSync(path, lines.length === 0 ? '{}\n' : lines.join(''), { mode: 0o600 });
      return path;
    },
  };
}

const isApplication = ({ kind }) => kind === 'Application';
const filesIn = (folder) => readdirSync(folder).map((name) => join(folder, name));

function objectsIn(file) {
  return parseAllDocuments(readFileSync(file, 'utf8')).flatMap((document) => document.toJS() ?? []);
}
