import type { Diagnostic, Source } from '@kfdist/diagnostics';
import {
  type CompiledManifest,
  type CompiledTemplate,
  compileManifest,
  compileTemplate,
  renderManifest,
  renderTemplate,
} from '@kfdist/manifests';
import { report } from './codes.ts';
import type { Component } from './component.ts';
import type { Distribution } from './distribution.ts';
import type { SettingsReader } from './settings-reader.ts';
import { staysInside, type TreeFile, textFile, textOf } from './tree-file.ts';
import { parseYaml, yamlProblems } from './yaml-document.ts';

/** What rendering needs beside the component. */
export interface RenderContext {
  readonly distribution: Distribution;
  readonly reader: SettingsReader;
  /** What `.hbs` files see. */
  readonly data: unknown;
}

/** The rendered files of a component, their paths relative to its folder. */
export interface RenderedComponent {
  readonly files: readonly TreeFile[];
  /** The values of a Helm source. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Renders the files of one component. */
export function renderComponent(component: Component, context: RenderContext): RenderedComponent {
  if ('helm' in component.source) return renderValues(component, component.source.helm.values, context);
  const rendered = componentFiles(component, context.distribution).map((file) =>
    renderFile(file, component, context),
  );
  return {
    files: rendered.flatMap(({ file }) => file),
    values: {},
    diagnostics: rendered.flatMap(({ diagnostics }) => diagnostics),
  };
}

/** The files of a component's folder that become part of the tree, with paths relative to that folder. */
function componentFiles({ name }: Component, { files }: Distribution): readonly TreeFile[] {
  const prefix = `${name}/`;
  return [...files.values()]
    .filter(
      ({ path }) =>
        path.startsWith(prefix) && !/^[^/]+\/(component\.yaml|policy\.json|README\.md)$/.test(path),
    )
    .map((file) => ({ origin: file.path, ...file, path: file.path.slice(prefix.length) }));
}

function renderValues(
  component: Component,
  path: string | undefined,
  context: RenderContext,
): RenderedComponent {
  if (path === undefined) return { files: [], values: {}, diagnostics: [] };
  const file = componentFiles(component, context.distribution).find((one) =>
    [path, `${path}.hbs`].includes(one.path),
  );
  const span = component.locate(['source', 'helm', 'values']);
  if (file === undefined) {
    const args = { component: component.name, file: path };
    return { files: [], values: {}, diagnostics: [report('MISSING_FILE', { args, span })] };
  }
  const rendered = renderFile(file, component, context);
  const text = rendered.file[0] === undefined ? '' : (textOf(rendered.file[0]) ?? '');
  const { value, diagnostics } = parseYaml({ path: file.origin ?? file.path, text });
  const problem =
    value === null || isMapping(value) ? undefined : Array.isArray(value) ? 'a list' : 'one text';
  const wrong =
    problem === undefined || diagnostics.length > 0
      ? []
      : [report('INVALID_VALUES', { args: { component: component.name, problem }, span })];
  return {
    files: [],
    values: isMapping(value) ? value : {},
    diagnostics: [
      ...rendered.diagnostics,
      ...(rendered.diagnostics.length > 0 ? [] : [...diagnostics, ...wrong]),
    ],
  };
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface RenderedFile {
  readonly file: readonly TreeFile[];
  readonly diagnostics: readonly Diagnostic[];
}

function renderFile(file: TreeFile, component: Component, context: RenderContext): RenderedFile {
  if (file.symlink !== undefined) return keepLink(file, file.symlink);
  const compiled = compileOnce(file);
  if (compiled === undefined) return { file: [file], diagnostics: [] };
  const { reader, data } = context;
  for (const { key, span } of compiled.compiled.slots) reader.note(key, component.name, span);
  const { text, diagnostics } =
    compiled.kind === 'template'
      ? renderTemplate(compiled.compiled, data, reader.lookup)
      : renderManifest(compiled.compiled, reader.lookup);
  const unexplained = diagnostics.filter((found) => !isUnset(found, component.name, reader));
  const path = compiled.kind === 'template' ? file.path.replace(/\.hbs$/, '') : file.path;
  const unchanged = compiled.kind === 'manifest' && text === compiled.compiled.text;
  const { bytes } = unchanged ? file : textFile(path, text);
  return {
    file: [{ ...file, path, bytes }],
    diagnostics: [...compiled.compiled.diagnostics, ...compiled.invalid, ...unexplained],
  };
}

/** A setting without a value that an expression reads is missing like one that a placeholder reads, and noted as such. */
function isUnset(
  { code, args, span }: Diagnostic,
  user: string,
  { settings, note }: SettingsReader,
): boolean {
  if (code !== 'MISSING_EXPRESSION') return false;
  const name = /^\{\{\s*(?:\.\.\/)*([\w.-]+)\s*\}\}$/.exec(args?.expression ?? '')?.[1] ?? '';
  const keys = [...settings.unset.keys()].filter(
    (key) => name === `settings.${key}` || isOfItem(key, name.replace(/^this\./, '')),
  );
  for (const key of keys) note(key, user, span);
  return keys.length > 0;
}

/** Whether a key is what a template calls by this name while it loops over a list: `profiles.0.owner` is `owner`. */
function isOfItem(key: string, name: string): boolean {
  return key.endsWith(`.${name}`) && /\.\d+$/.test(key.slice(0, -name.length - 1));
}

function keepLink(file: TreeFile, target: string): RenderedFile {
  if (staysInside(file.path, target)) return { file: [file], diagnostics: [] };
  const args = { file: file.origin ?? file.path, target };
  return { file: [], diagnostics: [report('SYMLINK_LEAVES_TREE', { args })] };
}

type Compiled =
  | {
      readonly kind: 'manifest';
      readonly compiled: CompiledManifest;
      readonly invalid: readonly Diagnostic[];
    }
  | {
      readonly kind: 'template';
      readonly compiled: CompiledTemplate;
      readonly invalid: readonly Diagnostic[];
    };

/** A file without a placeholder comes back as it is, but one that Argo CD could not read is no manifest. */
function compileFile(source: Source): Compiled {
  const compiled = compileManifest(source);
  const isYaml = /\.ya?ml$/.test(source.path) && !/\/templates\//.test(source.path);
  const invalid = isYaml && compiled.slots.length === 0 ? yamlProblems(source) : [];
  return { kind: 'manifest', compiled, invalid };
}

/** Files are compiled once, however many clusters are rendered from them; keyed by their bytes, which are never mutated. */
const compiledFiles = new WeakMap<Uint8Array, Compiled>();

function compileOnce(file: TreeFile): Compiled | undefined {
  const known = compiledFiles.get(file.bytes);
  if (known !== undefined) return known;
  const text = textOf(file);
  if (text === undefined) return undefined;
  const source = { path: file.origin ?? file.path, text };
  const compiled: Compiled = file.path.endsWith('.hbs')
    ? { kind: 'template', compiled: compileTemplate(source), invalid: [] }
    : compileFile(source);
  compiledFiles.set(file.bytes, compiled);
  return compiled;
}
