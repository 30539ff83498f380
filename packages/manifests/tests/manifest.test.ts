import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { compileManifest, renderManifest } from '../src/index.ts';
import { AWKWARD_VALUES } from './awkward-values.ts';
import { render, type TestValues } from './rendering.ts';

describe('bytes of a rendering', () => {
  it.each<[name: string, template: string, values: TestValues, expected: string]>([
    ['a plain word', 'a: <<__v__>> # c\n', { v: 'word' }, 'a: word # c\n'],
    ['a URL', 'a: <<__v__>>\n', { v: 'https://a/b?c#d' }, 'a: https://a/b?c#d\n'],
    ['a host in a longer scalar', 'a: https://<<__v__>>/x\n', { v: 'h.example' }, 'a: https://h.example/x\n'],
    ['a wildcard inside', 'a: x*<<__v__>>\n', { v: '*' }, 'a: x**\n'],
    ['a wildcard first', 'a: <<__v__>>\n', { v: '*.x' }, 'a: "*.x"\n'],
    ['an integer', 'a: <<__v__>>\n', { v: 3306 }, 'a: 3306\n'],
    ['a boolean', 'a: <<__v__>>\n', { v: true }, 'a: true\n'],
    ['a number', 'a: <<__v__>>\n', { v: { text: '1.5e3', type: 'number' } }, 'a: 1.5e3\n'],
    [
      'an integer that YAML 1.1 reads as octal',
      'a: <<__v__>>\n',
      { v: { text: '0123', type: 'integer' } },
      'a: "0123"\n',
    ],
    [
      'a boolean that only YAML 1.1 knows',
      'a: <<__v__>>\n',
      { v: { text: 'yes', type: 'boolean' } },
      'a: "yes"\n',
    ],
    ['a string of digits', 'a: <<__v__>>\n', { v: '3306' }, 'a: "3306"\n'],
    ['a date', 'a: <<__v__>>\n', { v: '2024-01-01' }, 'a: "2024-01-01"\n'],
    ['a version', 'a: v<<__v__>>\n', { v: '1.20' }, 'a: v1.20\n'],
    ['digits from two integers', 'a: <<__v__>><<__v__>>\n', { v: 1 }, 'a: "11"\n'],
    ['nothing', 'a: <<__v__>>\n', { v: '' }, 'a: ""\n'],
    ['quotes in double quotes', 'a: "\\t<<__v__>>"\n', { v: 'x"\\' }, 'a: "\\tx\\"\\\\"\n'],
    ['quotes in single quotes', "a: 'it''s <<__v__>>'\n", { v: "x'" }, "a: 'it''s x'''\n"],
    ['a line break in single quotes', "a: '<<__v__>>'\n", { v: 'x\ny' }, 'a: "x\\ny"\n'],
    ['an integer in quotes', 'a: "<<__v__>>"\n', { v: 3306 }, 'a: "3306"\n'],
    ['a block', 'a: |\n  x <<__v__>>\n  y\n', { v: '# : "' }, 'a: |\n  x # : "\n  y\n'],
    ['lines in a block', 'a: |\n  <<__v__>>\n  y\n', { v: 'k\n  l\n\nm' }, 'a: |\n  k\n    l\n\n  m\n  y\n'],
    ['lines in a CRLF block', 'a: |\r\n  <<__v__>>\r\n', { v: 'k\nl' }, 'a: |\r\n  k\r\n  l\r\n'],
    [
      'a file that ends in a line break, in a block',
      'a: |\n  <<__v__>>\n\nb: 1\n',
      { v: 'k\nl\n' },
      'a: |+\n  k\n  l\n\nb: 1\n',
    ],
    ['a leading space in a block', 'a: |\n  <<__v__>>\n', { v: '  k' }, 'a: |2\n    k\n'],
    ['CR in a block', 'a: | # c\n  <<__v__>>\nb: 1\n', { v: 'k\r\nl' }, 'a: "k\\r\\nl\\n" # c\nb: 1\n'],
    ['lines in a folded block', 'a: >-\n  x\n  <<__v__>>\n', { v: 'k\nl' }, 'a: "x k\\nl"\n'],
    ['lines in a comment', '# x <<__v__>>\na: 1\n', { v: 'k\nb: 2' }, '# x k b: 2\na: 1\n'],
    ['a key', '<<__v__>>.<<__w__>>: ""\n', { v: 'serving', w: 'example.com' }, 'serving.example.com: ""\n'],
    ['an integer as a key', '<<__v__>>: 1\n', { v: 80 }, '"80": 1\n'],
    ['an item of a flow sequence', 'a: [<<__v__>>, b]\n', { v: 'x, y' }, 'a: ["x, y", b]\n'],
    ['an anchor', 'a: &<<__v__>> 1\nb: *<<__v__>>\n', { v: 'x' }, 'a: &x 1\nb: *x\n'],
    [
      'JSON in quotes and bare',
      '{"a": "<<__v__>>", "b": <<__w__>>, "c": <<__v__>>}',
      { v: 'x"', w: 3306 },
      '{"a": "x\\"", "b": 3306, "c": "x\\""}',
    ],
    ['text of other files', 'port=<<__v__>>\r\n', { v: '"33\n06"' }, 'port="33\n06"\r\n'],
  ])('%s', (name, template, values, expected) => {
    const path = name.startsWith('JSON') ? 'x.json' : name.startsWith('text') ? 'x.conf' : 'x.yaml';
    expect(render(template, values, path)).toMatchObject({ text: expected, codes: [] });
  });

  it.each([
    ['x.yaml', 'k: "a: b"'],
    ['d/x.YML', 'k: "a: b"'],
    ['x.yaml.bak', 'k: a: b'],
    ['x.json.bak', 'k: a: b'],
    ['yaml', 'k: a: b'],
    ['x.yaml/json', 'k: a: b'],
  ])('follow the name of the file: %s', (path, expected) => {
    expect(render('k: <<__v__>>', { v: 'a: b' }, path)).toMatchObject({ text: expected, codes: [] });
  });
});

describe('places that take only strings', () => {
  it.each([
    'kind: ConfigMap\ndata:\n  k: <<__v__>>\n',
    'data:\n  k: <<__v__>>\nkind: ConfigMap\n',
    'kind: Secret\nstringData:\n  k: <<__v__>>\n',
    'kind: List\nitems:\n- kind: ConfigMap\n  data:\n    k: <<__v__>>\n',
    'kind: ConfigMapList\nitems:\n- kind: ConfigMap\n  data:\n    k: <<__v__>>\n',
    '{ kind: ConfigMap, data: { k: <<__v__>> } }\n',
    'kind: X\n---\nkind: "ConfigMap"\ndata: { k: <<__v__>> }\n',
    'metadata:\n  labels:\n    k: <<__v__>>\n',
    'spec:\n  template:\n    metadata:\n      annotations:\n        k: <<__v__>>\n',
    'spec:\n  selector:\n    matchLabels:\n      k: <<__v__>>\n',
    'nodeSelector:\n  k: <<__v__>>\n',
    'containers:\n- args: [<<__v__>>]\n',
    'containers:\n- command:\n  - <<__v__>>\n',
    'env:\n- name: A\n  value: <<__v__>>\n',
    'helm:\n  parameters:\n  - name: A\n    value: <<__v__>>\n',
    'kind: StorageClass\nparameters:\n  k: <<__v__>>\n',
    'configMapGenerator:\n- literals:\n  - <<__v__>>\n',
  ])('%j', (template) => {
    for (const v of [3306, true]) {
      expect(render(template, { v }).text).toBe(template.replace('<<__v__>>', `"${v}"`));
    }
  });

  it.each([
    'kind: Deployment\nspec:\n  replicas: <<__v__>>\n',
    'kind: StatefulSet\ndata:\n  k: <<__v__>>\n',
    'kind: ConfigMap\nother:\n  data:\n    k: <<__v__>>\n',
    'kind: Application\nspec:\n  source:\n    helm:\n      valuesObject:\n        port: <<__v__>>\n',
    'kind: XList\nspec:\n  items:\n  - kind: ConfigMap\n    data:\n      k: <<__v__>>\n',
    'kind: XList\nother:\n- kind: ConfigMap\n  data:\n    k: <<__v__>>\n',
    'kind: X\nitems:\n- kind: ConfigMap\n  data:\n    k: <<__v__>>\n',
    'items:\n- kind: ConfigMap\n  data:\n    k: <<__v__>>\n',
    'kind: [ConfigMap]\ndata:\n  k: <<__v__>>\n',
    '? { a: b }\n: kind\ndata:\n  k: <<__v__>>\n',
  ])('others keep the type: %j', (template) => {
    expect(render(template, { v: 3306 }).text).toBe(template.replace('<<__v__>>', '3306'));
  });
});

describe('a document inside of a document', () => {
  it.each<[template: string, v: TestValues[string], expected: string]>([
    ['data:\n  a.json: |\n    {"k": "<<__v__>>"}\n', 'x"', 'data:\n  a.json: |\n    {"k": "x\\""}\n'],
    ['data:\n  a.json: |\n    {"k": <<__v__>>}\n', 3306, 'data:\n  a.json: |\n    {"k": 3306}\n'],
    ['data:\n  a.json: |\n    {"k": <<__v__>>}\n', '3306', 'data:\n  a.json: |\n    {"k": "3306"}\n'],
    ['data:\n  a.json: \'{"k": "<<__v__>>"}\'\n', '\'"', 'data:\n  a.json: \'{"k": "\'\'\\""}\'\n'],
    ['data:\n  a.yaml: |\n    k: <<__v__>>\n', 'a: b', 'data:\n  a.yaml: |\n    k: "a: b"\n'],
    [
      'patches:\n- patch: |-\n    kind: ConfigMap\n    data:\n      k: <<__v__>>\n',
      1,
      'patches:\n- patch: |-\n    kind: ConfigMap\n    data:\n      k: "1"\n',
    ],
    ['helm:\n  values: |\n    k: <<__v__>>\n', 'yes', 'helm:\n  values: |\n    k: "yes"\n'],
    ['a.yaml: |\n  b.json: |\n    ["<<__v__>>"]\n', '"', 'a.yaml: |\n  b.json: |\n    ["\\""]\n'],
    ['data:\n  a.json: |\n    {not json <<__v__>>\n', '"', 'data:\n  a.json: |\n    {not json "\n'],
    ['a.JSON: |\n  {"k": <<__v__>>}\n', 'x', 'a.JSON: |\n  {"k": "x"}\n'],
    ['a.YML: |\n  k: <<__v__>>\n', 'a: b', 'a.YML: |\n  k: "a: b"\n'],
    ['a.json.tpl: |\n  {"k": <<__v__>>}\n', 'x', 'a.json.tpl: |\n  {"k": x}\n'],
    ['a.yaml.tpl: |\n  k: <<__v__>>\n', 'a: b', 'a.yaml.tpl: |\n  k: a: b\n'],
    ['values: |\n  k: <<__v__>>\n', 'a: b', 'values: |\n  k: a: b\n'],
    ['x: { patch: "k: <<__v__>>" }\n', 'a: b', 'x: { patch: "k: \\"a: b\\"" }\n'],
    ['- |\n  k: <<__v__>>\n', 'a: b', '- |\n  k: a: b\n'],
    ['|\n  k: <<__v__>>\n', 'a: b', '|\n  k: a: b\n'],
  ])('%j with %j', (template, v, expected) => {
    expect(render(template, { v })).toMatchObject({ text: expected, codes: [] });
  });

  it.each([
    "a.yaml: 'k: <<__v__>>'\n",
    "a.yaml: 'k: <<__v__>>\n\n  l: 1'\n",
    'a.yaml: "k: <<__v__>>\\nl: 1"\n',
    'a.yaml: "k: <<__v__>>\n\n  l: 1"\n',
    'a.yaml: >\n  k: <<__v__>>\n\n  l: 1\n',
    'a.yaml: |+\n  l: 1\n  k: "<<__v__>>"\n\n',
    'a.yaml: |-\n    k: <<__v__>> # <<__v__>>\n    l: [<<__v__>>]\n',
    "a.yaml: '{ k: <<__v__>> }'\n",
  ])('keeps its structure in whatever quotes: %j', (template) => {
    for (const v of AWKWARD_VALUES) {
      const { text, codes } = render(template, { v });
      const outer = parse(text) as { 'a.yaml': string };
      expect([v, codes, parse(outer['a.yaml'], { version: '1.1' })]).toMatchObject([v, [], { k: v }]);
    }
  });

  it('keeps its structure whatever the value', () => {
    for (const v of AWKWARD_VALUES) {
      const { text } = render(
        'data:\n  a.json: |\n    {"k": "<<__v__>>", "l": [<<__v__>>]}\n  b.yml: |\n    k: <<__v__>>\n',
        { v },
      );
      const { data } = parse(text) as { data: Record<string, string> };
      expect(JSON.parse(data['a.json'] ?? '')).toEqual({ k: v, l: [v] });
      expect(parse(data['b.yml'] ?? '', { version: '1.1' })).toEqual({ k: v });
    }
  });
});

const CONTEXTS: Readonly<Record<string, string>> = {
  plain: 'k: <<__v__>>\n',
  'plain in a longer text': 'k: pre <<__v__>> post\n',
  'plain at the start': 'k: <<__v__>>post\n',
  'plain at the end': 'k: pre<<__v__>>\n',
  'plain on two lines': 'k: one\n  <<__v__>> two\n',
  'double-quoted': 'k: "<<__v__>>"\n',
  'double-quoted on two lines': 'k: "one\n  <<__v__>>\n  two"\n',
  'single-quoted': "k: '<<__v__>>'\n",
  'single-quoted on two lines': "k: 'one\n\n  <<__v__>>'\n",
  literal: 'k: |\n  <<__v__>>\n  more\n',
  'literal, alone': 'k: |\n  <<__v__>>\n',
  'literal, stripped': 'k: |-\n  one\n  <<__v__>>\n\nz: 1\n',
  'literal, kept': 'k: |+\n  <<__v__>>\n\nz: 1\n',
  'literal, indented by number': 'k: |1\n   <<__v__>>\n',
  'literal with CRLF': 'k: |\r\n  <<__v__>>\r\nz: 1\r\n',
  folded: 'k: >\n  one\n  <<__v__>>\n\n  two\n',
  'flow sequence': 'k: [<<__v__>>, z]\n',
  'flow mapping': 'k: {a: <<__v__>>, b: x<<__v__>>}\n',
  'flow, quoted': 'k: ["<<__v__>>",z]\n',
  sequence: '- <<__v__>>\n- - x <<__v__>>\n',
  key: '<<__v__>>: z\n',
  'key in a flow mapping': '{<<__v__>>: z}\n',
  'quoted key': '"a <<__v__>>": z\n',
  'explicit key': '? <<__v__>>\n: z\n',
  'whole document': '<<__v__>>\n',
  'second document': 'a: 1\n---\n<<__v__>>\n',
  comment: '# <<__v__>>\nk: z # <<__v__>>\n',
  tagged: 'k: !!str <<__v__>>\n',
  anchored: 'k: &a <<__v__>>\nl: *a\n',
};

describe.each(Object.entries(CONTEXTS))('an awkward value: %s', (_name, template) => {
  it('reads back as itself to every reader', () => {
    for (const v of AWKWARD_VALUES) {
      const { text, codes } = render(template, { v });
      expect(codes).toEqual([]);
      for (const version of ['1.1', '1.2'] as const) {
        expect([v, textsOf(text, version)]).toEqual([v, textsOf(template, version, v)]);
      }
    }
  });
});

/** What documents read as, as JSON, with a value in the place of the slot. */
function textsOf(text: string, version: '1.1' | '1.2', v?: string): string[] {
  return parseAllDocuments(text, { version }).map((document) => {
    expect(document.errors).toEqual([]);
    const json = JSON.stringify(document.toJS());
    return v === undefined ? json : json.replaceAll('<<__v__>>', () => JSON.stringify(v).slice(1, -1));
  });
}

describe('what cannot be made safe is an error', () => {
  it.each<[template: string, values: TestValues, code: string, at: string, path?: string]>([
    ['a: <<__x__>>\n', {}, 'UNKNOWN_PLACEHOLDER', '<<__x__>>'],
    ['a: &<<__v__>> 1\n', { v: 'x y' }, 'UNSAFE_PLACE', '<<__v__>>'],
    ['a: &x 1\nb: *<<__v__>>\n', { v: '' }, 'UNSAFE_PLACE', '<<__v__>>'],
    ['%TAG ! <<__v__>>\n---\na: 1\n', { v: 'x y' }, 'UNSAFE_PLACE', '<<__v__>>'],
    ['<<__v__>>: 1\n', { v: 'k'.repeat(1100) }, 'UNSAFE_PLACE', '<<__v__>>'],
    ['<<__v__>>: 1\nb: 2\n', { v: 'b' }, 'DUPLICATE_KEY', '<<__v__>>'],
    ['{"<<__v__>>": 1, <<__w__>>: 2}\n', { v: 'b', w: 'b' }, 'DUPLICATE_KEY', '<<__w__>>'],
    ['? |-\n  <<__v__>>\n: 1\n"b": 2\n', { v: 'b' }, 'DUPLICATE_KEY', '<<__v__>>'],
    ['{"a": {"<<__v__>>": 1, "b": 2}, "b": 1}', { v: 'b' }, 'DUPLICATE_KEY', '<<__v__>>', 'x.json'],
    ['b: 1\nb: 2\n<<__v__>>: 3\nc: 4\n', { v: 'c' }, 'DUPLICATE_KEY', '<<__v__>>'],
    ['a: <<__v__>>\n', { v: 'x\ud800' }, 'UNSAFE_VALUE', '<<__v__>>'],
    ['a: b: <<__v__>>\n', { v: 'x' }, 'INVALID_TEMPLATE', 'b'],
    ['a: "\\<<__v__>>"\n', { v: 'x' }, 'INVALID_TEMPLATE', '\\'],
    ['{{ if }}\na: <<__v__>>\n', { v: 'x' }, 'INVALID_TEMPLATE', 'a'],
    ['{"a": <<__v__>>,}', { v: 'x' }, 'INVALID_TEMPLATE', '}', 'x.json'],
    ['{"a": "<<__v__>>', { v: 'x' }, 'INVALID_TEMPLATE', '"<<__v__>>', 'x.json'],
    ['["<<__v__>>"', { v: 'x' }, 'INVALID_TEMPLATE', '', 'x.json'],
    ['["<<__v__>>", 01]', { v: 'x' }, 'INVALID_TEMPLATE', '01', 'x.json'],
    ['[}"<<__v__>>"', { v: 'x' }, 'INVALID_TEMPLATE', '}', 'x.json'],
    ['{a: "<<__v__>>"}', { v: 'x' }, 'INVALID_TEMPLATE', 'a', 'x.json'],
  ])('%j', (template, values, code, at, path) => {
    const { diagnostics, text } = render(template, values, path);
    const found = diagnostics.find((diagnostic) => diagnostic.code === code);
    expect(found?.severity).toBe('error');
    expect(template.slice(found?.span?.start, found?.span?.end)).toMatch(new RegExp(`^${literally(at)}`));
    expect(code !== 'INVALID_TEMPLATE' || text === template).toBe(true);
  });

  it.each([
    ['a: &<<__v__>> 1\n', 'an anchor'],
    ['a: &x 1\nb: *<<__v__>>\n', 'an alias'],
    ['%TAG ! <<__v__>>\n---\na: 1\n', 'a directive'],
  ])('names the place: %j', (template, place) => {
    expect(render(template, { v: 'x y' }).diagnostics).toMatchObject([{ args: { key: 'v', place } }]);
  });

  it('keeps what else the value has', () => {
    expect(render('a: x<<__v__>>\n', { v: 'y\ud800' }).text).toBe('a: xy\ufffd\n');
  });

  it('never shows the value', () => {
    const secret = 'hunter2 \ud800';
    const { diagnostics } = render('a: &<<__v__>> 1\n<<__v__>>: 1\n? <<__v__>>\n: 2\n', { v: secret });
    expect(diagnostics.length).toBeGreaterThan(2);
    expect(JSON.stringify(diagnostics)).not.toContain('hunter2');
  });
});

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

describe('any text', () => {
  const anyText = fc
    .array(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 6 }),
        fc.constantFrom(
          '<<__v__>>',
          '<<__w__>>',
          '<<__',
          ': ',
          '\n',
          '\n  ',
          '- ',
          '"',
          "'",
          '|\n',
          '>-\n',
          '{',
          '}',
          '[',
          ']',
          ',',
          '#',
          '&a ',
          '*a',
          '!t',
          '---\n',
          '%',
          '? ',
          '\\',
          '\t',
          '\r\n',
          'k',
        ),
      ),
      { maxLength: 20 },
    )
    .map((pieces) => pieces.join(''));
  const paths = fc.constantFrom('x.yaml', 'x.json', 'x.md', 'x');

  it('never throws, and is rendered again without a change', () => {
    fc.assert(
      fc.property(anyText, paths, fc.constantFrom(...AWKWARD_VALUES), (text, path, v) => {
        fc.pre(!v.includes('<<__'));
        const once = render(text, { v, w: 1 }, path);
        if (once.codes.length > 0) return;
        expect(render(once.text, { v, w: 1 }, path).text).toBe(once.text);
      }),
      { numRuns: 1000 },
    );
  });

  it('without placeholders is the very same', () => {
    fc.assert(
      fc.property(anyText, paths, (text, path) => {
        fc.pre(!text.includes('<<__'));
        const compiled = compileManifest({ path, text });
        expect(compiled).toMatchObject({ slots: [], diagnostics: [] });
        expect(renderManifest(compiled, () => undefined)).toEqual({ text, diagnostics: [] });
      }),
    );
  });

  it('may be nested too deeply to be looked at', () => {
    const text = `${'['.repeat(20_000)}<<__v__>>`;
    expect(render(text, { v: 'x' }).codes).toContain('INVALID_TEMPLATE');
    expect(render(text, { v: 'x' }, 'x.json').codes).toEqual(['INVALID_TEMPLATE']);
  });
});
