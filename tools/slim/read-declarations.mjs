import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

const IMPORT_TYPE = /import\("(\.[^"]+)"\)\.(\w+)/g;

/** Reads a declaration file: what it declares by name, and where its other names come from. */
export function readDeclarations(path) {
  const text = readFileSync(path, 'utf8');
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const module = { declared: new Map(), named: new Map() };
  for (const statement of source.statements)
    if (ts.isImportDeclaration(statement))
      addNames(statement.importClause?.namedBindings, statement, module, path);
    else if (ts.isExportDeclaration(statement)) addNames(statement.exportClause, statement, module, path);
    else addDeclaration(statement, module, path);
  return module;
}

function addNames(clause, { moduleSpecifier }, module, path) {
  if (clause === undefined || clause.elements.length === 0) return;
  if (moduleSpecifier === undefined) throw new Error(`${path} exports what it declared elsewhere`);
  for (const { name, propertyName = name } of clause.elements) {
    if (name.text !== propertyName.text) throw new Error(`${path} renames ${propertyName.text}`);
    module.named.set(name.text, placeOf(moduleSpecifier.text, path));
  }
}

/** A name of another package stays its name; a file becomes its path. */
function placeOf(from, path) {
  return from.startsWith('.') ? { path: join(dirname(path), from.replace(/\.[jt]s$/, '.d.ts')) } : { from };
}

function addDeclaration(statement, module, path) {
  const whole = statement.getFullText().trim();
  for (const [, from, name] of whole.matchAll(IMPORT_TYPE)) module.named.set(name, placeOf(from, path));
  const text = whole.replace(IMPORT_TYPE, '$2').replace(/^export /m, '');
  const before = module.declared.get(nameOf(statement, path));
  module.declared.set(nameOf(statement, path), {
    text: before === undefined ? text : `${before.text}\n${text}`,
    uses: new Set([...(before?.uses ?? []), ...identifiersOf(statement)]),
  });
}

function nameOf(statement, path) {
  if (!ts.isVariableStatement(statement)) return statement.name.text;
  const [first, ...others] = statement.declarationList.declarations;
  if (others.length > 0) throw new Error(`${path} declares several variables at once`);
  return first.name.text;
}

function identifiersOf(node, found = []) {
  if (ts.isIdentifier(node)) found.push(node.text);
  ts.forEachChild(node, (child) => void identifiersOf(child, found));
  return found;
}
