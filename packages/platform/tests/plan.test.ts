import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { applicationGraph, planPlatform, textOf } from '../src/index.ts';
import { fixtureDistribution, fixtureEntries, fixtureFiles, fixturePlan } from './fixture.ts';
import * as real from './real-distribution.ts';

const fixtureSettings = fixtureFiles()
  .flatMap((file) => (file.path === 'settings.yaml' ? (textOf(file) ?? '') : []))
  .join('');

describe('planPlatform', () => {
  it('renders the selected components below the folder that the settings name', () => {
    const plan = fixturePlan();
    expect(plan.codes).toEqual([]);
    expect(plan.root).toBe('clusters/example');
    expect(plan.files.map(({ path }) => path)).toEqual([
      'applications/dns.yaml',
      'applications/gateway.yaml',
      'applications/kustomization.yaml',
      'applications/login-simple.yaml',
      'applications/namespaces.yaml',
      'applications/projects.yaml',
      'applications/web.yaml',
      'components/gateway/base/config.yaml',
      'components/gateway/base/kustomization.yaml',
      'components/gateway/overlays/login-company/kustomization.yaml',
      'components/gateway/overlays/login-simple/kustomization.yaml',
      'components/login-simple/login.yaml',
      'components/namespaces/namespaces.yaml',
      'components/web/profiles.yaml',
      'iam/README.md',
      'iam/dns.policy.json',
      'iam/dns.trust.json',
      'kubeflow.yaml',
    ]);
  });

  it('orders Applications by needs and after', () => {
    const waves = Object.fromEntries(fixturePlan().components.map(({ name, wave }) => [name, wave]));
    expect(waves).toEqual({ namespaces: 0, gateway: 1, dns: 2, 'login-simple': 2, web: 3 });
  });

  it('puts the values of a chart inline, with defaults derived from the facts', () => {
    expect(parse(fixturePlan().text('applications/dns.yaml') ?? '')).toMatchObject({
      spec: {
        source: {
          repoURL: 'https://charts.example.com',
          chart: 'dns',
          targetRevision: '1.2.3',
          helm: {
            releaseName: 'dns',
            valuesObject: {
              serviceAccount: {
                annotations: {
                  'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/kfdist/example/example-dns',
                },
              },
              interval: 5,
              region: 'eu-central-1',
            },
          },
        },
        destination: { namespace: 'dns' },
      },
    });
  });

  it('lets a component vary with the choice of a group', () => {
    const path = (options: string[]) =>
      parse(fixturePlan(options).text('applications/gateway.yaml') ?? '').spec.source.path;
    expect(path([])).toBe('clusters/example/components/gateway/overlays/login-simple');
    expect(path(['components.login=login-company'])).toBe(
      'clusters/example/components/gateway/overlays/login-company',
    );
    expect(path(['components.login-simple=false', 'components.login-company=true'])).toBe(
      'clusters/example/components/gateway/overlays/login-company',
    );
  });

  it('takes the types that positions and definitions demand', () => {
    const { data } = parse(fixturePlan().text('components/gateway/base/config.yaml') ?? '');
    expect(data).toMatchObject({ host: '*.ml.example.com', port: '3306' });
    expect(JSON.parse(data['settings.json'])).toEqual({ port: 3306, domain: 'ml.example.com' });
  });

  it('shows templates the settings and the namespaces of what is selected', () => {
    const documents = parseAllDocuments(
      fixturePlan(['components.store=true']).text('components/namespaces/namespaces.yaml') ?? '',
    );
    const names = documents.map((document) => document.toJS()?.metadata?.name).filter(Boolean);
    expect(names).toEqual(['dns', 'gateway', 'login', 'store', 'web']);
    expect(fixturePlan().text('components/web/profiles.yaml')).toContain('team-a: ada@example.com');
  });

  it('shows templates the hosts of what is selected, each once', () => {
    const declared = (name: string, host: string) =>
      `name: ${name}\nsummary: s\ncategory: networking\nsource: { manifests: {} }\nhosts: [${host}]\n`;
    const plan = fixturePlan(['components.hidden=false'], {
      'b/component.yaml': declared('b', '"b.<<__domain__>>"'),
      'b/hosts.yaml.hbs': 'hosts: [{{join hosts ","}}]\n',
      'a/component.yaml': declared('a', '"a.<<__domain__>>", "b.<<__domain__>>"'),
      'hidden/component.yaml': declared('hidden', 'hidden.example.com'),
    });
    expect(plan.codes).toEqual(['HOST_TAKEN']);
    expect(plan.text('components/b/hosts.yaml')).toContain('a.ml.example.com,b.ml.example.com');
    expect(plan.text('components/b/hosts.yaml')).not.toContain('hidden');
  });

  it('confines Applications to the repositories, namespaces and kinds of what is selected', () => {
    const [rootProject, project] = parseAllDocuments(fixturePlan().text('kubeflow.yaml') ?? '').map(
      (document) => document.toJS(),
    );
    expect(rootProject.spec.namespaceResourceWhitelist).toHaveLength(2);
    expect(project.spec).toMatchObject({
      sourceRepos: ['https://charts.example.com', 'https://github.com/example/platform.git'],
      clusterResourceWhitelist: [
        { group: '', kind: 'Namespace' },
        { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' },
      ],
    });
    expect(project.spec.destinations.map(({ namespace }: { namespace: string }) => namespace)).toEqual([
      'default',
      'dns',
      'gateway',
      'login',
      'web',
    ]);
  });

  it.each([
    [['components.other=true'], ['kube-system', 'other']],
    [['components.other=false'], ['kube-system']],
  ])('lets components with %s into %j beside their own namespaces', (options, expected) => {
    const declared = (name: string, more: string) =>
      `name: ${name}\nsummary: s\ncategory: networking\nsource: { manifests: {} }\n${more}\n`;
    const plan = fixturePlan(options, {
      'watch/component.yaml': declared('watch', 'project: { namespaces: [kube-system, other] }'),
      'other/component.yaml': declared('other', 'namespace: { name: other }'),
    });
    expect(plan.codes).toEqual([]);
    const [, project] = parseAllDocuments(plan.text('kubeflow.yaml') ?? '').map((document) =>
      document.toJS(),
    );
    const names = project.spec.destinations.map(({ namespace }: { namespace: string }) => namespace);
    const before = ['default', 'dns', 'gateway', 'login', 'web'];
    expect(names.filter((name: string) => !before.includes(name))).toEqual(expected);
  });

  it('tells the Argo CD of another cluster where its Applications lie', () => {
    const plan = fixturePlan(['argocd.cluster=prod', 'argocd.name_prefix=blue-']);
    expect(plan.codes).toEqual([]);
    expect(parse(plan.text('fleet-member.yaml') ?? '')).toEqual({
      name: 'blue-kubeflow',
      cluster: 'prod',
      applications: 'clusters/example/applications',
    });
    expect(parse(plan.text('applications/blue-web.yaml') ?? '').spec.destination.name).toBe('prod');
    expect(fixturePlan().files.map(({ path }) => path)).not.toContain('fleet-member.yaml');
  });

  it('has no file in the tree of a fleet that Argo CD would take for another cluster', () => {
    const { files, root, settings } = real.plannedAsking('components.fleet=true');
    // @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Git-File-Globbing/
    const [start = '', end = ''] = settings.values.get('fleet.files')?.text.split('*') ?? [];
    const paths = files.map(({ path }) => `${root}/${path}`);
    expect(paths.filter((path) => path.includes('fleet'))).toHaveLength(2);
    expect(paths.filter((path) => path.startsWith(start) && path.endsWith(end))).toEqual([]);
  });

  // @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#no-prune-resources
  it.each(['namespaces/namespaces.yaml', 'user-profiles/profiles.yaml'])(
    'keeps what leaves %s, and its Application Synced',
    (path) => {
      const objects = parseAllDocuments(real.textAt(real.planned(real.example), `components/${path}`));
      expect(objects.length).toBeGreaterThan(0);
      for (const object of objects)
        expect(object.toJS().metadata.annotations).toEqual({
          'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
          'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
        });
    },
  );

  it('wants a prefix of the names in the Argo CD of another cluster', () => {
    expect(fixturePlan(['argocd.cluster=prod']).codes).toEqual(['PREFIX_MISSING']);
    expect(fixturePlan(['argocd.cluster=in-cluster']).codes).toEqual([]);
  });

  it('prefixes every name where one Argo CD serves several clusters', () => {
    const plan = fixturePlan(['argocd.name_prefix=blue-']);
    expect(plan.files.some(({ path }) => path === 'applications/blue-web.yaml')).toBe(true);
    expect(plan.text('kubeflow.yaml')).toContain('name: blue-kubeflow');
    expect(plan.text('applications/blue-web.yaml')).toContain('project: blue-kfdist');
  });

  it.each<[string, string[], Record<string, string>, string[]]>([
    ['an ill-typed setting', ['rds.port=99999'], {}, ['BAD_VALUE']],
    [
      'two members of a group',
      ['components.login-simple=true', 'components.login-company=true'],
      {},
      ['CONFLICTING_CHOICE'],
    ],
    ['no member of a group', ['components.login-simple=false'], {}, ['MISSING_CHOICE']],
    ['a missing need', ['components.dns=false'], {}, ['MISSING_NEED']],
    [
      'an unknown setting in a component',
      [],
      { 'store/component.yaml': component('store', 'needs: []\nnamespace: { name: "<<__nope__>>" }') },
      ['UNKNOWN_SETTING_IN_COMPONENT'],
    ],
    [
      'an unknown placeholder in a manifest',
      [],
      { 'web/x.yaml': 'a: <<__nope__>>\n' },
      ['UNKNOWN_PLACEHOLDER'],
    ],
    ['a manifest that is not YAML', [], { 'web/x.yaml': 'a: [<<__domain__>>\n' }, ['INVALID_TEMPLATE']],
    ['values that are no mapping', [], { 'dns/values.yaml': '- <<__domain__>>\n' }, ['INVALID_VALUES']],
    ['a folder outside of the repository', ['git_repo.path=../elsewhere'], {}, ['BAD_VALUE']],
    [
      'a folder outside of the repository, of a kind that does not say so',
      ['git_repo.path=../elsewhere'],
      { 'settings.yaml': fixtureSettings.replace('kind: git-path', 'kind: string') },
      ['PATH_OUTSIDE'],
    ],
    [
      'a host that is none',
      [],
      {
        'doors/component.yaml':
          'name: doors\nsummary: s\ncategory: networking\nsource: { manifests: {} }\nhosts: [Doors.<<__domain__>>]\n',
      },
      ['BAD_HOST'],
    ],
    [
      'a kustomization that is not there',
      [],
      {
        'empty/component.yaml':
          'name: empty\nsummary: s\ncategory: networking\nsource: { kustomize: { path: overlays/a } }\n',
        'empty/kustomization.yaml': 'resources: []\n',
      },
      ['MISSING_FILE'],
    ],
    [
      'a cycle',
      [],
      { 'namespaces/component.yaml': component('namespaces', 'needs: [web]') },
      ['DEPENDENCY_CYCLE'],
    ],
    [
      'a component that is none, although a template reads the selection',
      ['components.nothing-like-it=true'],
      { 'web/links.yaml.hbs': '{{#with settings.components}}a: {{dns}}{{/with}}\n' },
      ['UNUSED_SETTING'],
    ],
  ])('reports %s', (_title, options, changes, codes) => {
    const found = fixturePlan(options, changes).codes;
    expect(found).toEqual(expect.arrayContaining(codes));
  });

  it.each<[string, string[], string[]]>([
    ['the cluster', ['cluster_name=../x'], ['BAD_VALUE']],
    ['the cluster, empty', ['cluster_name='], []],
    ['the cluster, from nothing', ['cluster_name=<<__nope__>>'], ['UNKNOWN_PLACEHOLDER_IN_SETTING']],
    ['a choice', ['components.login=elsewhere'], ['BAD_VALUE']],
    ['an item of a list', ['profiles.1.owner=a@example.com'], ['MISSING_SETTING']],
    ['a list that is one value', ['mirrors=a'], ['BAD_LIST']],
    ['an option that nothing reads', ['dmain.x=1'], ['UNUSED_SETTING']],
  ])('reports what is wrong with %s, and nothing that follows from it', (_title, options, codes) => {
    expect(fixturePlan(options).codes).toEqual(codes);
  });

  it('delivers no Secrets where all that a component declares are switched off', () => {
    const quiet = (enabled: string) => ({
      'quiet/component.yaml': `name: quiet\nsummary: s\ncategory: networking\nnamespace: { name: quiet }\nsource: { manifests: {} }\nsecrets: [{ name: s, enabled: "${enabled}", keys: { a: { hex: 16 } } }]\n`,
      'quiet/config.yaml': 'kind: ConfigMap\napiVersion: v1\nmetadata: { name: a }\n',
    });
    const names = (enabled: string) => {
      const plan = fixturePlan(['external_secrets.access=namespace'], quiet(enabled));
      const distribution = fixtureDistribution(quiet(enabled));
      expect(plan.files.some(({ path }) => path === 'applications/quiet-secrets.yaml')).toBe(
        enabled === 'true',
      );
      return applicationGraph(plan, distribution).map(({ application }) => application);
    };
    expect(names('true').filter((name) => name.startsWith('quiet'))).toEqual(['quiet-secrets', 'quiet']);
    expect(names('false').filter((name) => name.startsWith('quiet'))).toEqual(['quiet']);
  });

  it('does not miss a setting that was given as a list', () => {
    const entries = fixtureEntries('domain.0=a').filter(({ key }) => key !== 'domain');
    const { diagnostics } = planPlatform({ entries, distribution: fixtureDistribution() });
    expect(diagnostics.map(({ code }) => code)).toEqual(['BAD_LIST']);
  });

  it('says that a missing setting of an item is missing there, and what reads it', () => {
    const [found] = fixturePlan(['profiles.1.owner=a@example.com']).diagnostics;
    expect(found).toMatchObject({
      code: 'MISSING_SETTING',
      args: { key: 'profiles.1.name' },
      span: { path: '--set' },
    });
    expect(found?.related?.map(({ span }) => span.path)).toEqual([
      expect.stringContaining('web/profiles.yaml.hbs'),
    ]);
  });

  it('asks only for what is used, and says what uses it', () => {
    const without = fixtureEntries().filter(({ key }) => key !== 'aws_region' && key !== 'aws_account_id');
    const missing = (entries = without) =>
      planPlatform({ entries, distribution: fixtureDistribution() }).diagnostics.filter(
        ({ code }) => code === 'MISSING_SETTING',
      );
    expect(missing()).toMatchObject([
      { args: { key: 'aws_account_id' }, related: [{ span: { path: 'dns/values.yaml' } }] },
      { args: { key: 'aws_region' }, related: [{ span: { path: 'dns/values.yaml' } }] },
    ]);
    const withoutDns = planPlatform({
      entries: [...without, ...fixtureEntries('components.dns=false', 'components.web=false')].filter(
        ({ key }) => !key.startsWith('aws_'),
      ),
      distribution: fixtureDistribution(),
    });
    expect(withoutDns.diagnostics).toEqual([]);
  });

  it('misses a setting that an expression reads, only where the expression is reached', () => {
    const template = 'a: "{{#if (eq settings.cluster_name "other")}}{{settings.redis.url}}{{/if}}"\n';
    const changes = { 'web/profiles.yaml.hbs': template };
    expect(fixturePlan([], changes).codes).toEqual([]);
    const { diagnostics } = fixturePlan(['cluster_name=other'], changes);
    expect(diagnostics.map(({ code, args, related }) => [code, args?.key, related?.[0]?.span.start])).toEqual(
      [['MISSING_SETTING', 'redis.url', template.indexOf('{{settings.redis')]],
    );
  });

  it('reports a missing fact once, where it is to be added', () => {
    const end = { path: 'fixture.yaml', start: 9, end: 9 };
    const entries = fixtureEntries().filter(({ key }) => key !== 'cluster_name');
    const { diagnostics } = planPlatform({ entries, distribution: fixtureDistribution(), end });
    expect(diagnostics).toMatchObject([
      { code: 'MISSING_SETTING', args: { key: 'cluster_name' }, span: end },
    ]);
  });

  it('does not depend on the order of settings', () => {
    const render = (entries: readonly ReturnType<typeof fixtureEntries>[number][]) =>
      planPlatform({ entries, distribution: fixtureDistribution() }).files.map((file) => [
        file.path,
        textOf(file),
      ]);
    const entries = fixtureEntries();
    fc.assert(
      fc.property(fc.shuffledSubarray([...entries], { minLength: entries.length }), (shuffled) => {
        expect(render(shuffled)).toEqual(render(entries));
      }),
      { numRuns: 20 },
    );
  });
});

function component(name: string, rest: string): string {
  return `name: ${name}\nsummary: s\ncategory: storage\nsource: { manifests: {} }\n${rest}\n`;
}
