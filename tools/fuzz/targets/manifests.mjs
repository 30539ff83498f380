import { formatDiagnostics, hasErrors, sourcesOf } from '@kfdist/diagnostics';
import {
  compileManifest,
  compileTemplate,
  findPlaceholders,
  renderBytes,
  renderManifest,
  renderTemplate,
  stringifyManifests,
} from '@kfdist/manifests';
import { parse, parseAllDocuments } from 'yaml';
import { dataOf, invariant, soundDiagnostics } from './invariant.mjs';

const print = (diagnostics, sources) => formatDiagnostics(diagnostics, sourcesOf(sources));
const VALUES = {
  a: { text: 'it\'s: "x" # - {y}\n z', type: 'string' },
  b: { text: '3306', type: 'integer' },
  c: { text: 'true', type: 'string' },
};
const lookup = (key) => VALUES[key];
const tokens = [
  '<<__a__>>',
  '<<__b__>>',
  '<<__c__>>',
  '<<__',
  '__>>',
  ': ',
  '- ',
  '|\n  ',
  '>-\n  ',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  ',',
  '#',
  '\\',
  '\r\n',
  '\t',
  '&x ',
  '*x',
  '<<: ',
  '---\n',
  '...\n',
  'data:\n  ',
  'kind: ConfigMap\n',
  'a.json: |\n',
  '\\u0000',
  '\uFEFF',
  '? ',
];
const hbs = [
  '{{',
  '}}',
  '{{#each settings}}',
  '{{/each}}',
  '{{#if a}}',
  '{{else}}',
  '{{/if}}',
  '{{{',
  '}}}',
  '{{setting "a"}}',
  '{{lookup settings "b"}}',
  '{{join list ","}}',
  '{{> x}}',
  '{{!-- c --}}',
  '@index',
  'this',
  '../',
  '~',
  '(eq a b)',
  '|as|',
  '{{__proto__}}',
  '{{constructor}}',
];

function renderAs(path, isValid) {
  return (text) => {
    const source = { path, text };
    const compiled = compileManifest(source);
    const rendered = renderManifest(compiled, lookup);
    soundDiagnostics([...compiled.diagnostics, ...rendered.diagnostics], [source], print);
    if (hasErrors(compiled.diagnostics) || hasErrors(rendered.diagnostics)) return;
    if (findPlaceholders(text).length === 0)
      invariant(rendered.text === text, 'a file without placeholders changed');
    else isValid(rendered.text);
  };
}

function isYaml(text) {
  for (const version of ['1.1', '1.2']) {
    const errors = parseAllDocuments(text, { version, uniqueKeys: false, logLevel: 'silent' }).flatMap(
      (document) => document.errors,
    );
    invariant(errors.length === 0, `rendered YAML ${version} cannot be read: ${errors[0]?.message}`);
  }
}

export const targets = [
  {
    name: 'manifest.yaml',
    seeds: ['tests/fixture-distribution', 'distribution/argocd'],
    tokens,
    run: renderAs('x.yaml', isYaml),
  },
  {
    name: 'manifest.json',
    texts: ['{"a": "<<__a__>>", "b": <<__b__>>}', '[1, {"x": ["<<__c__>>"]}]'],
    tokens,
    // A byte order mark of the file stays in it
    run: renderAs('x.json', (text) => JSON.parse(text.replace(/^\uFEFF/, ''))),
  },
  {
    name: 'template.hbs',
    texts: [
      'a: {{setting "a"}}\n',
      '{{#each list}}\n- {{this}}\n{{/each}}\n',
      '{{#if (eq a b)}}x: {{a}}{{else}}y: "{{b}}"{{/if}}\n',
    ],
    tokens: [...hbs, ...tokens],
    run: (text) => {
      const source = { path: 'x.yaml.hbs', text };
      const compiled = compileTemplate(source);
      const data = { settings: { a: '1', b: 2 }, list: ['x', 'y: z'], a: 'a\n"', b: true };
      const rendered = renderTemplate(compiled, data, lookup);
      soundDiagnostics([...compiled.diagnostics, ...rendered.diagnostics], [source], print);
      if (!hasErrors(compiled.diagnostics) && !hasErrors(rendered.diagnostics)) isYaml(rendered.text);
    },
  },
  {
    name: 'bytes',
    texts: ['plain <<__a__>>', '\uFEFFa: <<__b__>>', 'caf\u00e9 <<__c__>>'],
    tokens,
    run: (text) => {
      for (const encoding of ['utf8', 'latin1', 'utf16le'])
        renderBytes({ path: 'x.yaml', bytes: Buffer.from(text, encoding) }, lookup);
    },
  },
  {
    name: 'stringify',
    texts: ['a: 1', '- yes', 'a: "012"'],
    tokens,
    run: (text) => {
      const data = dataOf(parse, text);
      const plain = JSON.parse(JSON.stringify(data ?? null));
      if (typeof plain !== 'object' || plain === null) return;
      const back = parse(stringifyManifests([plain]), { logLevel: 'silent' });
      invariant(JSON.stringify(back) === JSON.stringify(plain), 'a written object reads back as another');
    },
  },
];
