import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { compileTemplate, renderTemplate } from '../src/index.ts';
import { AWKWARD_VALUES } from './awkward-values.ts';
import { codesOf, lookupIn, type TestValues } from './rendering.ts';

function render(text: string, data: unknown, values: TestValues = {}, path = 'x.yaml.hbs') {
  const compiled = compileTemplate({ path, text });
  const rendered = renderTemplate(compiled, data, lookupIn(values));
  const diagnostics = [...compiled.diagnostics, ...rendered.diagnostics];
  return { text: rendered.text, codes: codesOf(diagnostics, text), diagnostics };
}

describe('a template', () => {
  it.each<[text: string, data: unknown, expected: string]>([
    ['a: {{x}}\n', { x: 'a: b' }, 'a: "a: b"\n'],
    ['a: {{x}}\n', { x: 3306 }, 'a: 3306\n'],
    ['a: {{x}}\n', { x: '3306' }, 'a: "3306"\n'],
    ['a: "{{x}}"\n', { x: 3306 }, 'a: "3306"\n'],
    ['a: {{x}}-{{x}}\n', { x: true }, 'a: true-true\n'],
    ['kind: ConfigMap\ndata:\n  a: {{x}}\n', { x: 1 }, 'kind: ConfigMap\ndata:\n  a: "1"\n'],
    ['a: |\n  {{x}}\n', { x: 'k\nl' }, 'a: |\n  k\n  l\n'],
    ['{{#each l}}\n- {{this}}\n{{/each}}\n', { l: ['x', '- y', 2, false] }, '- x\n- "- y"\n- 2\n- false\n'],
    ['{{#each l as |v i|}}\n- {{v.n}}: {{i}}\n{{/each}}\n', { l: [{ n: 'x' }] }, '- x: 0\n'],
    ['{{#each o}}\n{{@key}}: {{this}}\n{{/each}}\n', { o: { 'a: ': 1 } }, '"a: ": 1\n'],
    ['a: {{#each l}}{{this}}{{#unless @last}},{{/unless}}{{/each}}\n', { l: ['x', 'y'] }, 'a: x,y\n'],
    [
      '{{#if (eq x "on")}}\na: 1\n{{else if (ne x "off")}}\na: 2\n{{else}}\na: 3\n{{/if}}\n',
      { x: 'off' },
      'a: 3\n',
    ],
    ['{{#if (and x (not y))}}\na: 1\n{{/if}}\n', { x: [1], y: [] }, 'a: 1\n'],
    ['{{#unless (or x y)}}\na: 1\n{{/unless}}\n', { x: 0, y: '' }, 'a: 1\n'],
    ['{{#if (includes selected "dex")}}\na: 1\n{{/if}}\n', { selected: ['dex'] }, 'a: 1\n'],
    ['{{#with x}}\na: {{y}}{{../z}}\n{{/with}}\n', { x: { y: 'k' }, z: 'l' }, 'a: kl\n'],
    ['a: {{lookup x "b"}}\n', { x: { b: 'k' } }, 'a: k\n'],
    ['{{#if (lookup x "c")}}a: 1{{/if}}\n', { x: { b: 'k' } }, '\n'],
    ['a: {{join l ", "}}\n', { l: ['x', 'y'] }, 'a: x, y\n'],
    ['a: {{or x "default"}}\n', { x: '' }, 'a: default\n'],
    ['{{! <<__none__>> }}a: {{"x"}}\n', {}, 'a: x\n'],
    ['{{#if x}}\na: 1\n{{/if}}\n', { x: false }, ''],
    ['a: \\{{x}}\n', {}, 'a: {{x}}\n'],
    ['a: x {{~x~}} y\n', { x: 'k' }, 'a: xky\n'],
    ['a: {{this.eq}}{{./setting}}\n', { eq: 'k', setting: 'l' }, 'a: kl\n'],
    ['{{#each l}}\n- {{@index}}{{../eq}}\n{{/each}}\n', { l: [1], eq: 'k' }, '- 0k\n'],
    ['{{#if x includeZero=true}}\na: 1\n{{/if}}\n', { x: 0 }, 'a: 1\n'],
    ['a: {{x}}\n', { x: 1.5 }, 'a: 1.5\n'],
    ['a: {{x}}\n', { x: 10n }, 'a: 10\n'],
  ])('%j', (text, data, expected) => {
    expect(render(text, data)).toMatchObject({ text: expected, codes: [] });
  });

  it.each<[expression: string, data: unknown, value: unknown]>([
    ['eq x "k"', { x: 'k' }, true],
    ['eq x "k"', { x: 'l' }, false],
    ['eq x 1', { x: '1' }, false],
    ['ne x "k"', { x: 'k' }, false],
    ['ne x "k"', { x: 'l' }, true],
    ['not x', { x: [] }, true],
    ['not x', { x: 'k' }, false],
    ['and x y', { x: 1, y: [1] }, true],
    ['and x y', { x: 1, y: [] }, false],
    ['or x y', { x: [], y: 'k' }, 'k'],
    ['or x y', { x: 0, y: '' }, false],
    ['includes x "k"', { x: ['k'] }, true],
    ['includes x "k"', { x: ['l'] }, false],
    ['includes x "k"', { x: 'k' }, false],
    ['join x "-"', { x: ['k', 'l'] }, 'k-l'],
    ['join x 1', { x: ['k', 'l'] }, 'k,l'],
    ['join x "-"', { x: 'k' }, 'k'],
    ['setting "on"', {}, true],
    ['setting "off"', {}, false],
    ['setting "yes"', {}, 'yes'],
    ['setting "port"', {}, 3306],
    ['setting "precise"', {}, '1.50'],
    ['setting "digits"', {}, '3306'],
    ['eq (setting "port") 3306', {}, true],
    ['or (setting "nope") "k"', {}, 'k'],
    ['eq (lookup x "nope") undefined', { x: {} }, true],
    ['eq x null', { x: null }, true],
  ])('(%s) with %j', (expression, data, value) => {
    const values: TestValues = {
      on: true,
      off: false,
      yes: { text: 'yes', type: 'boolean' },
      port: 3306,
      precise: { text: '1.50', type: 'number' },
      digits: '3306',
    };
    const { text, codes } = render(`a: {{${expression}}}\n`, data, values);
    expect([codes, parse(text)]).toEqual([[], { a: value }]);
  });

  it('fills placeholders once, and does not expand values', () => {
    const values = { a: '<<__b__>>', b: 'x', 'rds.port': 3306 };
    expect(
      render(
        'a: <<__a__>>\nb: {{setting "a"}}\nc: {{x}}\nd: {{setting "rds.port"}}\n',
        { x: '<<__b__>>{{y}}' },
        values,
      ),
    ).toMatchObject({
      text: 'a: <<__b__>>\nb: <<__b__>>\nc: <<__b__>>{{y}}\nd: 3306\n',
      codes: [],
    });
  });

  it('knows its placeholders', () => {
    const text =
      '{{#each l}}\n- <<__a__>>{{this}}<<__b__>>\n{{/each}}\n{{! <<__c__>> }}\n<<__a__>> <<__a__>>';
    const { slots, diagnostics } = compileTemplate({ path: 'd/x.yaml.hbs', text });
    expect(diagnostics).toEqual([]);
    const places = Array.from(text.matchAll(/<<__[ab]__>>/g), ({ index, 0: { length } }) => ({
      path: 'd/x.yaml.hbs',
      start: index,
      end: index + length,
    }));
    expect(slots.map(({ key }) => key)).toEqual(['a', 'b', 'a', 'a']);
    expect(slots.map(({ span }) => span)).toEqual(places);
  });

  it.each([
    ['d/x.yaml.hbs', 'd/x.yaml'],
    ['x.hbs.json.HBS', 'x.hbs.json'],
  ])('makes a file called as %s without its ending', (path, result) => {
    expect(compileTemplate({ path, text: '' }).path).toBe(result);
  });

  it('follows the rules of JSON in a JSON file', () => {
    const text = '{"a": "{{x}}", "b": {{x}}, "c": {{n}} }';
    expect(render(text, { x: '"', n: 1 }, {}, 'x.json.hbs').text).toBe('{"a": "\\"", "b": "\\"", "c": 1 }');
    expect(render('{{x}}\n', { x: '": ' }, {}, 'x.md.hbs').text).toBe('": \n');
  });
});

const derived: unknown = Object.create({ inherited: 'k' });

describe('what a template cannot do', () => {
  it.each<[text: string, code: string, at: string]>([
    ['a: {{{x}}}', 'RAW_EXPRESSION', '{{{x}}}'],
    ['a: {{&x}}', 'RAW_EXPRESSION', '{{&x}}'],
    ['{{> x}}', 'UNSUPPORTED_EXPRESSION', '{{> x}}'],
    ['{{#> x}}{{/x}}', 'UNSUPPORTED_EXPRESSION', '{{#> x}}{{/x}}'],
    ['{{* x}}', 'UNSUPPORTED_EXPRESSION', '{{* x}}'],
    ['{{#*inline "x"}}{{/inline}}', 'UNSUPPORTED_EXPRESSION', '{{#*inline "x"}}{{/inline}}'],
    ['a: {{foo x}}', 'UNKNOWN_HELPER', 'foo'],
    ['a: {{log x}}', 'UNKNOWN_HELPER', 'log'],
    ['a: {{[%print] x 0}}', 'UNKNOWN_HELPER', '[%print]'],
    ['{{#x}}{{/x}}', 'UNKNOWN_HELPER', 'x'],
    ['{{#if (foo)}}{{/if}}', 'UNKNOWN_HELPER', 'foo'],
    ['{{#if}}{{/if}}', 'INVALID_TEMPLATE', 'if'],
    ['{{lookup x}}', 'INVALID_TEMPLATE', 'lookup'],
    ['{{eq}}', 'INVALID_TEMPLATE', 'eq'],
    ['a: {{x.nope}}', 'MISSING_EXPRESSION', '{{x.nope}}'],
    ['{{#if nope}}{{/if}}', 'MISSING_EXPRESSION', 'nope'],
    ['{{#each x.nope.never}}{{/each}}', 'MISSING_EXPRESSION', 'x.nope.never'],
    ['{{#if (eq nope 1)}}{{/if}}', 'MISSING_EXPRESSION', 'nope'],
    ['a: {{constructor}}', 'MISSING_EXPRESSION', '{{constructor}}'],
    ['a: {{x.__proto__}}', 'MISSING_EXPRESSION', '{{x.__proto__}}'],
    ['a: {{x.toString}}', 'MISSING_EXPRESSION', '{{x.toString}}'],
    ['a: {{lookup x "constructor"}}', 'MISSING_EXPRESSION', '{{lookup x "constructor"}}'],
    ['a: {{setting "nope"}}', 'MISSING_EXPRESSION', '{{setting "nope"}}'],
    ['a: {{none}}', 'MISSING_EXPRESSION', '{{none}}'],
    ['a: {{x}}', 'NOT_A_SCALAR', '{{x}}'],
    ['a: {{list}}', 'NOT_A_SCALAR', '{{list}}'],
    ['a: <<__nope__>>', 'UNKNOWN_PLACEHOLDER', '<<__nope__>>'],
    ['a: {{setting "<<__a__>>"}}', 'MALFORMED_PLACEHOLDER', '<<__a__>>'],
    ['a: {{s}}\n  b: {{s}}', 'INVALID_TEMPLATE', '{{s}}'],
    ['a: 1\nb: {{x', 'INVALID_TEMPLATE', 'b: {{x'],
    ['{{#if x}}\n\n{{/each}}', 'INVALID_TEMPLATE', ''],
    ['{{s}}: 1\nword: 2', 'DUPLICATE_KEY', '{{s}}'],
    ['a: {{s nope=1}}', 'UNKNOWN_HELPER', 's'],
    ['a: {{(eq s 1)}}', 'INVALID_TEMPLATE', 'a: {{(eq s 1)}}'],
    ['a: {{(eq s 1) 2}}', 'INVALID_TEMPLATE', 'a: {{(eq s 1) 2}}'],
    ['{{#(eq s 1)}}{{/eq}}', 'INVALID_TEMPLATE', '{{#(eq s 1)}}{{/eq}}'],
    ['a: {{eq s 1 x=nope}}', 'MISSING_EXPRESSION', 'nope'],
    ['{{#if s includeZero=nope}}{{/if}}', 'MISSING_EXPRESSION', 'nope'],
    ['{{#if s x}}{{/if}}', 'INVALID_TEMPLATE', 'if'],
    [
      '{{#if s}}{{else}}{{nope}}{{/if}}{{#unless s}}{{else}}{{nope}}{{/unless}}',
      'MISSING_EXPRESSION',
      '{{nope}}',
    ],
    ['a: {{setting s}}', 'MISSING_EXPRESSION', '{{setting s}}'],
    ['a: {{setting 1}}', 'MISSING_EXPRESSION', '{{setting 1}}'],
    ['a: {{derived.inherited}}', 'MISSING_EXPRESSION', '{{derived.inherited}}'],
    ['a: {{infinite}}', 'NOT_A_SCALAR', '{{infinite}}'],
  ])('%s', (text, code, at) => {
    const data = { x: { a: 1 }, list: [], none: null, s: 'word', infinite: 1 / 0, derived };
    const { diagnostics, text: rendered } = render(text, data, { 1: 'k' });
    const found = diagnostics.find((diagnostic) => diagnostic.code === code);
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
    expect(found?.span?.path).toBe('x.yaml.hbs');
    const covered = text.slice(found?.span?.start, found?.span?.end);
    expect(covered).toContain(at);
    expect([undefined, covered]).toContain(found?.args?.expression);
    expect(code === 'INVALID_TEMPLATE' && rendered !== '').toBe(false);
  });

  it.each<[before: string, at: string, after: string]>([
    ['a: 1\n', 'b: {{x\n', ''],
    ['a: 1\r\n', '{{#if x}}\r\n', '{{/each}}'],
    [`a:${'\n'.repeat(11)}`, '{{x\n', ''],
    ['', '{{#if s}}\n', `${'\n'.repeat(11)}{{/each}}`],
    ['\n'.repeat(11), '{{#if s}}{{/each}}', ''],
    ['a: {{s}}\nb: ', '{{s}}', '\nc: d: e\nf: {{s}}'],
    ['a: b: c\nd: ', '{{s}}', ''],
    ['', '', 'a: b: c\n'],
    ['<<__a__>> ', '<<__nope__>>', '\n{{s}}\n<<__nope__>>'],
    ['a: 1\r', '{{nope}}', '\r\n'],
  ])('is shown where it begins: %j %j', (before, at, after) => {
    const [{ span, args } = {}] = render(before + at + after, { s: 'k' }, { a: 'k' }).diagnostics;
    expect(args?.problem ?? '').not.toContain('{{');
    expect([span?.start, span?.end]).toEqual([before.length, before.length + at.length]);
  });

  it('is reported all at once', () => {
    expect(render('a: {{x}}\nb: {{y}}\nc: {{setting "z"}}\n', {}).codes).toHaveLength(3);
    expect(render('a: {{{x}}}\nb: {{> y}}\nc: {{z 1}}\n', {}).codes).toHaveLength(3);
  });
});

describe('any data', () => {
  const text = fc.oneof(fc.constantFrom(...AWKWARD_VALUES), fc.string({ unit: 'binary' }));
  const scalar = fc.oneof(text, fc.integer(), fc.boolean());

  it('reads back as itself, in every place', () => {
    const template = [
      'map:',
      '{{#each map}}',
      '  "k {{@key}}": {{this}}',
      '{{/each}}',
      'list: [{{#each list}}{{this}}, {{/each}}]',
      'quoted: ["{{x}}", \'{{x}}\']',
      'text: |-',
      '  {{x}}',
      '  <<__x__>>',
      'a.json: |',
      '  [{{x}}, "{{x}}"]',
      '# {{x}}',
      '',
    ].join('\n');
    fc.assert(
      fc.property(fc.dictionary(text, scalar), fc.array(scalar), text, (map, list, x) => {
        const rendered = render(template, { map: { ...map, one: 1 }, list, x }, { x });
        expect(rendered.codes).toEqual([]);
        for (const version of ['1.1', '1.2'] as const) {
          const read = parse(rendered.text, { version, mapAsMap: true }) as Map<string, unknown>;
          expect(read.get('map')).toEqual(
            new Map(Object.entries({ ...map, one: 1 }).map(([key, value]) => [`k ${key}`, value])),
          );
          expect(read.get('list')).toEqual(list);
          expect(read.get('quoted')).toEqual([x, x]);
          expect(read.get('text')).toBe(`${x}\n${x}`);
          expect(JSON.parse(String(read.get('a.json')))).toEqual([x, x]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('and any template never throw', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 5 }),
      fc.constantFrom(
        '{{',
        '}}',
        '{{{',
        '}}}',
        '{{#if x}}',
        '{{/if}}',
        '{{else}}',
        '{{x}}',
        '{{#each x}}',
        '{{/each}}',
        '{{eq x 1}}',
        '(',
        ')',
        '<<__a__>>',
        '<<__',
        '\\',
        '{{!--',
        '~',
        '.',
        '@',
        '|',
        '"',
        "'",
        ': ',
        '\n',
        '- ',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.anything(), (pieces, x) => {
        expect(typeof render(pieces.join(''), { x }, { a: 'b' }).text).toBe('string');
        const walked = '{{#each x}}{{this}}{{@key}}{{/each}}{{#if (eq x x.y)}}{{/if}}';
        expect(typeof render(walked, { x }).text).toBe('string');
      }),
      { numRuns: 300 },
    );
  });
});
