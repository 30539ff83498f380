import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { decode, encode, type SourceMapMappings } from '@jridgewell/sourcemap-codec';
import ts from 'typescript';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lineMap } from '../slim/line-map.mjs';
import { rollUp } from '../slim/roll-up.mjs';

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'kfdist-slim-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}

describe('declarations in one file', () => {
  it('are the exported ones with what they need, and nothing else', () => {
    const folder = folderWith({
      'index.d.ts': "export { type Public, made } from './a.ts';\n",
      'a.d.ts': `import { type Hidden } from './b.ts';
/** What it is. */
export interface Public {
    readonly hidden: Hidden;
}
export declare const made: import("./b.ts").Table;
export declare const unused: Unused;
`,
      'b.d.ts':
        "import type { Source } from 'other';\nexport interface Hidden extends Source {}\nexport type Table = Record<string, 1>;\n",
    });
    expect(rollUp(join(folder, 'index.d.ts')).text).toBe(`import type { Source } from 'other';
/** What it is. */
export interface Public {
 readonly hidden: Hidden;
}
interface Hidden extends Source {}
export declare const made: Table;
type Table = Record<string, 1>;
export {};
`);
  });

  it('come from the first entry where that one exports them', () => {
    const folder = folderWith({
      'index.d.ts': "export { type Plan } from './plan.ts';\n",
      'plan.d.ts': 'export interface Plan {}\n',
      'aws/index.d.ts': "export { apply } from './apply.ts';\n",
      'aws/apply.d.ts':
        "import type { Plan } from '../plan.ts';\nexport declare function apply(plan: Plan): void;\n",
    });
    const { names } = rollUp(join(folder, 'index.d.ts'));
    const { text } = rollUp(join(folder, 'aws/index.d.ts'), { names, from: '../api.js' });
    expect(text).toBe(
      "import type { Plan } from '../api.js';\nexport declare function apply(plan: Plan): void;\nexport {};\n",
    );
  });

  it.each([
    [
      'is declared in',
      {
        'a.d.ts':
          "import type { B } from './b.ts';\nexport interface A { b: B; own: Own }\ninterface Own {}\n",
        'b.d.ts': 'export interface B { own: Own }\ninterface Own {}\n',
      },
    ],
    [
      'renames',
      { 'a.d.ts': "import type { B as C } from './b.ts';\nexport interface A { b: C }\n", 'b.d.ts': '' },
    ],
    ['of another package', { 'a.d.ts': "export type { A } from 'other';\n" }],
  ])('are refused with a name that %s', (problem, files) => {
    const folder = folderWith({ 'index.d.ts': "export type { A } from './a.ts';\n", ...files });
    expect(() => rollUp(join(folder, 'index.d.ts'))).toThrow(problem);
  });
});

describe('a source map of lines', () => {
  const mapped = (mappings: SourceMapMappings) =>
    decode(lineMap({ version: 3, sources: ['a', 'b'], mappings: encode(mappings) }).mappings);

  it.each<[string, SourceMapMappings, SourceMapMappings]>([
    [
      'keeps the first place of a line',
      [
        [
          [2, 0, 4, 7, 0],
          [5, 0, 4, 9],
          [9, 0, 5, 1],
        ],
      ],
      [
        [
          [2, 0, 4, 0],
          [9, 0, 5, 0],
        ],
      ],
    ],
    [
      'comes back to a line',
      [
        [
          [0, 0, 4, 0],
          [5, 0, 5, 0],
          [9, 0, 4, 0],
        ],
      ],
      [
        [
          [0, 0, 4, 0],
          [5, 0, 5, 0],
          [9, 0, 4, 0],
        ],
      ],
    ],
    [
      'tells sources apart',
      [
        [
          [0, 0, 4, 0],
          [5, 1, 4, 0],
        ],
      ],
      [
        [
          [0, 0, 4, 0],
          [5, 1, 4, 0],
        ],
      ],
    ],
    ['begins again in each line of code', [[[0, 0, 4, 0]], [[0, 0, 4, 0]]], [[[0, 0, 4, 0]], [[0, 0, 4, 0]]]],
    ['leaves out what is of no source', [[[0], [3, 0, 1, 0]]], [[[3, 0, 1, 0]]]],
  ])('%s', (_, mappings, expected) => {
    expect(mapped(mappings)).toEqual(expected);
  });

  it('leads a stack trace to the line of the source', () => {
    const source =
      'export interface A {}\n\nexport function fail(text: string): never {\n  throw new Error(text);\n}\n';
    const { outputText, sourceMapText = '' } = ts.transpileModule(source, {
      fileName: 'index.ts',
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, sourceMap: true },
    });
    const folder = folderWith({
      'package.json':
        '{ "type": "module", "exports": { ".": { "types": "./dist/api.d.ts", "default": "./dist/index.js" } } }',
      'dist/index.js': outputText,
      'dist/index.js.map': sourceMapText.replace('"index.ts"', '"../src/index.ts"'),
      'dist/index.d.ts': "export { fail } from './fail.ts';\n",
      'dist/fail.d.ts': 'export declare function fail(text: string): never;\n',
    });
    const node = (...args: string[]) => spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    expect(node(join(import.meta.dirname, '..', 'slim-package.mjs')).stderr).toBe('');
    const { stderr } = node(
      '--enable-source-maps',
      '--input-type=module',
      '-e',
      "import { fail } from './dist/index.js'; fail('x');",
    );
    expect(stderr).toContain(`${join(folder, 'src', 'index.ts')}:4:`);
  });
});
