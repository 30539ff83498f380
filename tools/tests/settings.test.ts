import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Entry, SettingDefinition } from '@kfdist/config';
import type { Distribution, PlatformPlan } from '@kfdist/platform';
import { beforeAll, describe, expect, it } from 'vitest';
import { variantsOf } from '../conformance/variants.mjs';
import { settingReaders } from '../docs/setting-readers.mjs';
import { loadSources } from '../load-sources.mjs';

const root = join(import.meta.dirname, '..', '..');
const FOLDERS = ['packages/platform/src', 'apps/cli/src'];
const code = FOLDERS.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(join(root, folder, path), 'utf8')),
).join('\n');

/** Whether code names a key, or puts it together as `start.${name}` or `${name}.end`. */
function isInCode(key: string): boolean {
  const start = key.slice(0, key.lastIndexOf('.') + 1);
  const end = key.slice(key.lastIndexOf('.'));
  return (
    code.includes(`'${key}'`) ||
    (start !== '' && (code.includes(`\`${start}$`) || code.includes(`}${end}\``)))
  );
}

describe('every setting of the distribution', () => {
  let definitions: readonly SettingDefinition[] = [];
  let distribution: Distribution;
  let plans: readonly PlatformPlan[] = [];
  beforeAll(async () => {
    const sources = await loadSources('@kfdist/config', '@kfdist/platform', '@kfdist/platform/node');
    const folder = join(root, 'distribution');
    ({ distribution } = sources.loadDistribution(sources.readDistribution(folder, { cwd: root })));
    const text = readFileSync(join(root, 'examples', 'kfdist.yaml'), 'utf8');
    const entries: readonly Entry[] = sources.parseSettingsFile({ path: 'kfdist.yaml', text }).entries;
    const apart = sources.parseOption('external_secrets.access=namespace').entry;
    definitions = sources.definitionsOf(distribution);
    plans = variantsOf({ distribution, entries: [...entries, apart], sources }).map(({ plan }) => plan);
  }, 180_000);

  it('is read by a file of a component, another default, a role or the code', () => {
    const roles = new Set(plans.flatMap(({ roles: planned }) => planned.roles.map(({ key }) => key)));
    const readers = settingReaders(definitions, distribution);
    const unread = definitions.filter(({ key }) => {
      // Not by whom it is declared: that alone is no use of it
      const { components, defaults } = readers({ key });
      if (components.length + defaults.length > 0) return false;
      return key.startsWith('role_arn.') ? !roles.has(key.slice('role_arn.'.length)) : !isInCode(key);
    });
    expect(unread.map(({ key }) => key)).toEqual([]);
  });

  it('is not called dropped or renamed as well', () => {
    const known = new Set(definitions.map(({ key }) => key));
    const { dropped, renamed } = distribution.compatibility;
    expect([...dropped.keys(), ...renamed.keys()].filter((key) => known.has(key))).toEqual([]);
  });
});
