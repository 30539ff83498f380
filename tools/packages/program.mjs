import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { run } from './consumer.mjs';

const STRICT = [
  '--strict',
  '--exactOptionalPropertyTypes',
  '--noUncheckedIndexedAccess',
  '--target',
  'es2023',
];
/** The resolutions that users of ES modules have, and the compilers of the workspace. */
const CHECKS = [
  { compiler: 'tsc', resolution: 'nodenext', flags: ['--module', 'nodenext'] },
  { compiler: 'tsc', resolution: 'bundler', flags: ['--module', 'esnext', '--moduleResolution', 'bundler'] },
  { compiler: 'tsc6', resolution: 'nodenext', flags: ['--module', 'nodenext'] },
];

/** Checks, compiles and runs `tests/consumer/program.ts` in a project with all packages; returns what went wrong. */
export function programProblems({ root, folder, nodes }) {
  for (const file of ['tests/consumer/program.ts', 'examples/kfdist.yaml'])
    cpSync(join(root, file), join(folder, file.split('/').at(-1)));
  const types = ['--types', 'node', '--typeRoots', join(root, 'node_modules/@types')];
  const problems = CHECKS.flatMap(({ compiler, resolution, flags }) =>
    attempt(`${compiler} ${resolution}`, () =>
      run([join(root, 'node_modules/.bin', compiler), 'program.ts', ...STRICT, ...flags, ...types], folder),
    ),
  );
  const expected = JSON.parse(readFileSync(join(root, 'tests/consumer/expected.json'), 'utf8'));
  return [
    ...problems,
    ...nodes.flatMap(({ version, node }) =>
      attempt(`the program on Node ${version}`, () => {
        const printed = run([node, 'program.js'], folder);
        if (!isDeepStrictEqual(JSON.parse(printed), expected)) throw new Error(`it printed ${printed}`);
      }),
    ),
  ];
}

/** Runs `npx kfdist setup` where only the packages are installed, twice; returns what went wrong. */
export function setupProblems({ root, folder, nodes }) {
  cpSync(join(root, 'examples/kfdist.yaml'), join(folder, 'kfdist.yaml'));
  return nodes.flatMap(({ version, node }) => {
    const env = {
      ...process.env,
      PATH: `${join(node, '..')}:${process.env.PATH}`,
      npm_config_offline: 'true',
    };
    const output = `clusters-${version}`;
    const setup = () => run(['npx', '--no-install', 'kfdist', 'setup', '--output-dir', output], folder, env);
    return attempt(`npx kfdist setup on Node ${version}`, () => {
      const first = setup();
      if (!first.includes('@kfdist/distribution'))
        throw new Error('the distribution is not the installed one');
      if (!setup().includes('is up to date')) throw new Error('the second run changed something');
    });
  });
}

function attempt(what, act) {
  try {
    act();
    return [];
  } catch (error) {
    return [`${what}: ${error.message}`];
  }
}
