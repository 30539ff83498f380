import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
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
