import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Entry,
  explainSetting,
  parseOption,
  parseSettingsFile,
  parseSetupConf,
  parseSetupYaml,
  redactedSource,
  resolveSettings,
  sensitiveInFile,
  settingsTree,
  unusedSettings,
} from '../src/index.ts';
import { define, type resolve } from './reading.ts';

const definitions = define(`
  - { key: a, kind: port, default: "<<__b__>>" }
  - { key: b, kind: string }
  - { key: c, kind: nlb-name, default: "n-<<__a__>>-<<__b__>>", required: true }
  - { key: l.*.n, kind: namespace }
  - { key: l.*.o, kind: string, default: "<<__l.*.n__>>!" }
  - { key: e, kind: enum, values: [x, y], default: x, defaultWhenSet: { b: y } }`);

/** Texts full of what has a meaning somewhere. */
const pieces = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '<<__',
        '__>>',
        '<<__a__>>',
        '<<__b__>>',
        '<<__l.0.n__>>',
        'a',
        'b',
        'l',
        '=',
        ': ',
        ':',
        '\n',
        '\r\n',
        '\r',
        '- ',
        '  ',
        '\t',
        '#',
        ' # ',
        '"',
        "'",
        '\\',
        '[',
        ']',
        '{',
        '}',
        ',',
        '&x ',
        '*x',
        '|',
        '>',
        '|\n  ',
        '? ',
        '---\n',
        '...\n',
        '%YAML 1.2\n',
        '!!str ',
        '!t ',
        '\uFEFF',
        '\0',
        '\uFFFD',
        '.',
        '0',
        '3306',
        'true',
        '~',
        '<<',
        '__proto__',
        'constructor',
        'password',
        '@',
        '`',
        '\u2028',
        '\ud800',
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

describe('any text', () => {
  it.each([
    ['setup.conf', parseSetupConf],
    ['kfdist.yaml', parseSetupYaml],
    ['-', parseSettingsFile],
  ] as const)('is read without an exception, and spans lie inside it: %s', (path, parseText) => {
    fc.assert(
      fc.property(fc.oneof(pieces, fc.string({ unit: 'binary' })), (text) => {
        const source = { path, text };
        const { entries, diagnostics } = parseText(source);
        const spans = [
          ...entries.flatMap(({ span, valueSpan }) => [span, valueSpan]),
          ...diagnostics.flatMap(({ span, related = [] }) => [
            ...(span ? [span] : []),
            ...related.map((other) => other.span),
          ]),
          ...(redactedSource(source, entries, definitions).redacted ?? []),
        ];
        for (const { start, end } of spans) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('is resolved, nested and explained without an exception', () => {
    fc.assert(
      fc.property(pieces, pieces, pieces, (conf, yaml, option) => {
        const { entry } = parseOption(option);
        const entries = [
          ...parseSetupConf({ path: 'setup.conf', text: conf }).entries,
          ...parseSetupYaml({ path: 'kfdist.yaml', text: yaml }).entries,
          ...(entry ? [entry] : []),
        ];
        const { settings } = resolveSettings(entries, { definitions });
        settingsTree(settings);
        sensitiveInFile(settings);
        unusedSettings(settings, new Set());
        for (const key of [...settings.values.keys(), ...settings.unset.keys()])
          explainSetting(settings, key);
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

const key = fc.constantFrom(
  'a',
  'b',
  'c',
  'd',
  'e',
  'f',
  'l.0.n',
  'l.1.n',
  'l.0.o',
  'l.2.n',
  'bb',
  'x.y',
  'x',
);
const value = fc
  .array(
    fc.oneof(
      key.map((name) => `<<__${name}__>>`),
      fc.constantFrom('1', 'text', '-', '3306', 'zz'),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((parts) => parts.join(''));
const lines = fc.uniqueArray(fc.tuple(key, value), { selector: ([name]) => name, maxLength: 12 });

const outcome = (settings: ReturnType<typeof resolve>['settings']) => ({
  values: [...settings.values.values()].map(({ key: name, text, type, uses }) => [name, text, type, uses]),
  unset: [...settings.unset],
});

describe('the order of settings', () => {
  it('does not matter', () => {
    const shuffled = lines.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        const text = (all: typeof list) =>
          `${all.map(([name, written]) => `<<__${name}__>>=${written}`).join('\n')}\n#`;
        const first = resolveSettings(parseSetupConf({ path: 'x', text: text(list) }).entries, {
          definitions,
        });
        const second = resolveSettings(parseSetupConf({ path: 'x', text: text(other) }).entries, {
          definitions,
        });
        expect(outcome(second.settings)).toEqual(outcome(first.settings));
        const sentences = ({ diagnostics }: typeof first) =>
          diagnostics.map(({ code, message }) => `${code} ${message}`).toSorted();
        expect(sentences(second)).toEqual(sentences(first));
      }),
      { numRuns: 500 },
    );
  });

  it('of definitions does not matter either', () => {
    fc.assert(
      fc.property(
        lines,
        fc.shuffledSubarray(definitions, { minLength: definitions.length }),
        (list, other) => {
          const text = list.map(([name, written]) => `<<__${name}__>>=${written}`).join('\n');
          const { entries } = parseSetupConf({ path: 'x', text });
          const first = resolveSettings(entries, { definitions });
          const second = resolveSettings(entries, { definitions: other });
          expect(outcome(second.settings)).toEqual(outcome(first.settings));
          expect(second.diagnostics).toEqual(first.diagnostics);
        },
      ),
    );
  });
});

it('values are what replacing by hand gives', () => {
  const part = fc.oneof(fc.constantFrom('-', 'x', '3306', '$&'), fc.integer({ min: 1, max: 4 }));
  const values = fc.array(fc.array(part, { minLength: 1, maxLength: 3 }), { maxLength: 10 });
  fc.assert(
    fc.property(values, (all) => {
      // a value names only later ones, so there is no cycle
      const target = (at: number, offset: number) => (at + offset < all.length ? at + offset : undefined);
      const byHand = (at: number): string =>
        (all[at] ?? [])
          .map((item) => (typeof item === 'string' ? item : byHand(target(at, item) ?? all.length)))
          .join('');
      const written = (at: number, item: string | number) => {
        const other = typeof item === 'number' ? target(at, item) : undefined;
        return typeof item === 'string' ? item : other === undefined ? '' : `<<__k${other}__>>`;
      };
      const text = all.map((parts, at) => `k${at}='${parts.map((item) => written(at, item)).join('')}'`);
      const { settings, diagnostics } = resolveSettings(
        parseSetupConf({ path: 'x', text: `${text.join('\n')}\n#` }).entries,
      );
      expect(diagnostics).toEqual([]);
      expect(all.map((_, at) => settings.values.get(`k${at}`)?.text)).toEqual(all.map((_, at) => byHand(at)));
    }),
  );
});

it('both syntaxes say the same', () => {
  const quoted = fc.string({
    unit: fc.constantFrom('a', ' ', '"', '\\', '#', ':', '=', '&', '$', 'é', '3', '-'),
  });
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z](\.?[a-z0-9_]){0,6}$/), quoted), (values) => {
      const plain = (entries: readonly Entry[]) =>
        entries.map(({ key: name, text, type }) => [name, text, type]);
      const conf = Object.entries(values).map(
        ([name, text]) => `<<__${name}__>>=${text.includes('"') ? `'${text}'` : `"${text}"`}`,
      );
      const yaml = Object.entries(values).map(([name, text]) => `${name}: ${JSON.stringify(text)}`);
      expect(plain(parseSetupConf({ path: 'x', text: [...conf, '#'].join('\n') }).entries)).toEqual(
        plain(parseSetupYaml({ path: 'x', text: [...yaml, '#'].join('\n') }).entries),
      );
    }),
  );
});

describe('long texts', () => {
  const ten = 10_000_000;
  const one = 1_000_000;

  it.each([
    ['one value', `<<__a__>>=${'x'.repeat(ten)}`],
    ['blanks around a value', `<<__a__>>=${' '.repeat(ten)}x${' '.repeat(ten)}y`],
    ['no equals sign', '<'.repeat(ten)],
    ['a key', `<<__${'_'.repeat(ten)}=x`],
    ['equals signs', '='.repeat(ten)],
    ['blank lines', '\n'.repeat(one)],
    ['lines of comments', '#\n'.repeat(one / 2)],
    ['beginnings of placeholders', `<<__a__>>=${'<<__'.repeat(ten / 4)}`],
    ['damaged lines', '\uFFFD=x\n'.repeat(one / 20)],
  ])('in setup.conf take time in proportion: %s', (_, text) => {
    const { entries } = parseSetupConf({ path: 'x', text });
    redactedSource({ path: 'x', text }, entries);
    expect(resolveSettings(entries).settings.values.size).toBeLessThanOrEqual(1);
  });

  it.each([
    ['one value', `a: ${'x'.repeat(ten)}`],
    ['quoted', `a: "${'x '.repeat(one)}"`],
    ['a block', `a: |\n${'  xxxxxxxx\n'.repeat(one / 10)}`],
    ['open brackets', '['.repeat(one / 5)],
    ['open braces', '{a: '.repeat(one / 20)],
    ['dashes', '- '.repeat(one / 10)],
    ['closing brackets', ']'.repeat(one / 50)],
    ['indentation', Array.from({ length: 1500 }, (__, at) => `${' '.repeat(at)}a:`).join('\n')],
    ['comments', '#x\n'.repeat(one / 20)],
    ['a dotted key', `${'a.'.repeat(one / 5)}b: x`],
  ])('in kfdist.yaml take time in proportion: %s', (_, text) => {
    const { entries } = parseSetupYaml({ path: 'x', text });
    redactedSource({ path: 'x', text }, entries);
    expect(resolveSettings(entries).settings.values.size).toBeLessThanOrEqual(1);
  });

  it('with many settings too', () => {
    const text = Array.from(
      { length: 5_000 },
      (_, at) => `k.${at}.x: v<<__k.${(at * 7) % 5_000}.y__>>\nk.${at}.y: w`,
    ).join('\n');
    const { entries } = parseSetupYaml({ path: 'x', text });
    const { settings, diagnostics } = resolveSettings(entries, { definitions });
    expect(settings.values.get('k.3.x')?.text).toBe('vw');
    expect(diagnostics.length).toBeLessThan(3);
    expect(Object.keys(settingsTree(settings))).toContain('k');
  });
});
