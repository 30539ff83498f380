import { toJsonSchema } from '@valibot/to-json-schema';

const DRAFT = 'http://json-schema.org/draft-07/schema#';
const texts = { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } };

/** The schema of one item of a `settings` list. */
function definitionSchema({ VALUE_KINDS }) {
  const text = (description) => ({ type: 'string', description });
  const scalar = (description) => ({ type: ['string', 'number', 'boolean'], description });
  return {
    type: 'object',
    additionalProperties: false,
    required: ['key', 'kind', 'summary'],
    properties: {
      key: text('Dotted name; * stands for the number of a list item'),
      kind: { enum: [...VALUE_KINDS], description: 'What the value must look like' },
      summary: text('One line for people'),
      example: scalar('A value for the documentation'),
      default: scalar(
        'A template over other settings; without one the setting is asked for where it is used',
      ),
      defaultWhenSet: { ...texts, description: 'Another default where the named setting has a value' },
      values: { type: 'array', items: { type: 'string' }, description: 'What an enum may be' },
      sensitive: { type: 'boolean', description: 'Never shown, and not to be kept in Git' },
      required: { type: 'boolean', description: 'Asked for whether it is used or not' },
    },
  };
}

function fromValibot(schema) {
  return toJsonSchema(schema, { target: 'draft-07', errorMode: 'ignore', typeMode: 'input' });
}

/** The schema of `component.yaml`. */
export function componentJsonSchema(sources) {
  const { $schema: _, ...schema } = fromValibot(sources.componentSchema);
  schema.properties.settings = { type: 'array', items: definitionSchema(sources) };
  return { $schema: DRAFT, title: 'A component of kfdist', ...schema };
}

/** The schema of `settings.yaml`. */
export function settingsJsonSchema(sources) {
  const { $schema: _, ...schema } = fromValibot(sources.settingsFileSchema);
  schema.properties.settings = { type: 'array', items: definitionSchema(sources) };
  schema.properties.compatibility = {
    type: 'object',
    additionalProperties: false,
    properties: {
      renamed: { type: 'object' },
      dropped: { type: 'object', additionalProperties: { type: 'string' } },
      inferred: {
        type: 'object',
        additionalProperties: {
          type: 'object',
          additionalProperties: false,
          properties: { from: { type: 'string' }, pattern: { type: 'string' } },
          required: ['from', 'pattern'],
        },
      },
    },
  };
  return { $schema: DRAFT, title: 'The settings of a distribution of kfdist', ...schema };
}

/** The schema of `kfdist.yaml`. */
export function kfdistJsonSchema(sources, distribution) {
  return sources.settingsSchema(sources.definitionsOf(distribution));
}

/** The schema of `upstreams.yaml`. */
export function upstreamsJsonSchema() {
  const text = (description, pattern) => ({ type: 'string', description, ...(pattern && { pattern }) });
  const record = (properties, optional = []) => ({
    type: 'object',
    additionalProperties: false,
    required: Object.keys(properties).filter((key) => !optional.includes(key)),
    properties,
  });
  const described = {
    name: text('One word'),
    what: text('One line for people'),
    announced: text('Where its releases are announced', '^https://'),
  };
  const git = record({
    ...described,
    git: text('Address of the Git repository', '^https://'),
    commit: text('The pinned commit, whole', '^[0-9a-f]{40}$'),
    release: text('The release that the commit is'),
  });
  const folder = {
    git: text('Git repository in which the chart is kept', '^https://'),
    tag: text('Its tag of that version'),
    path: text('Folder of the chart'),
  };
  const charts = {
    type: 'array',
    description: 'Charts that it is made of and that the values leave on, for its folder charts/',
  };
  const chart = record({
    ...described,
    chart: text('Name of the Helm chart'),
    repository: text('Address of the Helm repository', '^(https|oci)://'),
    version: text('The pinned version', '^v?\\d+\\.\\d+\\.\\d+$'),
    source: record(
      {
        ...folder,
        crds: text('Folder of kinds that a release copies into the chart'),
        charts: { ...charts, items: record(folder) },
      },
      ['crds', 'charts'],
    ),
  });
  const image = record({
    ...described,
    image: text('Name of the container image, with its registry', '^[\\w.-]+\\.[\\w.-]+/'),
    version: text('The pinned tag'),
  });
  const upstreams = { type: 'array', items: { anyOf: [git, chart, image] } };
  return { $schema: DRAFT, title: 'The upstreams of kfdist', ...record({ upstreams }) };
}
