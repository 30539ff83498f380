/** Reads the public names of every package, with their types and documentation, from the sources. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/**
 * The API of each package: `{ name, entries: [{ path, symbols: [{ name, kind, text, summary }] }] }`, where `text` is the declaration
 * as a reader would write it and `summary` the documentation.
 */
export function readApi(root) {
  const packages = readdirSync(join(root, 'packages'))
    .filter((folder) => existsSync(join(root, 'packages', folder, 'package.json')))
    .map((folder) => readPackage(join(root, 'packages', folder)));
  const files = packages.flatMap(({ entries }) => entries.map(({ file }) => file));
  const program = ts.createProgram(files, compilerOptions(root));
  return packages.map(({ name, entries }) => ({
    name,
    entries: entries.map(({ path, file }) => ({ path, symbols: symbolsOf(program, file) })),
  }));
}

/** The exported symbols that no sentence says anything about, as `package/entry: name`. */
export function undocumented(api) {
  return api.flatMap(({ name, entries }) =>
    entries.flatMap(({ path, symbols }) =>
      symbols
        .filter(({ summary }) => summary === '')
        .map((symbol) => `${path === '.' ? name : name + path.slice(1)}: ${symbol.name}`),
    ),
  );
}

function readPackage(folder) {
  const { name, exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const entries = Object.entries(exports)
    .filter(([, target]) => target['@kfdist/source'] !== undefined)
    .map(([path, target]) => ({ path, file: join(folder, target['@kfdist/source']) }));
  return { name, entries };
}

function compilerOptions(root) {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), (path) =>
    readFileSync(path, 'utf8'),
  );
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const { rootDir: _, outDir: __, tsBuildInfoFile: ___, ...rest } = options;
  return { ...rest, composite: false, noEmit: true };
}

function symbolsOf(program, file) {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  if (source === undefined) throw new Error(`${file} is named in the exports of its package and not there`);
  const module = checker.getSymbolAtLocation(source);
  return checker
    .getExportsOfModule(module)
    .map((symbol) => describe(checker, symbol))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function describe(checker, exported) {
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  const [declaration] = symbol.declarations;
  const summary = ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim();
  return { name: exported.name, summary, ...declared(checker, symbol, declaration) };
}

function declared(checker, symbol, declaration) {
  if (ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration))
    return { kind: 'type', text: declaration.getText() };
  if (ts.isFunctionDeclaration(declaration)) return { kind: 'function', text: headOf(declaration) };
  if (ts.isClassDeclaration(declaration)) return { kind: 'class', text: declaration.getText() };
  return { kind: 'value', text: `const ${symbol.name}: ${valueType(checker, symbol, declaration)}` };
}

/** The type as it was written, else the names of the fields: their types repeat the value. */
function valueType(checker, symbol, declaration) {
  if (declaration.type !== undefined) return declaration.type.getText();
  const type = checker.getTypeOfSymbolAtLocation(symbol, declaration);
  const fields = type.getProperties().map(({ name }) => name);
  const isTable =
    type.getCallSignatures().length === 0 && !checker.isArrayLikeType(type) && fields.length > 0;
  return isTable && (type.flags & ts.TypeFlags.Object) !== 0
    ? `{ ${fields.join(', ')} }`
    : checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation);
}

/** A function without its body. */
function headOf(declaration) {
  const source = declaration.getSourceFile().text;
  return source.slice(declaration.getStart(), declaration.body?.getStart() ?? declaration.end).trim();
}
