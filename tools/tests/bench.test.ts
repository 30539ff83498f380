import { describe, expect, it } from 'vitest';
import { aimAtMost, compared, isMissed, keepsLimit, ratioAtLeast, ratioAtMost } from '../bench/figures.mjs';
import { generateSettings, generateTree } from '../bench/generated-tree.mjs';
import { parseTimes } from '../bench/measure.mjs';
import { parseRecording, regressions, toRecording } from '../bench/recording.mjs';
import { median, medianRun } from '../bench/statistics.mjs';
import { formatTable } from '../bench/table.mjs';

interface Figure {
  readonly name: string;
  readonly ratio?: number;
  readonly limit?: object;
  readonly ms?: number;
  readonly mb?: number;
}

const placeholders = (files: { text: string }[]) =>
  files.flatMap(({ text }) => Array.from(text.matchAll(/<<__(.+?)__>>/g), ([whole]) => whole));

describe('median', () => {
  it.each([
    [[3], 3],
    [[9, 1, 2], 2],
    [[4, 1, 2, 100], 3],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it('is none of nothing', () => {
    expect(() => median([])).toThrow(RangeError);
  });

  it('takes CPU and wall apart', () => {
    const runs = [
      { cpu: 1, wall: 30 },
      { cpu: 2, wall: 10 },
      { cpu: 3, wall: 20 },
    ];
    expect(medianRun(runs)).toEqual({ cpu: 2, wall: 20 });
  });
});

describe('times of bash', () => {
  it('are user and system together, and real', () => {
    expect(parseTimes('0.250 0.031 1.500\n')).toEqual({ cpu: 281, wall: 1500 });
  });

  it.each(['', '0.1 0.2', '0,250 0,031 1,500'])('are refused where they are none: %j', (text) => {
    expect(() => parseTimes(text)).toThrow('did not print times');
  });
});

describe('limits', () => {
  const [ours, theirs] = [
    { cpu: 100, wall: 1 },
    { cpu: 300, wall: 1 },
  ];
  it.each([
    [ratioAtMost(0.5), 0.33, true, false],
    [ratioAtMost(0.3), 0.33, false, true],
    [ratioAtLeast(3), 3, true, false],
    [ratioAtLeast(4), 3, false, true],
    [aimAtMost('ms', 99), 0.33, false, false],
  ])('%j: ratio %d, kept %s, missed %s', (limit, ratio, keeps, missed) => {
    const figure = compared('a / b', ours, theirs, { limit });
    expect([figure.ratio, keepsLimit(figure), isMissed(figure)]).toEqual([ratio, keeps, missed]);
  });
});

describe('the table', () => {
  it('has a line for each figure, numbers to the right', () => {
    const figures = [
      { name: 'setup / copy', ratio: 1.5, limit: ratioAtMost(1.8), ms: 450, wall: 1200, mb: 66 },
      { name: 'loop / render', ratio: 4.9, limit: ratioAtLeast(5), ms: 90, wall: 100 },
      { name: 'memory', mb: 300, limit: aimAtMost('mb', 250) },
      { name: 'growth', ratio: 2 },
    ];
    expect(formatTable(figures).join('\n')).toMatchInlineSnapshot(`
      "figure         ratio      limit  result  CPU ms  wall ms   MB
      setup / copy    1.50     <= 1.8      ok     450     1200   66
      loop / render   4.90       >= 5  missed      90      100
      memory                <= 250 MB    over                   300
      growth          2.00"
    `);
  });
});

describe('a recorded run', () => {
  const before: Figure[] = [
    { name: 'setup / copy', ratio: 1.5, limit: ratioAtMost(1.8), ms: 450, mb: 60 },
    { name: 'loop / render', ratio: 8, limit: ratioAtLeast(5), ms: 90 },
  ];
  const change = (name: string, fields: Partial<Figure>): Figure[] =>
    before.map((figure) => (figure.name === name ? { ...figure, ...fields } : figure));

  it.each<[string, Figure[], string[]]>([
    ['the same', before, []],
    ['a tenth worse is told apart from noise', change('setup / copy', { ratio: 1.65 }), []],
    ['slower', change('setup / copy', { ratio: 1.8 }), ['setup / copy: ratio was 1.5, is 1.8 (20 % worse)']],
    [
      'a smaller factor',
      change('loop / render', { ratio: 6 }),
      ['loop / render: ratio was 8, is 6 (25 % worse)'],
    ],
    ['a larger factor', change('loop / render', { ratio: 12 }), []],
    ['more memory', change('setup / copy', { mb: 90 }), ['setup / copy: mb was 60, is 90 (50 % worse)']],
    ['another machine', change('loop / render', { ms: 900 }), []],
    ['a new figure', [...before, { name: 'new', ratio: 9, limit: ratioAtMost(1), ms: 1 }], []],
  ])('%s', (_name, now, sentences) => {
    expect(regressions(now, before)).toEqual(sentences);
  });

  it('reads back as it was written', () => {
    expect(parseRecording(JSON.stringify(toRecording(before)))).toEqual(before);
    expect(() => parseRecording('{"kind":"Other"}')).toThrow('no recorded run');
  });
});

describe('the generated tree', () => {
  const files = generateTree();

  it('has the shape of the tree that the targets were set for', () => {
    const found = placeholders(files);
    expect({
      files: new Set(files.map(({ path }) => path)).size,
      occurrences: found.length,
      keys: new Set(found).size,
      touched: files.filter((file) => placeholders([file]).length > 0).length,
      megabytes: Number((files.reduce((sum, { text }) => sum + text.length, 0) / 1e6).toFixed(1)),
    }).toEqual({ files: 260, occurrences: 350, keys: 75, touched: 105, megabytes: 2.7 });
  });

  it('is always the same', () => {
    expect(generateTree()).toEqual(files);
  });

  it('has a value for every key of every variant', () => {
    const settings = generateSettings(['', '.v1']);
    const keys = new Set(settings.split('\n').map((line) => line.split('=')[0]));
    for (const key of placeholders([...files, ...generateTree('.v1')])) expect(keys).toContain(key);
    expect(settings.trimEnd().split('\n')).toHaveLength(150);
  });
});
