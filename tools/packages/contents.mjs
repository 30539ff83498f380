import { isSlim } from '../slim/is-slim.mjs';

/** What every package has to hold, and what none may: a pattern and the sentence for it. */
const MISSING = [
  [/^README\.md$/, 'has no README.md'],
  [/^LICENSE$/, 'has no LICENSE'],
];
const STRAY = [
  [/\.tsbuildinfo$/, 'is of the compiler alone'],
  [/(^|\/)(tests?|bench|node_modules|coverage)\//, 'is not for users'],
  [/\.test\.|(^|\/)\.env/, 'is not for users'],
];

/** What stands in `data` is generated. */
const CODE = /^dist\/(?!data\/).*\.js$/;

/** What is wrong with the contents of a packed package, each as one sentence. */
export function contentProblems({ files, manifest }) {
  const missing = MISSING.filter(([pattern]) => !files.some((file) => pattern.test(file)));
  const stray = files.flatMap((file) =>
    STRAY.filter(([pattern]) => pattern.test(file)).map(([, why]) => `${file} ${why}`),
  );
  return [
    ...missing.map(([, sentence]) => sentence),
    ...stray,
    ...targetsOf(manifest)
      .filter((target) => !files.includes(target))
      .map((target) => `${target} is named in package.json and not there`),
    ...codeWithoutMap(files).map((file) => `${file} has no source map`),
    ...(hasMapsWithoutSources(files, manifest) ? ['has source maps of sources that are not there'] : []),
    ...metadataProblems(manifest),
  ];
}

/** The files that `exports` and `bin` lead users to; the source condition is for the workspace. */
function targetsOf({ exports = {}, bin = {} }) {
  const conditions = Object.values(exports).flatMap((target) =>
    typeof target === 'string'
      ? [target]
      : Object.entries(target).flatMap(([condition, path]) => (condition === '@kfdist/source' ? [] : [path])),
  );
  return [...conditions, ...Object.values(bin)].map((path) => path.replace(/^\.\//, ''));
}

function codeWithoutMap(files) {
  return files.filter((file) => CODE.test(file) && !files.includes(`${file}.map`));
}

/**
 * The maps of the compiler point into `src`; those of the bundler hold their sources. Those of a slim package tell lines alone, which
 * a stack trace can name without the sources.
 */
function hasMapsWithoutSources(files, manifest) {
  const isCompiled = files.includes('dist/index.js.map') && !isSlim(manifest);
  return isCompiled && !files.some((file) => file.startsWith('src/'));
}

function metadataProblems({ license, repository, engines, type, exports, publishConfig, description }) {
  return [
    [license === 'Apache-2.0', 'says no license'],
    [repository?.directory !== undefined, 'does not say where its sources are'],
    [Boolean(description), 'has no description'],
    [publishConfig?.access === 'public', 'is not published for everybody'],
    [publishConfig?.provenance === true, 'is published without provenance'],
    [exports === undefined || type === 'module', 'is not a module'],
    [exports === undefined || engines?.node !== undefined, 'does not say which Node it needs'],
  ].flatMap(([holds, sentence]) => (holds ? [] : [sentence]));
}
