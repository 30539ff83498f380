import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { whereFrom } from '../docs/component-secrets.mjs';
import { generatedFiles } from '../generate.mjs';

const root = join(import.meta.dirname, '..', '..');
let generated: Record<string, string> = {};
beforeAll(async () => {
  generated = await generatedFiles();
}, 180_000);

describe('generated files', () => {
  it('are up to date', () => {
    const stale = Object.keys(generated).filter(
      (path) => readFileSync(join(root, path), 'utf8') !== generated[path],
    );
    expect(stale).toEqual([]);
  });

  it('have a page for the API of every package', () => {
    const packages = readdirSync(join(root, 'packages'));
    expect(Object.keys(generated)).toEqual(
      expect.arrayContaining(packages.map((name) => `docs/api/${name}.md`)),
    );
  });
});

describe('the pages of reference', () => {
  it('explain every code of every package that has some', () => {
    const codes = ['packages', 'apps'].flatMap((folder) =>
      readdirSync(join(root, folder))
        .map((name) => join(root, folder, name, 'src', 'codes.ts'))
        .filter((path) => existsSync(path))
        .flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/^ {2}([A-Z][A-Z_]+): \{$/gm)])
        .map(([, code]) => code),
    );
    const page = generated['docs/diagnostics.md'] ?? '';
    expect(codes.length).toBeGreaterThan(100);
    expect(codes.filter((code) => !page.includes(`\n### ${code}\n`))).toEqual([]);
  });

  it('say who reads a setting: components, defaults of others, or kfdist itself', () => {
    const row = (key: string) =>
      (generated['docs/settings.md'] ?? '').split('\n').find((line) => line.startsWith(`| \`${key}\` `));
    expect(row('vpc_id')).toMatch(/\| aws-load-balancer-controller \|$/);
    expect(row('cert_manager.email_user')).toMatch(/\| `admin_email` \|$/);
    expect(row('profiles.*.owner')).toContain('user-profiles');
    expect(row('argocd.name_prefix')).toMatch(/\| kfdist \|$/);
    expect(row('mirrors.*.from')).toMatch(/\| kfdist \|$/);
    expect(row('external_secrets.kms_key_arn')).toMatch(/\| kfdist \|$/);
    expect(row('components.serving')).toContain('`kserve`, `none`');
  });

  it('have a chapter for each command and each group of commands', () => {
    const page = generated['docs/commands.md'] ?? '';
    const chapters = [...page.matchAll(/^## kfdist ?(.*)$/gm)].map(([, words]) => words);
    expect(chapters).toEqual(
      expect.arrayContaining(['', 'setup', 'iam', 'iam plan', 'credentials init-key']),
    );
    expect(page.match(/^USAGE$/gm)).toHaveLength(chapters.length);
  });
});

describe('the pages of components', () => {
  const page = (name: string) => generated[`docs/components/${name}.md`] ?? '';

  it('are one for each component, and no other', () => {
    const declared = readdirSync(join(root, 'distribution')).filter((name) =>
      existsSync(join(root, 'distribution', name, 'component.yaml')),
    );
    expect(readdirSync(join(root, 'docs', 'components')).toSorted()).toEqual(
      declared.map((name) => `${name}.md`).toSorted(),
    );
    expect(declared.filter((name) => !page(name).startsWith(`# ${name}\n`))).toEqual([]);
    const readme = generated['distribution/README.md'] ?? '';
    expect(declared.filter((name) => !readme.includes(`(../docs/components/${name}.md)`))).toEqual([]);
  });

  it.each([
    ['profile-controller', '- Data that a deselection deletes: the namespaces of all profiles'],
    ['external-dns', '| External', ' chart `external-dns` of '],
    [
      'pipelines',
      '`manifests/cluster-install`',
      '| v3.7.3 |',
      '`quay.io/argoproj/workflow-controller:v3.7.3`',
    ],
    ['pipelines', '| `ml-pipeline` | `kubeflow` | `role_arn.pipelines` | `pipelines-s3` | Keeps artifacts'],
    [
      'pipelines',
      '`<<__pipelines.static_keys__>>` is true. A change of it restarts `Deployment/ml-pipeline`,',
    ],
    ['mlflow', '| `mlflow.database_engine` |', '[`rds.host`](../settings.md#rds)'],
    ['istio', '- Needed by: ', '`rbac.authorization.k8s.io/ClusterRole`', 'namespaces: `kube-system`'],
    ['keycloak', '- Hosts: `<<__subdomain_auth__>>.<<__domain__>>`', '(dashboard.md)'],
    ['external-secrets', '- Needed by the Secrets of all components'],
  ])('%s says %s', (name, ...texts) => {
    expect(texts.filter((text) => !page(name).includes(text))).toEqual([]);
  });
});

describe('where a value of a Secret comes from', () => {
  it.each([
    [{ hex: 16 }, 'made: 16 random bytes, in hexadecimal'],
    [{ password: 24, show: 'Grafana' }, 'made: 24 random characters; shown once as `Grafana`'],
    [{ password: { length: 20, symbols: '!' } }, 'made: 20 random characters'],
    [{ bcrypt: 'a' }, 'the bcrypt hash of `a`'],
    [{ bcrypt: { of: 'a', cost: 10 } }, 'the bcrypt hash of `a`'],
    [{ same: 'b/c' }, 'the same as `b/c`'],
    [{ given: 'Name', otherwise: { text: 'admin' } }, 'given: Name; otherwise `admin`'],
    [{ yaml: { a: '((b))' } }, '`{"a":"((b))"}` as YAML'],
  ])('%j', (recipe, words) => {
    expect(whereFrom(recipe)).toBe(words);
  });

  it('is an error where nothing says it', () => {
    expect(() => whereFrom({ show: 'a' })).toThrow('no words');
  });
});

describe('the schema of kfdist.yaml', () => {
  const accepts = (text: string): boolean => {
    const validate = new Ajv({ strict: false }).compile(
      JSON.parse(generated['distribution/kfdist.schema.json'] ?? '{}'),
    );
    return validate(parse(text));
  };

  it('accepts the example, nested and dotted spellings and further keys', () => {
    expect(accepts(readFileSync(join(root, 'examples', 'kfdist.yaml'), 'utf8'))).toBe(true);
    expect(accepts('rds: { port: 3306 }')).toBe(true);
    expect(accepts('rds.port: 3306')).toBe(true);
    expect(accepts('my.own: value')).toBe(true);
  });

  it.each([
    'aws_account_id: "12"',
    'components.autoscaler: nobody',
    'components: { autoscaler: nobody }',
    'rds: { port: abc }',
  ])('refuses %s', (text) => {
    expect(accepts(text)).toBe(false);
  });
});

it('every component.yaml fits its schema', () => {
  const validate = new Ajv({ strict: false }).compile(
    JSON.parse(generated['distribution/component.schema.json'] ?? '{}'),
  );
  const text = readFileSync(join(root, 'distribution', 'external-dns', 'component.yaml'), 'utf8');
  expect(validate(parse(text))).toBe(true);
  expect(validate({ ...parse(text), sourcee: {} })).toBe(false);
});
