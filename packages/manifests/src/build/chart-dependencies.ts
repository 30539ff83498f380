import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readAnyYaml } from '../any-yaml.ts';
import { stringifyManifests } from '../stringify.ts';
import type { ChartPin, FindChart } from './chart-access.ts';
import { UpstreamError } from './upstream-error.ts';

/** `redis-ha-4.0.0.tgz` is no chart of redis. */
const PACKED = /^(?<name>.+?)-v?\d+\.\d+.*\.tgz$/;

type Fields = Readonly<Record<string, unknown>>;

/** A chart that another one brings. */
interface Dependency {
  readonly name: string;
  readonly version: string;
  readonly repository: string;
  readonly condition: string | undefined;
}

/** Puts the dependencies of a chart folder beside it in `charts/`; those that the values switch off are taken out. */
export async function addDependencies(folder: string, pin: ChartPin, find: FindChart): Promise<void> {
  const file = join(folder, 'Chart.yaml');
  const chart = readFields(file);
  const locked = new Map(
    dependenciesOf(readFields(join(folder, 'Chart.lock'))).map((one) => [one.name, one]),
  );
  const vendored = existsSync(join(folder, 'charts')) ? readdirSync(join(folder, 'charts')) : [];
  const isThere = ({ name }: Dependency) =>
    vendored.some((entry) => entry === name || PACKED.exec(entry)?.groups?.name === name);
  const wanted = dependenciesOf(chart).filter((dependency) => !isThere(dependency));
  const off = wanted.filter((dependency) => isSwitchedOff(dependency, folder, pin.values ?? {}));
  for (const { name, repository, version } of wanted.filter((dependency) => !off.includes(dependency))) {
    if (!/^(?:https?|oci):/.test(repository))
      throw new UpstreamError(`the chart lacks its dependency ${name}`);
    const exact = locked.get(name)?.version ?? version;
    const found = await find({ repository, chart: name, version: exact });
    mkdirSync(join(folder, 'charts'), { recursive: true });
    cpSync(found, join(folder, 'charts', basename(found)), { recursive: true });
  }
  if (off.length === 0) return;
  const names = new Set(off.map(({ name }) => name));
  const kept = listOf(chart.dependencies).filter(({ name }) => !names.has(String(name)));
  writeFileSync(file, stringifyManifests([{ ...chart, dependencies: kept }]));
  rmSync(join(folder, 'Chart.lock'), { force: true });
}

function dependenciesOf({ dependencies }: Fields): readonly Dependency[] {
  return listOf(dependencies).map(({ name, version, repository, condition }) => ({
    name: String(name),
    version: String(version),
    repository: typeof repository === 'string' ? repository : '',
    condition: typeof condition === 'string' ? condition : undefined,
  }));
}

function isSwitchedOff({ condition }: Dependency, folder: string, values: Fields): boolean {
  if (condition === undefined) return false;
  const defaults = readFields(join(folder, 'values.yaml'));
  const decided = condition
    .split(',')
    .flatMap((path) => [valueAt(values, path.trim()), valueAt(defaults, path.trim())])
    .find((value) => typeof value === 'boolean');
  return decided === false;
}

function valueAt(fields: Fields, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (isFields(value) ? value[key] : undefined), fields);
}

function readFields(file: string): Fields {
  if (!existsSync(file)) return {};
  const [value] = readAnyYaml(readFileSync(file, 'utf8')).values;
  return isFields(value) ? value : {};
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
