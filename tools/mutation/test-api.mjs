/** What the tests of the packages use of vitest, such that they can be run again and again in one process. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  ASYMMETRIC_MATCHERS_OBJECT,
  chai,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
} from '@vitest/expect';
import { format, plugins } from '@vitest/pretty-format';
import { runSuite } from './run-suite.mjs';

for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin);

const newSuite = (name, isSkipped = false) => ({
  name,
  isSkipped,
  children: [],
  hooks: { beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] },
});
let open = newSuite('');
let path = '';

/** Imports a file of tests: its suite, with an `id` for each test. */
export async function collectTests(file, load) {
  open = newSuite(file);
  path = file;
  const suite = open;
  await load();
  number(suite, file);
  return suite;
}

function number(suite, prefix) {
  for (const [index, child] of suite.children.entries()) {
    child.id = `${prefix} > ${index} ${child.name}`;
    if (child.children !== undefined) number(child, child.id);
  }
}

/** Runs the tests of a suite that `options.isWanted`; `options.report` gets each with its error. Ends early once `options.isOver`. */
export async function runTests(suite, options) {
  path = suite.name;
  await runSuite(suite, { ...options, around: [] });
}

function declarer(declare, isSkipped = false) {
  const api = (name, ...rest) =>
    declare(
      name,
      rest.find((one) => typeof one === 'function'),
      isSkipped,
    );
  api.each = (rows) => (name, body) => {
    for (const row of rows) api(name, Array.isArray(row) ? () => body(...row) : () => body(row));
  };
  api.skipIf = (condition) => declarer(declare, isSkipped || Boolean(condition));
  return api;
}

export const it = declarer((name, body, isSkipped) => open.children.push({ name, body, isSkipped }));
export const describe = declarer((name, body, isSkipped) => {
  const outer = open;
  open = newSuite(name, isSkipped);
  outer.children.push(open);
  try {
    body();
  } finally {
    open = outer;
  }
});

const hook = (kind) => (body) => open.hooks[kind].push(body);
export const beforeAll = hook('beforeAll');
export const afterAll = hook('afterAll');
export const beforeEach = hook('beforeEach');
export const afterEach = hook('afterEach');

const stubbed = new Map();
export const vi = {
  stubEnv(name, value) {
    if (!stubbed.has(name)) stubbed.set(name, process.env[name]);
    process.env[name] = value;
  },
  unstubAllEnvs() {
    for (const [name, value] of stubbed) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    stubbed.clear();
  },
};

export const expect = Object.assign((value, message) => chai.expect(value, message), chai.expect);
Object.assign(expect, globalThis[ASYMMETRIC_MATCHERS_OBJECT]);
setState({ assertionCalls: 0 }, expect);
chai.expect.extend(expect, {
  toMatchInlineSnapshot: (value, text) => sameText(printed(value), withoutIndent(text)),
  toMatchFileSnapshot: (value, file) =>
    sameText(String(value), readFileSync(join(dirname(path), file), 'utf8')),
});

function sameText(value, text) {
  return { pass: value.trim() === text.trim(), message: () => `${value}\nis not\n${text}` };
}

function printed(value) {
  const options = { plugins: Object.values(plugins), escapeString: false, printBasicPrototype: false };
  return format(value, options);
}

function withoutIndent(text) {
  const indent = /^\n( *)/.exec(text)?.[1] ?? '';
  return text.replaceAll(`\n${indent}`, '\n');
}
