/**
 * Starts a component or a package: `npm run new component NAME`, `npm run new package NAME`. What is there already is never
 * replaced.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { newComponent } from './new-component.mjs';
import { newPackage, withApiPage, withBoundary, withReference } from './new-package.mjs';

const root = join(import.meta.dirname, '..', '..');
const [kind, name] = process.argv.slice(2);
const read = (path) => readFileSync(join(root, path), 'utf8');
const rewrite = (path, edit) => writeFileSync(join(root, path), edit(read(path), name));

const MAKERS = {
  component: {
    make: newComponent,
    edit: () => {},
    next: 'Say what it is in component.yaml (your editor knows the fields), then: npm run generate',
  },
  package: {
    make: () => newPackage(name, { licence: read('LICENSE') }),
    edit: () => {
      rewrite('tsconfig.json', withReference);
      rewrite('tools/boundaries.mjs', withBoundary);
      rewrite('docs/README.md', withApiPage);
    },
    next: 'Say what it is in package.json and README.md, then: npm install && npm run generate && npm run format',
  },
};

const maker = Object.hasOwn(MAKERS, kind ?? '') ? MAKERS[kind] : undefined;
if (maker === undefined || name === undefined) {
  console.error('usage: npm run new component NAME | npm run new package NAME');
  process.exitCode = 64;
} else start(maker.make(name));

function start(files) {
  const taken = Object.keys(files).filter((path) => existsSync(join(root, path)));
  if (taken.length > 0) {
    console.error(`${taken.join(', ')} is there already`);
    process.exitCode = 1;
    return;
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(path);
  }
  maker.edit();
  console.log(maker.next);
}
