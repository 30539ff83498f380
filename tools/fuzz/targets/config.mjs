import {
  parseCompatibility,
  parseDefinitions,
  parseOption,
  parseSettingsFile,
  redactedSource,
  resolveSettings,
  settingsTree,
} from '@kfdist/config';
import { formatDiagnostics, sourcesOf } from '@kfdist/diagnostics';
import { parse } from 'yaml';
import { dataOf, soundDiagnostics } from './invariant.mjs';

const print = (diagnostics, sources) => formatDiagnostics(diagnostics, sourcesOf(sources));
const nowhere = () => undefined;
const { definitions } = parseDefinitions(
  [
    { key: 'a', kind: 'port', summary: 'a', default: '<<__b__>>' },
    { key: 'b', kind: 'string', summary: 'b' },
    { key: 'c', kind: 'nlb-name', summary: 'c', default: 'n-<<__a__>>', required: true },
    { key: 'l.*.n', kind: 'namespace', summary: 'l' },
    { key: 'e', kind: 'enum', summary: 'e', values: ['x', 'y'], default: 'x' },
    { key: 'rds.host', kind: 'hostname', summary: 'r' },
  ],
  nowhere,
);
const tokens = [
  '<<__',
  '__>>',
  '<<__a__>>',
  '=',
  ': ',
  '- ',
  'l.0.n',
  'rds.host',
  '"',
  "'",
  '|-\n ',
  '>',
  '&x ',
  '*x',
  '!!int ',
  '012',
  '0x1',
  'true',
  '~',
  '{',
  '}',
  '[',
  ']',
  ',',
  '#',
  '\r\n',
  '\t',
  '\uFEFF',
  '---\n',
  '%YAML 1.1\n',
  '? ',
  '__proto__',
  'password',
];

function readSettings(path) {
  return (text) => {
    const source = { path, text };
    const { entries, diagnostics } = parseSettingsFile(source);
    const resolved = resolveSettings(entries, { definitions });
    settingsTree(resolved.settings);
    soundDiagnostics([...diagnostics, ...resolved.diagnostics], [source], print);
    redactedSource(source, entries);
  };
}

export const targets = [
  {
    name: 'kfdist.yaml',
    seeds: ['examples/kfdist.yaml', 'tests/fixture.yaml'],
    tokens,
    run: readSettings('kfdist.yaml'),
  },
  { name: 'setup.conf', seeds: ['examples/setup.conf'], tokens, run: readSettings('setup.conf') },
  {
    name: 'option',
    texts: ['a=1', 'rds.host=db.example', 'l.0.n=team'],
    tokens,
    run: (text) => parseOption(text),
  },
  {
    name: 'definitions',
    seeds: ['tests/fixture-distribution/settings.yaml'],
    tokens: [...tokens, 'kind: ', 'default: ', 'key: ', 'renamed:\n', 'dropped:\n', 'values: '],
    run: (text) => {
      const data = dataOf(parse, text);
      const found = parseDefinitions(data?.settings ?? data, nowhere);
      resolveSettings([], { definitions: found.definitions });
      parseCompatibility(data?.compatibility ?? data, nowhere);
    },
  },
];
