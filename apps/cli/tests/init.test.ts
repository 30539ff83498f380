import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSettingsFile } from '@kfdist/config';
import type { RunCommand } from '@kfdist/credentials/cluster';
import type { AwsLookups } from '@kfdist/platform/aws';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { starterFile } from '../../../packages/platform/src/starter.ts';
import { distribution } from '../../../packages/platform/tests/real-distribution.ts';
import { findOffers } from '../src/actions/init/offers.ts';
import type { Context } from '../src/context.ts';
import { Cancelled, type Prompts } from '../src/prompts.ts';
import { kfdist, kfdistJson } from './command.ts';
import { contents, emptyFolder, write } from './workplace.ts';

const packagedDistribution = join(import.meta.dirname, '../../../distribution');
const FACTS = {
  cluster_name: 'example',
  aws_account_id: '012345678901',
  aws_region: 'eu-central-1',
  oidc_provider_id: 'EXAMPLED539D4633E53DE1B71EXAMPLE',
  domain: 'ml.example.com',
  'route53.hosted_zone_id': 'Z0123456789ABCDEFGHIJ',
  'git_repo.url': 'https://github.com/example/platform.git',
  'rds.host': 'example.abcdefghijkl.eu-central-1.rds.amazonaws.com',
  admin_email: 'platform@example.com',
};
const flagsOf = (facts: Readonly<Record<string, string>>) =>
  Object.entries(facts).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
const settingsIn = (folder: string, file = 'kfdist.yaml') => {
  const { entries, diagnostics } = parseSettingsFile({
    path: file,
    text: readFileSync(join(folder, file), 'utf8'),
  });
  expect(diagnostics).toEqual([]);
  return Object.fromEntries(entries.map(({ key, text }) => [key, text]));
};

describe('kfdist init with flags', () => {
  it('writes what was given, and the plan of it has nothing to report', async () => {
    const folder = emptyFolder();
    const profile = { 'profiles.0.name': 'team-a', 'profiles.0.owner': 'ada@example.com' };
    const argv = ['init', ...flagsOf({ ...FACTS, ...profile, 'rds.port': '3307' })];
    const { exitCode, stdout, stderr } = await kfdist(folder, argv, { packagedDistribution });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('git init');
    expect(settingsIn(folder)).toEqual({ ...FACTS, ...profile, 'rds.port': '3307' });
    const [first, ...lines] = readFileSync(join(folder, 'kfdist.yaml'), 'utf8').split('\n');
    expect(first).toMatch(/^# yaml-language-server: \$schema=https:.*\/kfdist\.schema\.json$/);
    expect(lines).toContain('rds.port: 3307');
    expect((await kfdist(folder, ['check'], { packagedDistribution })).stderr).toBe('');
  });

  it.each([
    [
      'an installed distribution below the folder',
      'node_modules/@kfdist/distribution',
      /^node_modules\/@kfdist/,
    ],
    ['one of the working copy', 'distribution', /^\.\.\/distribution\//],
    ['one that is kept elsewhere', undefined, /^https:/],
  ])('finds the schema of %s', async (_, at, expected) => {
    const folder = emptyFolder();
    const home = at === undefined ? emptyFolder() : join(folder, at);
    cpSync(packagedDistribution, home, { recursive: true });
    const isWorkingCopy = at === 'distribution';
    if (isWorkingCopy) mkdirSync(join(folder, '.git'));
    const file = isWorkingCopy ? 'settings/kfdist.yaml' : 'kfdist.yaml';
    const argv = ['init', '-f', file, ...flagsOf(FACTS)];
    expect((await kfdist(folder, argv, { packagedDistribution: home })).exitCode).toBe(0);
    const [, schema = ''] = /\$schema=(.*)/.exec(readFileSync(join(folder, file), 'utf8')) ?? [];
    expect(schema).toMatch(expected);
  });

  it('says everything that is missing, and writes nothing', async () => {
    const folder = emptyFolder();
    const { domain: _, ...facts } = FACTS;
    const { result, exitCode } = await kfdistJson(folder, ['init', ...flagsOf(facts)], {
      packagedDistribution,
    });
    expect(exitCode).toBe(1);
    expect(result.diagnostics.map(({ code, args }) => `${code} ${args?.key}`)).toEqual([
      'MISSING_SETTING domain',
    ]);
    expect(contents(folder)).toEqual({});
  });

  it.each([
    [['--set', 'cluster_name'], ['BAD_OPTION']],
    [flagsOf({ ...FACTS, aws_account_id: '12' }), ['BAD_VALUE']],
    [['--distribution', 'nowhere'], ['NO_DISTRIBUTION']],
  ])('refuses %j', async (argv, codes) => {
    const folder = emptyFolder();
    const { result, exitCode } = await kfdistJson(folder, ['init', ...argv], { packagedDistribution });
    expect({ exitCode, codes: result.diagnostics.map(({ code }) => code) }).toEqual({ exitCode: 1, codes });
    expect(contents(folder)).toEqual({});
  });

  it('replaces a file only when asked to', async () => {
    const folder = emptyFolder();
    const argv = ['init', '-f', 'sub folder/my.yaml', ...flagsOf(FACTS)];
    expect((await kfdist(folder, argv, { packagedDistribution })).exitCode).toBe(0);
    const { result } = await kfdistJson(folder, argv, { packagedDistribution });
    expect(result.diagnostics.map(({ code }) => code)).toEqual(['FILE_EXISTS']);
    expect((await kfdist(folder, [...argv, '--overwrite'], { packagedDistribution })).exitCode).toBe(0);
    expect(settingsIn(folder, 'sub folder/my.yaml')).toEqual(FACTS);
  });
});

describe('the starter file', () => {
  it('says what was given, whatever that is', () => {
    const key = fc.constantFrom(
      'domain',
      'rds.port',
      'enable_registration_flow',
      'profiles.0.name',
      'profiles.1.owner',
      'my.own',
    );
    const values = fc.uniqueArray(fc.tuple(key, fc.string({ unit: 'grapheme' })), {
      selector: ([name]) => name,
    });
    fc.assert(
      fc.property(values, (pairs) => {
        const text = starterFile({ values: new Map(pairs), distribution, schema: 's' });
        const { entries, diagnostics } = parseSettingsFile({ path: 'kfdist.yaml', text });
        expect(diagnostics).toEqual([]);
        const given = pairs.filter(([name]) => !name.startsWith('profiles.'));
        const read = entries.filter((entry) => !entry.key.startsWith('profiles.'));
        expect(new Map(read.map((entry) => [entry.key, entry.text]))).toEqual(new Map(given));
        const owners = pairs.filter(([name]) => name.startsWith('profiles.')).map(([, value]) => value);
        const listed = entries
          .filter((entry) => entry.key.startsWith('profiles.'))
          .map((entry) => entry.text);
        expect(listed.toSorted()).toEqual(owners.toSorted());
      }),
    );
  });
});

interface Person {
  /** What is typed, by a part of the question; else what is offered is taken. */
  readonly types?: Readonly<Record<string, string>>;
  readonly keepsChoices?: boolean;
}

/** A person at the terminal, with what was asked and what was found wrong with the answers. */
function person({ types = {}, keepsChoices = true }: Person) {
  const asked: string[] = [];
  const answer = (message: string, initial: string | undefined) => {
    asked.push(message);
    const [, typed] = Object.entries(types).find(([part]) => message.includes(part)) ?? [];
    return typed ?? initial ?? '';
  };
  const prompts: Prompts = {
    begin: () => undefined,
    note: () => undefined,
    text: async ({ message, initial, problem }) => {
      const text = answer(message, initial);
      expect([message, problem(text)]).toEqual([message, undefined]);
      return text;
    },
    choose: async ({ message, initial, choices }) => answer(message, initial ?? choices[0]?.value),
    confirm: async () => keepsChoices,
  };
  return { asked, prompts };
}

const aws = (changes: Partial<AwsLookups>) => async () =>
  ({
    caller: async () => ({ accountId: '012345678901', arn: '' }),
    clusters: async () => ['example', 'other'],
    cluster: async (name: string) => ({
      name,
      status: 'ACTIVE',
      version: '1.34',
      issuer: `https://oidc.eks.eu-central-1.amazonaws.com/id/${FACTS.oidc_provider_id}`,
      vpcId: 'vpc-012345678abcdefgh',
    }),
    hostedZones: async () => [
      { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com', isPrivate: false },
      { id: 'Z9', name: 'other.org', isPrivate: false },
      { id: 'ZP', name: 'ml.example.com', isPrivate: true },
    ],
    ...changes,
  }) as unknown as AwsLookups;
const git: RunCommand = async ({ program }) =>
  program === 'git'
    ? { status: 0, stdout: 'git@github.com:example/platform.git\n', stderr: '' }
    : { status: 1, stdout: '', stderr: 'no' };
const nothing: RunCommand = async () => ({ status: 1, stdout: '', stderr: 'no' });

describe('the wizard', () => {
  const typed = {
    '(aws_region)': 'eu-central-1',
    '(domain)': 'ml.example.com',
    '(rds.host)': FACTS['rds.host'],
    '(admin_email)': FACTS.admin_email,
  };

  it('offers what AWS, kubectl and Git know', async () => {
    const folder = emptyFolder();
    const { prompts, asked } = person({ types: { ...typed, '(profiles)': 'team-a' } });
    const world = { packagedDistribution, prompts, run: git, aws: aws({}) };
    const { exitCode, stderr } = await kfdist(folder, ['init'], world);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(settingsIn(folder)).toEqual({
      ...FACTS,
      'git_repo.url': 'git@github.com:example/platform.git',
      vpc_id: 'vpc-012345678abcdefgh',
      'route53.hosted_zone_domain': 'example.com',
      'profiles.0.name': 'team-a',
      'profiles.0.owner': FACTS.admin_email,
    });
    expect(asked.some((question) => question.includes('(oidc_provider_id)'))).toBe(true);
  });

  it.each([
    [{ AWS_DEFAULT_REGION: 'eu-west-3' }, 'eu-west-3'],
    [{ AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-3' }, 'eu-west-1'],
    [{}, undefined],
  ])('asks AWS where %j says', async (env, region) => {
    const asked: unknown[] = [];
    const streams = { write: () => undefined };
    const context = {
      process: { stdout: streams, stderr: streams, env },
      cwd: emptyFolder(),
      run: nothing,
      aws: async (given?: string) => {
        asked.push(given);
        return await aws({})();
      },
    };
    const { values } = await findOffers(context as unknown as Context);
    expect([asked, values.get('aws_region')]).toEqual([[region], region]);
  });

  it.each([
    ['https://ada:hunter22@github.com/example/platform.git', 'https://github.com/example/platform.git'],
    ['https://hunter22@github.com/example/platform.git', 'https://github.com/example/platform.git'],
    ['ssh://git@github.com/example/platform.git', 'ssh://git@github.com/example/platform.git'],
  ])('takes the repository of %s without a password', async (remote, expected) => {
    const run: RunCommand = async () => ({ status: 0, stdout: `${remote}\n`, stderr: '' });
    const { values } = await findOffers({
      process: {},
      cwd: emptyFolder(),
      run,
      aws: aws({}),
    } as unknown as Context);
    expect(values.get('git_repo.url')).toBe(expected);
  });

  it('asks for everything where nothing can be found out, but not for what was given', async () => {
    const folder = emptyFolder();
    const facts = Object.entries(FACTS).map(([key, value]) => [`(${key})`, value] as const);
    const { prompts, asked } = person({ types: Object.fromEntries(facts) });
    const refuse = async () => {
      throw new Error('no credentials');
    };
    const world = {
      packagedDistribution,
      prompts,
      run: nothing,
      aws: aws({ caller: refuse, cluster: refuse }),
    };
    const argv = ['init', '--set', 'cluster_name=example'];
    expect((await kfdist(folder, argv, world)).exitCode).toBe(0);
    expect(settingsIn(folder)).toEqual(FACTS);
    expect(asked.some((question) => question.includes('(cluster_name)'))).toBe(false);
  });

  it('asks for what a choice needs', async () => {
    const folder = emptyFolder();
    const types = {
      ...typed,
      '(components.authentication)': 'external-oidc',
      '(oidc.issuer)': 'https://id.example.com',
    };
    const { prompts } = person({ types, keepsChoices: false });
    const world = { packagedDistribution, prompts, run: git, aws: aws({}) };
    expect((await kfdist(folder, ['init'], world)).stderr).toBe('');
    expect(settingsIn(folder)).toMatchObject({
      'components.authentication': 'external-oidc',
      'oidc.issuer': 'https://id.example.com',
    });
  });

  it('writes nothing when it is left', async () => {
    const folder = emptyFolder();
    const left = async () => {
      throw new Cancelled('left');
    };
    const prompts = { ...person({}).prompts, text: left, choose: left };
    const world = { packagedDistribution, prompts, run: nothing, aws: aws({}) };
    expect(await kfdist(folder, ['init'], world)).toEqual({
      exitCode: 130,
      stdout: '',
      stderr: 'Nothing was written.\n',
    });
    expect(contents(folder)).toEqual({});
  });
});

describe('kfdist init --from', () => {
  const OLD = `${Object.entries(FACTS)
    .map(([key, value]) => `<<__${key}__>>=${value}\n`)
    .join('')}<<__rds.port__>>="3306"\n<<__role_arn.argocd__>>=none\n`;

  it('says what each key of an old file became, and writes what is left', async () => {
    const folder = emptyFolder();
    write(folder, { 'setup.conf': OLD });
    const dry = await kfdist(folder, ['init', '--from', 'setup.conf', '--dry-run'], { packagedDistribution });
    expect(dry.exitCode).toBe(0);
    expect(dry.stdout).toMatch(/^role_arn\.argocd +dropped +Argo CD makes no call to AWS\.$/m);
    expect(dry.stdout).toMatch(/\n9 kept, 1 default, 1 dropped\n\nNothing was written\.\n$/);
    expect(Object.keys(contents(folder))).toEqual(['setup.conf']);
    const argv = ['init', '--from', 'setup.conf', '--set', 'domain=ml.example.org'];
    expect((await kfdist(folder, argv, { packagedDistribution })).exitCode).toBe(0);
    expect(settingsIn(folder)).toEqual({ ...FACTS, domain: 'ml.example.org' });
  });

  it('refuses a file that is not there', async () => {
    const { result } = await kfdistJson(emptyFolder(), ['init', '--from', 'setup.conf'], {
      packagedDistribution,
    });
    expect(result.diagnostics.map(({ code }) => code)).toEqual(['UNREADABLE_FILE']);
  });
});
