import { markdownTable } from './markdown.mjs';

/**
 * Every setting of a distribution with what it is, where its value comes from and who reads it, in files or in the
 * sources of kfdist.
 */
export function settingsPage(definitions, distribution, sources) {
  const readersOf = findReaders(definitions, distribution, sources);
  const sections = [...new Set(definitions.map(({ key }) => sectionOf(key)))].toSorted((a, b) =>
    a < b ? -1 : 1,
  );
  return [
    '# Settings',
    'Written by `npm run generate`. Every setting that the distribution knows. One without a default is asked for only if a selected component\nreads it; a default may be made from other settings, as `<<__name__>>`. In `kfdist.yaml` keys are nested or dotted, in `setup.conf` they stand\nas `<<__key__>>=value`, and `--set key=value` wins over both. `kfdist explain KEY` says what a value is on your cluster, and why. A key that\nis not in this list is a placeholder of your own.',
    ...sections.flatMap((section) => [
      `## ${section}`,
      table(
        definitions
          .filter(({ key }) => sectionOf(key) === section)
          .toSorted((a, b) => (a.key < b.key ? -1 : 1)),
        readersOf,
      ),
    ]),
  ]
    .join('\n\n')
    .concat('\n');
}

/** Keys without a dot are together, the others with those of the same first part. */
function sectionOf(key) {
  return key.includes('.') ? key.split('.')[0] : 'General';
}

function table(definitions, readersOf) {
  return markdownTable(
    ['Setting', 'What it is', 'Kind', 'Default', 'Example', 'Used by'],
    definitions.map((definition) => [
      `\`${definition.key}\``,
      `${definition.summary}${definition.sensitive ? '. Never shown' : ''}`,
      kindOf(definition),
      defaultOf(definition),
      definition.example === undefined || definition.example === '' ? '' : code(definition.example),
      readersOf(definition).join(', '),
    ]),
  );
}

function kindOf({ kind, values }) {
  return values === undefined ? kind : values.map(code).join(', ');
}

function defaultOf({ default: text, defaultWhenSet = {}, required }) {
  const others = Object.entries(defaultWhenSet).map(
    ([other, value]) => `${code(value)} where \`${other}\` is given`,
  );
  const own = text === undefined ? [] : [text === '' ? 'empty' : code(text)];
  if (own.length === 0 && others.length === 0) return required ? 'none, always asked for' : 'none';
  return [...own, ...others].join('; ');
}

function code(text) {
  return `\`${text.replaceAll('\n', ' ')}\``;
}

/** Components whose files read a setting, settings whose default does, and kfdist, where its code names the key. */
function findReaders(definitions, { components, files }, sources) {
  const decoder = new TextDecoder();
  const read = components.map(({ name }) => {
    const own = [...files.values()].filter(({ path }) => path.startsWith(`${name}/`));
    const textOf = (isTemplate) =>
      own
        .filter(({ path }) => path.endsWith('.hbs') === isTemplate)
        .map(({ bytes }) => decoder.decode(bytes))
        .join('\n');
    const templates = textOf(true);
    const placeholders = placeholdersIn(`${templates}\n${textOf(false)}`);
    const paths = [...templates.matchAll(/settings\.([\w.-]+)|setting "([^"]+)"/g)].map(
      ([, path, key]) => path ?? key,
    );
    return { name, placeholders, paths };
  });
  const defaults = definitions.map((one) => [
    one.key,
    placeholdersIn(JSON.stringify([one.default, one.defaultWhenSet])),
  ]);
  return ({ key, component }) => {
    const inComponents = read
      .filter(
        ({ name, placeholders, paths }) =>
          name === component ||
          placeholders.has(key) ||
          paths.some((path) => key === path || key.startsWith(`${path}.`)),
      )
      .map(({ name }) => name);
    const inDefaults = defaults.filter(([, keys]) => keys.has(key)).map(([other]) => `\`${other}\``);
    const all = [
      ...inComponents,
      ...(inDefaults.length > 3 ? [`${inDefaults.length} defaults`] : inDefaults),
    ];
    return all.length > 0 ? all : [isInCode(key, sources) ? 'kfdist' : 'nothing'];
  };
}

/** Keys of lists and of roles are put together from parts. */
function isInCode(key, sources) {
  const [first, last] = [key.split('.')[0], key.split('.').at(-1)];
  const isPutTogether =
    first === 'role_arn' || sources.includes(`${first}.$`) || sources.includes(`}.${last}`);
  return sources.includes(key) || isPutTogether;
}

function placeholdersIn(text) {
  return new Set([...text.matchAll(/<<__(.+?)__>>/g)].map(([, key]) => key));
}
