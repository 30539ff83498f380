const VERSION = '0.1.0';

const GREETING = `/** A sentence for somebody. */
export function greeting(name: string): string {
  return \`Hello, \${name}\`;
}
`;

const GREETING_TEST = `import { expect, it } from 'vitest';
import { greeting } from '../src/index.ts';

it('greets', () => {
  expect(greeting('Ada')).toBe('Hello, Ada');
});
`;

/** The files of a package that does not exist yet, by their path in the repository. `licence` is the text of the repository's. */
export function newPackage(name, { licence, summary = 'Says in one line what it is for' }) {
  if (!/^[a-z][a-z0-9-]*$/.test(name))
    throw new RangeError(`${name} is no name of a package: use a-z, 0-9 and -`);
  const folder = `packages/${name}`;
  return {
    [`${folder}/package.json`]: json(manifest(name, summary)),
    [`${folder}/tsconfig.json`]:
      '{ "extends": "../../tsconfig.base.json", "references": [{ "path": "../diagnostics" }] }\n',
    [`${folder}/LICENSE`]: licence,
    [`${folder}/README.md`]: readme(name, summary),
    [`${folder}/src/index.ts`]: "export { greeting } from './greeting.ts';\n",
    [`${folder}/src/greeting.ts`]: GREETING,
    [`${folder}/tests/greeting.test.ts`]: GREETING_TEST,
  };
}

/** The root `tsconfig.json` with the package among its references. */
export function withReference(tsconfig, name) {
  const { references, ...rest } = JSON.parse(tsconfig);
  const path = `packages/${name}`;
  const known = references.some((reference) => reference.path === path);
  return json({ ...rest, references: known ? references : [...references, { path }] });
}

/** The table of `tools/boundaries.mjs` with the package in it, as one that may use diagnostics alone. */
export function withBoundary(text, name) {
  if (new RegExp(`^  '?${name}'?: \\[`, 'm').test(text)) return text;
  const key = /^[a-z]+$/.test(name) ? name : `'${name}'`;
  return text.replace(/^ {2}platform: \[/m, `  ${key}: ['diagnostics'],\n  platform: [`);
}

/** The table of contents in `docs/README.md` with the page of what the package exports. */
export function withApiPage(text, name) {
  const link = `[${name}](api/${name}.md)`;
  return text.includes(link) ? text : text.replace(/^(\| API \| .*?) \|$/m, `$1 · ${link} |`);
}

function manifest(name, description) {
  const entry = {
    '@kfdist/source': './src/index.ts',
    types: './dist/index.d.ts',
    default: './dist/index.js',
  };
  return {
    name: `@kfdist/${name}`,
    version: VERSION,
    description,
    license: 'Apache-2.0',
    repository: {
      type: 'git',
      url: 'git+https://github.com/kfdist/kfdist.git',
      directory: `packages/${name}`,
    },
    type: 'module',
    sideEffects: false,
    engines: { node: '>=20.19.0' },
    exports: { '.': entry, './package.json': './package.json' },
    files: ['dist', 'src', 'CHANGELOG.md', '!dist/.tsbuildinfo'],
    publishConfig: { access: 'public', provenance: true },
    dependencies: { '@kfdist/diagnostics': `^${VERSION}` },
  };
}

function readme(name, summary) {
  return `# @kfdist/${name}

> ${summary}

## Install

\`\`\`sh
npm install @kfdist/${name}
\`\`\`

## Usage

\`\`\`ts
import { greeting } from '@kfdist/${name}';

greeting('Ada');
//=> 'Hello, Ada'
\`\`\`

## API

\`greeting(name)\` is a sentence for somebody.
`;
}

function json(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}
