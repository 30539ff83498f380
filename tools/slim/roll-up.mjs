import { readDeclarations } from './read-declarations.mjs';

/**
 * All declarations that an entry leads to, as one text: the names that it exports, and others only where these need them. Names of
 * `published`, an entry that was rolled up before, are imported from there.
 *
 * @returns the text and the names that are exported
 */
export function rollUp(entry, published = { names: new Set(), from: '' }) {
  const rolled = { modules: new Map(), published, texts: new Map(), imports: new Map() };
  const names = [...moduleAt(entry, rolled).named.keys()];
  for (const name of names) take(name, entry, rolled);
  const foreign = names.find((name) => !rolled.texts.has(name));
  if (foreign !== undefined) throw new Error(`${entry} exports ${foreign}, which is of another package`);
  const texts = [...rolled.texts].map(([name, { text }]) => (names.includes(name) ? exported(text) : text));
  const imports = [...rolled.imports].map(
    ([from, some]) => `import type { ${[...some].join(', ')} } from '${from}';`,
  );
  // Without an export statement everything in a declaration file is exported
  const text = [...imports, ...texts.map(narrow), 'export {};', ''].join('\n');
  return { text, names: new Set(names) };
}

function moduleAt(path, { modules }) {
  const module = modules.get(path) ?? readDeclarations(path);
  modules.set(path, module);
  return module;
}

/** Takes the declaration of a name that a file uses, and what it needs itself; a name of the language is in no file. */
function take(name, path, rolled) {
  const { declared, named } = moduleAt(path, rolled);
  const declaration = declared.get(name);
  if (declaration === undefined) {
    const place = named.get(name);
    if (place?.path !== undefined) take(name, place.path, rolled);
    else if (place !== undefined) takeImport(name, place.from, rolled);
    return;
  }
  if (rolled.published.names.has(name)) return takeImport(name, rolled.published.from, rolled);
  const before = rolled.texts.get(name);
  if (before?.path === path) return;
  if (before !== undefined) throw new Error(`${name} is declared in ${before.path} and in ${path}`);
  rolled.texts.set(name, { path, text: declaration.text });
  for (const used of declaration.uses) take(used, path, rolled);
}

function takeImport(name, from, { imports }) {
  imports.set(from, (imports.get(from) ?? new Set()).add(name));
}

const exported = (text) => text.replace(/^(?=declare |interface |type )/gm, 'export ');

/** Indented by one space instead of four. */
const narrow = (text) =>
  text.replace(/^ +/gm, (indent) => ' '.repeat(Math.floor(indent.length / 4) + (indent.length % 4)));
