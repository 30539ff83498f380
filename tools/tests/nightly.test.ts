import { expect, it } from 'vitest';
import { summaryOf } from '../nightly/summary.mjs';

it('a night ends with how each part ended, and what was left out', () => {
  const results = [
    { name: 'fuzz', status: 0, minutes: 60.04, lines: ['8 targets'] },
    {
      name: 'benchmark',
      status: 0,
      minutes: 3,
      lines: ['left out: the predecessor, no --seed DIR', 'a table'],
    },
    { name: 'mutation', status: 1, minutes: 12.34, lines: [] },
    { name: 'end to end', status: 0, minutes: 0, lines: ['left out: the end-to-end run, no --lab DIR'] },
  ];
  expect(summaryOf(results).join('\n')).toMatchInlineSnapshot(`
    "part          result  minutes
    fuzz              ok     60.0
    benchmark         ok      3.0
    mutation      FAILED     12.3
    end to end  left out      0.0
    left out: benchmark: the predecessor, no --seed DIR
    left out: end to end: the end-to-end run, no --lab DIR
    4 parts, 1 failed"
  `);
});
