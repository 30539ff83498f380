import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const LONGEST_SEED = 4096;

/** What a target starts from: texts and files of the repository, and the inputs that earlier runs kept. */
export function startTexts(root, target) {
  const files = (target.seeds ?? []).flatMap((path) => filesBelow(join(root, path)));
  const texts = [...(target.texts ?? []), ...files.map((file) => readFileSync(file, 'utf8'))];
  return [
    ...texts.map((text) => text.slice(0, LONGEST_SEED)),
    ...keptInputs(root, target).map(({ text }) => text),
  ];
}

/** The inputs kept for a target, with the names of their files. */
export function keptInputs(root, { name }) {
  const folder = join(root, 'tests', 'fuzz', name);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .toSorted()
    .map((file) => ({
      file: join('tests', 'fuzz', name, file),
      text: JSON.parse(readFileSync(join(folder, file), 'utf8')),
    }));
}

/** Keeps an input for good; it is written as a JSON string, which holds any text. Returns its file. */
export function keepInput(root, { name }, { text, kind }) {
  const folder = join('tests', 'fuzz', name);
  const digest = createHash('sha256').update(JSON.stringify(text)).digest('hex').slice(0, 12);
  mkdirSync(join(root, folder), { recursive: true });
  const file = join(folder, `${kind}-${digest}.json`);
  writeFileSync(join(root, file), `${JSON.stringify(text)}\n`);
  return file;
}

function filesBelow(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true })
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile());
}
