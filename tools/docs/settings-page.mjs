import { codeSpan, markdownTable } from './markdown.mjs';
import { settingReaders } from './setting-readers.mjs';

/**
 * Every setting of a distribution with what it is, where its value comes from and who reads it, in files or in the
 * sources of kfdist.
 */
export function settingsPage(definitions, distribution, sources) {
  const readersOf = settingReaders(definitions, distribution);
  const usedBy = (definition) => readersText(readersOf(definition)) || usedByCode(definition.key, sources);
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
        usedBy,
      ),
    ]),
  ]
    .join('\n\n')
    .concat('\n');
}

/** The section of the page that a setting stands in: keys without a dot are together, the others with those of the same first part. */
export function sectionOf(key) {
  return key.includes('.') ? key.split('.')[0] : 'General';
}

/** The columns that {@link settingCells} fills. */
export const SETTING_COLUMNS = ['Setting', 'What it is', 'Kind', 'Default', 'Example'];

/** A setting as cells of a table. */
export function settingCells(definition) {
  const { key, summary, sensitive, example = '' } = definition;
  return [
    codeSpan(key),
    `${summary}${sensitive ? '. Never shown' : ''}`,
    kindOf(definition),
    defaultOf(definition),
    example === '' ? '' : codeSpan(example),
  ];
}

function table(definitions, usedBy) {
  return markdownTable(
    [...SETTING_COLUMNS, 'Used by'],
    definitions.map((definition) => [...settingCells(definition), usedBy(definition)]),
  );
}

function readersText({ components, defaults }) {
  const inDefaults = defaults.length > 3 ? [`${defaults.length} defaults`] : defaults.map(codeSpan);
  return [...components, ...inDefaults].join(', ');
}

/** Keys of lists and of roles are put together from parts. */
function usedByCode(key, sources) {
  const [first, last] = [key.split('.')[0], key.split('.').at(-1)];
  const isPutTogether =
    first === 'role_arn' || sources.includes(`${first}.$`) || sources.includes(`}.${last}`);
  return sources.includes(key) || isPutTogether ? 'kfdist' : 'nothing';
}

function kindOf({ kind, values }) {
  return values === undefined ? kind : values.map(codeSpan).join(', ');
}

function defaultOf({ default: text, defaultWhenSet = {}, required }) {
  const others = Object.entries(defaultWhenSet).map(
    ([other, value]) => `${codeSpan(value)} where \`${other}\` is given`,
  );
  const own = text === undefined ? [] : [text === '' ? 'empty' : codeSpan(text)];
  if (own.length === 0 && others.length === 0) return required ? 'none, always asked for' : 'none';
  return [...own, ...others].join('; ');
}
