/** A Kubernetes object as plain data, of whatever shape it came. */
export type KubernetesObject = Readonly<Record<string, unknown>>;

/** Where something lies in an object: keys and indices. */
export type Path = readonly (string | number)[];

/** Whether a value is a mapping. */
export function isRecord(value: unknown): value is KubernetesObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const NOTHING: KubernetesObject = {};
const NONE: readonly never[] = [];

/** The value as a mapping, empty if it is none. */
export function record(value: unknown): KubernetesObject {
  return isRecord(value) ? value : NOTHING;
}

/** The value as a list, empty if it is none. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : NONE;
}

/** The mappings of a list. */
export function records(value: unknown): readonly KubernetesObject[] {
  return list(value).map(record);
}

/** The value as a text, empty if it is none. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A value as people read it in a sentence. Mappings are not shown: `String` of anybody's mapping may fail. */
export function shown(value: unknown): string {
  return typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    value === null
    ? String(value)
    : '…';
}

/** The texts of a list. */
export function texts(value: unknown): readonly string[] {
  return list(value).filter((item) => typeof item === 'string');
}

/** What lies at a path, or `undefined`. */
export function at(value: unknown, ...path: Path): unknown {
  let found = value;
  for (const step of path) {
    if (Array.isArray(found)) found = typeof step === 'number' ? found[step] : undefined;
    else found = isRecord(found) && Object.hasOwn(found, step) ? found[step] : undefined;
  }
  return found;
}

/** The texts of a mapping by key, such as labels; what is no text is left out. */
export function labels(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(record(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** A path as people write it: `spec.containers[0].image`. */
export function formatPath(path: Path): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      if (/^[\w-]+$/.test(step)) return index === 0 ? step : `.${step}`;
      return `["${step}"]`;
    })
    .join('');
}

/** Deeper structures than any API has are not walked into: input is anybody's. */
const DEEPEST = 100;

/** Calls `visit` for every text in a value, with its path; `skip` leaves out what lies below a path. */
export function eachText(
  value: unknown,
  visit: (found: string, path: Path) => void,
  skip: (path: Path) => boolean = () => false,
): void {
  const walk = (item: unknown, path: Path): void => {
    if (typeof item === 'string') return visit(item, path);
    if (typeof item !== 'object' || item === null || path.length > DEEPEST || skip(path)) return;
    const isList = Array.isArray(item);
    for (const [key, child] of Object.entries(item)) walk(child, [...path, isList ? Number(key) : key]);
  };
  walk(value, []);
}
