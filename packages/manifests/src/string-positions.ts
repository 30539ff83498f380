/** The way from a document to a place in it, innermost first. An item of a sequence is `[]`. */
export interface Path {
  readonly key: string;
  readonly parent: Path | undefined;
}

/** Places whose values are strings whatever they look like, by how their path ends. */
const STRING_POSITIONS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.labels.*',
  'annotations.*',
  'podAnnotations.*',
  'podLabels.*',
  'commonLabels.*',
  'commonAnnotations.*',
  'labels.[].pairs.*',
  'matchLabels.*',
  'nodeSelector.*',
  'matchExpressions.[].values.[]',
  'args.[]',
  'command.[]',
  'env.[].value',
  'parameters.[].value',
  'literals.[]',
] as const;

/** The same by the kind of the object, where the whole path must match. */
const STRING_POSITIONS_OF_KIND: ReadonlyMap<string | undefined, readonly string[]> = new Map([
  ['ConfigMap', ['data.*', 'binaryData.*']],
  ['Secret', ['data.*', 'stringData.*']],
  ['SealedSecret', ['spec.encryptedData.*']],
  ['Service', ['spec.selector.*']],
  ['StorageClass', ['parameters.*']],
]);

/** Block scalars that hold a document, by how their path ends; otherwise the name of the key tells. */
const EMBEDDED_YAML = ['patch', 'helm.values'] as const;

/** Whether the API takes only a string at a place, so that 3306 or true must be quoted there. */
export function isStringPosition(path: Path | undefined, kind: string | undefined): boolean {
  const ofKind = STRING_POSITIONS_OF_KIND.get(kind) ?? [];
  return (
    STRING_POSITIONS.some((pattern) => leftOver(path, pattern) !== NO_MATCH) ||
    ofKind.some((pattern) => leftOver(path, pattern) === undefined)
  );
}

/** The syntax of the document that a string at this place is by convention, if any. */
export function embeddedSyntax(path: Path | undefined): 'yaml' | 'json' | undefined {
  const name = path?.key ?? '';
  if (/\.json$/i.test(name)) return 'json';
  if (/\.ya?ml$/i.test(name)) return 'yaml';
  return EMBEDDED_YAML.some((pattern) => leftOver(path, pattern) !== NO_MATCH) ? 'yaml' : undefined;
}

const NO_MATCH = Symbol('no match');

/** What of a path lies before the pattern that it ends with. */
function leftOver(path: Path | undefined, pattern: string): Path | undefined | typeof NO_MATCH {
  let rest = path;
  for (const segment of pattern.split('.').toReversed()) {
    if (rest === undefined || (segment !== '*' && segment !== rest.key)) return NO_MATCH;
    rest = rest.parent;
  }
  return rest;
}
