import { describe, expect, it } from 'vitest';
import { render, type TestValues } from './rendering.ts';

type Row = readonly [name: string, template: string, v: TestValues[string], expected: string];

const BLOCKS: readonly Row[] = [
  ['kept and splice', 'a: |+ # c\n  <<__v__>>\n\nb: 1\n', 'k', 'a: |+ # c\n  k\n\nb: 1\n'],
  ['kept, written anew', 'a: |+\n  <<__v__>>\nb: 1\n', 'k\nl', 'a: |+\n  k\n  l\nb: 1\n'],
  ['kept, with empty lines', 'a: |+\n  <<__v__>>\n\nb: 1\n', 'k\nl', 'a: |+\n  k\n  l\n\nb: 1\n'],
  ['clipped, with empty lines below', 'a: |\n  <<__v__>>\n\n\nb: 1\n', 'k\nl', 'a: |\n  k\n  l\n\n\nb: 1\n'],
  ['stripped', 'a: |-\n  <<__v__>>\nb: 1\n', 'k\nl', 'a: |-\n  k\n  l\nb: 1\n'],
  ['stripped, ends in a line break', 'a: |-\n  <<__v__>>\nb: 1\n', 'k\n', 'a: |\n  k\nb: 1\n'],
  ['stripped, ends in two', 'a: |-\n  <<__v__>>\n\nb: 1\n', 'k\n\n', 'a: |+\n  k\n\nb: 1\n'],
  ['space first', 'a:\n  b: |\n      <<__v__>>\n', ' k', 'a:\n  b: |4\n       k\n'],
  ['space first in a document', '--- |\n  <<__v__>>\n', ' k', '--- |2\n   k\n'],
  ['a number already', 'a: |1\n   x\n  <<__v__>>\n', 'k\nl', 'a: |1\n   x\n  k\n l\n'],
  ['space first, too far in', `a: |\n${' '.repeat(10)}<<__v__>>\n`, ' k', 'a: " k\\n"\n'],
  [
    'space first, as far as possible',
    `a: |\n${' '.repeat(9)}<<__v__>>\n`,
    ' k',
    `a: |9\n${' '.repeat(10)}k\n`,
  ],
  ['space first, not in', '--- |\n<<__v__>>\n', ' k', '--- " k\\n"\n'],
  ['only line breaks', 'a: |\n  <<__v__>>\nb: 1\n', '\n', 'a: "\\n\\n"\nb: 1\n'],
  ['nothing', 'a: |-\n  <<__v__>>\nb: 1\n', '', 'a: |-\n  \nb: 1\n'],
  ['nothing in a line', 'a: |\n  k<<__v__>>\n', '', 'a: |\n  k\n'],
  ['a line of spaces', 'a: |\n  x\n  <<__v__>>\n', 'k\n  ', 'a: "x\\nk\\n  \\n"\n'],
  ['a space at the end', 'a: |\n  <<__v__>>\n', 'k ', 'a: |\n  k \n'],
  ['a tab first', 'a: |\n  <<__v__>>\n', '\tk', 'a: |2\n  \tk\n'],
  ['control characters', 'a: |\n  <<__v__>>\n', 'k\u0007', 'a: "k\\x07\\n"\n'],
  ['no line break in the file', 'a: |\n  <<__v__>>', 'k', 'a: |\n  k'],
  ['what ends a document', '--- |\n<<__v__>>\n', '---', '--- "---\\n"\n'],
  ['what only looks so, further in', 'a: |\n  <<__v__>>\n', '---\nk', 'a: |\n  ---\n  k\n'],
  ['folded', 'a: >\n  x\n  <<__v__>>\n', 'k', 'a: >\n  x\n  k\n'],
  ['folded, a space first', 'a: >\n  x\n  <<__v__>>\n', ' k', 'a: "x  k\\n"\n'],
  ['a comment after the header', 'a: | # <<__v__>>\n  x\n', 'k\nl', 'a: | # k l\n  x\n'],
  ['both', 'a: | # <<__v__>>\n  <<__v__>>\n', 'k', 'a: | # k\n  k\n'],
  [
    'a file that ends in a line break',
    'a: |\n  <<__v__>>\n\n\nb: 1\n',
    'k\nl\n',
    'a: |+\n  k\n  l\n\nb: 1\n',
  ],
  ['with CRLF', 'a: | # c\r\n  <<__v__>>\r\n', 'k\nl', 'a: | # c\r\n  k\r\n  l\r\n'],
  ['with LF in a file with CRLF', 'a: |\n  <<__v__>>\nb: 1\r\n', 'k\nl', 'a: |\n  k\n  l\nb: 1\r\n'],
  ['a number in a document', '--- |1\n <<__v__>>\n', 'k\nl', '--- |1\n k\n l\n'],
  ['tagged', 'a: !!str |\n  <<__v__>>\n', 'k\nl', 'a: !!str |\n  k\n  l\n'],
  ['anchored', 'a: &<<__v__>> |\n  <<__v__>>\n', 'k', 'a: &k |\n  k\n'],
  ['a key', '? |-\n  <<__v__>>\n: x\n', 'k', '? |-\n  k\n: x\n'],
];

const FLOWS: readonly Row[] = [
  ['two lines', 'a: x\n  <<__v__>> y\n', 'k', 'a: x\n  k y\n'],
  ['two lines, an integer', 'a: x\n  <<__v__>>\n', 3306, 'a: x\n  3306\n'],
  ['two lines, not plain', 'a: x\n  <<__v__>>\n', '# k', 'a: "x # k"\n'],
  ['two lines, a line break', 'a: x\n  <<__v__>>\n', 'k\nl', 'a: "x k\\nl"\n'],
  ['single quotes on two lines', "a: 'x\n  <<__v__>>'\n", "k'", "a: 'x\n  k'''\n"],
  ['single quotes on two lines, a space at an end', "a: 'x\n  <<__v__>>\n  y'\n", 'k ', 'a: "x k  y"\n'],
  ['single quotes, control characters', "a: '<<__v__>>'\n", '\u0007', 'a: "\\x07"\n'],
  ['single quotes on two lines, control characters', "a: 'x\n  <<__v__>>'\n", '\u0007', 'a: "x \\x07"\n'],
  ['double quotes on two lines', 'a: "x\n  <<__v__>>\n  y"\n', '"', 'a: "x\n  \\"\n  y"\n'],
  ['double quotes on two lines, a space at an end', 'a: "x\n  <<__v__>>\n  y"\n', 'k ', 'a: "x k  y"\n'],
  ['double quotes, what ends a document', '"x\n<<__v__>>"\n', '---', '"x ---"\n'],
  ['double quotes, a bare integer', 'a: "<<__v__>>"\n', 1, 'a: "1"\n'],
  ['a document in single quotes', 'a.json: \'{"k": "<<__v__>>"}\'\n', '"', 'a.json: \'{"k": "\\""}\'\n'],
  [
    'a document in double quotes',
    'a.json: "{\\"k\\": \\"<<__v__>>\\"}"\n',
    'k',
    'a.json: "{\\"k\\": \\"k\\"}"\n',
  ],
  ['double quotes on two lines, a dash inside', 'a: "x\n  <<__v__>>"\n', 'k---', 'a: "x\n  k---"\n'],
  [
    'a document in single quotes on two lines',
    "a.yaml: 'k: <<__v__>>\n\n  l: x'\n",
    'b: c',
    'a.yaml: "k: \\"b: c\\"\\nl: x"\n',
  ],
  ['a whole document', '<<__v__>>\n', 'a, b', 'a, b\n'],
  ['a whole document, an integer', '<<__v__>>\n', 3306, '3306\n'],
  ['an empty document before', '---\n---\na: <<__v__>>\n', 'k', '---\n---\na: k\n'],
  ['a comment alone', '--- # <<__v__>>\n', 'k\nl', '--- # k l\n'],
  ['a comment after brackets', 'a: [b] # <<__v__>>\nc: <<__v__>>\n', 'k: l', 'a: [b] # k: l\nc: "k: l"\n'],
  ['a comment after lines', 'a: [\n  b\n] # <<__v__>>\nc: <<__v__>>\n', '#', 'a: [\n  b\n] # #\nc: "#"\n'],
  [
    'a comment after quotes',
    'a: "b" # <<__v__>>\nc: &x d # <<__v__>>\n',
    ': ',
    'a: "b" # : \nc: &x d # : \n',
  ],
  ['beside a key of several parts', '? { a: b }\n: c\nk: <<__v__>>\n', 1, '? { a: b }\n: c\nk: 1\n'],
  ['what merges', 'a: <<__v__>>\n', '<<', 'a: "<<"\n'],
  ['what YAML 1.1 calls a value', 'a: <<__v__>>\n', '=', 'a: "="\n'],
  ['an escape', 'a: <<__v__>>\n', '\u001b', 'a: "\\x1B"\n'],
  ['a separator of lines', 'a: <<__v__>>\n', '\u2028', 'a: "\\u2028"\n'],
  ['an integer key', '<<__v__>>: x\n', 1, '"1": x\n'],
  ['an integer key in braces', '{<<__v__>>: x}\n', 1, '{"1": x}\n'],
  ['a dash in brackets', '[<<__v__>>]\n', '-k', '["-k"]\n'],
  ['a colon in brackets', '[x<<__v__>>]\n', ':k', '[x:k]\n'],
  ['a comma in quotes in brackets', '["<<__v__>>"]\n', 'a, b', '["a, b"]\n'],
  ['a key of 1000 characters', '<<__v__>>: x\n', 'k'.repeat(1000), `${'k'.repeat(1000)}: x\n`],
];

describe.each([
  ['a block scalar', BLOCKS],
  ['a flow scalar', FLOWS],
])('%s', (_kind, rows) => {
  it.each(rows)('%s', (_name, template, v, expected) => {
    expect(render(template, { v })).toMatchObject({ text: expected, codes: [] });
  });
});
