import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The shape of the predecessor's tree: most files are small, a tenth are long definitions without placeholders. */
const FILES = 260;
const LONG_FILES = 26;
const TOUCHED = 105;
const OCCURRENCES = 350;
const KEYS = 75;
const SHORTEST_LONG = 4_500;
const LONGEST = 430_000;

/**
 * A tree of 260 files and 2.7 MB with 350 placeholders of 75 keys, always the same. `variant` names other keys, at the same places.
 */
export function generateTree(variant = '') {
  const random = randomFrom(20_240_229);
  const keys = occurrences(random).map((index) => `${keyName(index)}${variant}`);
  return Array.from({ length: FILES }, (_, index) => {
    if (index < LONG_FILES) return longFile(index, random);
    const small = index - LONG_FILES;
    const [from, to] = [small, small + 1].map((n) =>
      Math.round((Math.min(n, TOUCHED) * OCCURRENCES) / TOUCHED),
    );
    return smallFile(index, keys.slice(from, to), random);
  });
}

/** The lines of a settings file with a value for each key, and for each key of the given variants. */
export function generateSettings(variants = ['']) {
  const lines = variants.flatMap((variant) =>
    Array.from({ length: KEYS }, (_, index) => {
      const key = `${keyName(index)}${variant}`;
      return `<<__${key}__>>=${key.replaceAll('.', '-')}.example.com`;
    }),
  );
  return `${lines.join('\n')}\n`;
}

/** Writes files below a folder. */
export function writeTree(folder, files) {
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function keyName(index) {
  return `${['role_arn', 'external_secret_name.kubeflow', 'rds', 'subdomain'][index % 4]}.k${index}`;
}

/** Which key stands at each place: every key once, then the first ones much more often than the last. */
function occurrences(random) {
  return Array.from({ length: OCCURRENCES }, (_, place) =>
    place < KEYS ? place : Math.floor(random() ** 3 * KEYS),
  );
}

function smallFile(index, keys, random) {
  const head = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: component-${index}\n  namespace: kubeflow\ndata:\n`;
  const filler = 3 + Math.floor(random() ** 4 * 60);
  const lines = [
    ...keys.map(
      (key, i) => `  setting-${i}: ${i % 3 === 0 ? `<<__${key}__>>` : `"https://<<__${key}__>>/${i}"`}\n`,
    ),
    ...Array.from({ length: filler }, (_, i) => `  literal-${i}: ${words(5, random)}\n`),
  ];
  return { path: `component-${index % 40}/config-${index}.yaml`, text: head + lines.join('') };
}

function longFile(index, random) {
  const size = SHORTEST_LONG * (LONGEST / SHORTEST_LONG) ** (index / (LONG_FILES - 1));
  const lines = [
    'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n',
    `metadata:\n  name: kind${index}.example.com\nspec:\n  versions:\n    - name: v1\n      properties:\n`,
  ];
  for (let length = 0, field = 0; length < size; field++) {
    const text = `        field${field}:\n          description: ${words(12, random)}\n          type: string\n`;
    lines.push(text);
    length += text.length;
  }
  return { path: `component-${index}/crds/kind-${index}.yaml`, text: lines.join('') };
}

const WORDS =
  'the name of a pod that holds its own volume claim while it waits for each replica in turn to become ready'.split(
    ' ',
  );

function words(count, random) {
  return Array.from({ length: count }, () => WORDS[Math.floor(random() * WORDS.length)]).join(' ');
}

/** The same numbers between 0 and 1 for the same seed: a linear congruential generator (Numerical Recipes). */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
