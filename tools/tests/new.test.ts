import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSettingsFile } from '@kfdist/config';
import { loadDistribution, planPlatform, textFile } from '@kfdist/platform';
import { readDistribution } from '@kfdist/platform/node';
import { describe, expect, it } from 'vitest';
import { newComponent } from '../new/new-component.mjs';
import { newPackage, withApiPage, withBoundary, withReference } from '../new/new-package.mjs';
import { contentProblems } from '../packages/contents.mjs';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

describe('a new component', () => {
  it('is part of the distribution, and of a platform that selects it', () => {
    const files = Object.entries(newComponent('my-app') as Record<string, string>).map(([path, text]) =>
      textFile(path.replace('distribution/', ''), text),
    );
    const loaded = loadDistribution([
      ...readDistribution(join(root, 'distribution'), { cwd: root }),
      ...files,
    ]);
    expect(loaded.diagnostics).toEqual([]);
    const text = `${read('examples/kfdist.yaml')}\ncomponents.my-app: true\n`;
    const { entries } = parseSettingsFile({ path: 'kfdist.yaml', text });
    const plan = planPlatform({ entries, distribution: loaded.distribution });
    expect(plan.diagnostics).toEqual([]);
    expect(plan.files.map(({ path }) => path)).toContain('components/my-app/configmap.yaml');
  });

  it.each(['My-App', '../x', 'a', '-a', 'a_b'])('is not named %s', (name) => {
    expect(() => newComponent(name)).toThrow(RangeError);
  });
});

describe('a new package', () => {
  const files = newPackage('new-thing', { licence: read('LICENSE') }) as Record<string, string>;

  it('is what publishing asks for', () => {
    const manifest = JSON.parse(files['packages/new-thing/package.json'] ?? '');
    const built = ['dist/index.js', 'dist/index.js.map', 'dist/index.d.ts', 'src/index.ts'];
    const packed = ['README.md', 'LICENSE', 'package.json', ...built];
    expect(contentProblems({ files: packed, manifest })).toEqual([]);
    expect(Object.keys(files)).toContain('packages/new-thing/tests/greeting.test.ts');
  });

  it('is known to the compiler and to the boundaries, once', () => {
    const tsconfig = withReference(read('tsconfig.json'), 'new-thing');
    expect(JSON.parse(tsconfig).references).toContainEqual({ path: 'packages/new-thing' });
    expect(withReference(tsconfig, 'new-thing')).toBe(tsconfig);
    const boundaries = withBoundary(read('tools/boundaries.mjs'), 'new-thing');
    expect(boundaries).toContain("  'new-thing': ['diagnostics'],\n");
    expect(withBoundary(boundaries, 'new-thing')).toBe(boundaries);
  });

  it('has its page in the table of contents, once', () => {
    const contents = withApiPage(read('docs/README.md'), 'new-thing');
    expect(contents).toMatch(/^\| API \| .* · \[new-thing\]\(api\/new-thing\.md\) \|$/m);
    expect(withApiPage(contents, 'new-thing')).toBe(contents);
  });

  it('is not named as no package can be', () => {
    expect(() => newPackage('New', { licence: '' })).toThrow(RangeError);
  });
});
