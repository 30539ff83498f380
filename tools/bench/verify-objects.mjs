/** Verifies a built platform, handed over as objects and as YAML, beside parsing alone; prints the CPU milliseconds of each. */
import { readBuiltFiles, verify } from '@kfdist/verify';
import { parseDocument, stringify } from 'yaml';
import { builtPlatform } from './built-platform.mjs';

const components = builtPlatform();
const sources = components.map(({ name, objects }) => ({
  path: `${name}.yaml`,
  text: objects.map((object) => stringify(object, { aliasDuplicateObjects: false })).join('---\n'),
}));
const bytes = sources.reduce((sum, { text }) => sum + text.length, 0);

function cpu(work) {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, ms: (user + system) / 1000 };
}

const parse = () =>
  sources.flatMap(({ text }) => text.split(/^---\n/m).map((document) => parseDocument(document).toJS()));
const fromYaml = () => verify(readBuiltFiles(sources));

const handedOver = cpu(() => verify({ components }));
const parsed = cpu(parse).ms;
const verified = cpu(fromYaml).ms;
const { findings, objectCount } = handedOver.result;
if (findings.length > 0)
  throw new Error(`the platform of the benchmark has findings: ${findings[0].message}`);
console.log(
  JSON.stringify({
    objects: objectCount,
    bytes,
    handedOver: handedOver.ms,
    parsed,
    verified,
  }),
);
