import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import * as manifests from '../src/index.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

it('the example of the README gives what it says', () => {
  const [, code = ''] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  const [body = '', expected = ''] = code.split('//=> ');
  const statements = body.replace(/import .*\n/, '');
  expect(runInNewContext(statements, { ...manifests })).toBe(runInNewContext(expected));
});

it('the README names all that there is to call', () => {
  const names = Object.keys(manifests);
  expect(names).toMatchInlineSnapshot(`
    [
      "kubernetesValue",
      "YAML_OPTIONS",
      "readBlockYaml",
      "renderBytes",
      "MANIFESTS_DIAGNOSTICS",
      "compileManifest",
      "renderManifest",
      "mirrorBases",
      "networkMirror",
      "localPath",
      "mirrored",
      "isPlainYaml",
      "parseObjects",
      "findPlaceholders",
      "renderText",
      "parseRemoteBase",
      "joinObjects",
      "objectId",
      "sortObjects",
      "stringifyManifests",
      "compileTemplate",
      "renderTemplate",
    ]
  `);
  for (const name of names) expect(readme).toContain(name);
});

it('the catalog explains every code', () => {
  for (const [code, { explanation, message }] of Object.entries(manifests.MANIFESTS_DIAGNOSTICS)) {
    expect(code).toMatch(/^[A-Z]+(?:_[A-Z]+)*$/);
    expect(message.length * explanation.length).toBeGreaterThan(0);
  }
});
