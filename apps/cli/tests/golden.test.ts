import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { atBothWidths, kfdist, type World } from './command.ts';
import { SETTINGS, SETUP_CONF, workplace, write } from './workplace.ts';

interface Golden {
  readonly argv: readonly string[];
  /** What happened in the folder before. */
  readonly before?: (folder: string) => unknown;
  readonly world?: World;
}

const FIVE_MISTAKES = `cluster_name: Example!
aws_account_id: "123456789012"
domain: ml.example.com
domain: other.example.com
git_repo: { url: https://github.com/example/platform.git, path: clusters/<<__git_repo.path__>> }
rds: { prot: 3306 }
profiles: [{ name: team-a, owner: ada@example.com }]
`;

const setup = (folder: string, ...options: readonly string[]) => kfdist(folder, ['setup', ...options]);
const edit = (folder: string) =>
  appendFileSync(join(folder, 'clusters/example/components/login-simple/login.yaml'), '# mine\n');
const withStore = `${SETTINGS}components.store: true\n`;
const store = async (folder: string) => {
  write(folder, { 'kfdist.yaml': withStore });
  await setup(folder);
  write(folder, { 'kfdist.yaml': SETTINGS });
};

/** Two mistakes in what somebody built. */
const BUILT = `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: http }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: nginx
          envFrom: [{ secretRef: { name: database } }]
`;
const built = (folder: string) => write(folder, { 'built/web.yaml': BUILT });

const POLICY = `{
  "Version": "2012-10-17",
  "Statement": [{ "Sid": "A", "Effect": "Allow", "Action": "s3:GetObjects", "Resource": "arn:aws:s3:::example/*" }]
}
`;
const policy = (folder: string) => write(folder, { 'policy.json': POLICY });
const FACTS = SETTINGS.replace(/profiles.*/s, '')
  .trim()
  .split('\n')
  .flatMap((line) => ['--set', line.replaceAll('"', '').replace(': ', '=')]);

const emptyCache = (folder: string) => {
  process.env.KFDIST_CACHE = join(folder, 'cache');
};

/** A cluster that is not there. */
const unreachable: World = {
  run: async () => ({ status: 1, stdout: '', stderr: 'The connection to the server was refused\n' }),
};

const GOLDEN: Readonly<Record<string, Golden>> = {
  'setup-first-run': { argv: ['setup', '-f', 'kfdist.yaml'] },
  'setup-conf': {
    argv: ['setup', '--dry-run'],
    before: (folder) => {
      rmSync(join(folder, 'kfdist.yaml'));
      write(folder, { 'setup.conf': SETUP_CONF });
    },
  },
  'setup-second-run': { argv: ['setup', '-f', 'kfdist.yaml'], before: setup },
  'setup-changed-value': { argv: ['setup', '--set', 'domain=new.example.com'], before: setup },
  'setup-dry-run': { argv: ['setup', '--dry-run'] },
  'setup-json': { argv: ['setup', '-o', 'json'] },
  'setup-yaml': { argv: ['setup', '-o', 'yaml', '--set', 'domain=new.example.com'], before: setup },
  'setup-hand-edited': {
    argv: ['setup'],
    before: async (folder) => {
      await setup(folder);
      edit(folder);
    },
  },
  'setup-overwrite': {
    argv: ['setup', '--overwrite'],
    before: async (folder) => {
      await setup(folder);
      edit(folder);
    },
  },
  'setup-foreign-folder': {
    argv: ['setup', '--output-dir', 'mine'],
    before: (folder) => write(folder, { 'mine/notes.md': 'mine\n' }),
  },
  'setup-deselection': { argv: ['setup'], before: store },
  'setup-deselection-confirmed': { argv: ['setup', '--confirm=store'], before: store },
  'setup-pending': { argv: ['setup', '--dry-run', '--detailed-exitcode'] },
  'setup-missing-file': { argv: ['setup', '-f', 'nowhere.yaml'] },
  'setup-missing-distribution': { argv: ['setup', '--distribution', 'nowhere'] },
  'diff-nothing': { argv: ['diff', '--detailed-exitcode'], before: setup },
  'diff-changed-value': {
    argv: ['diff', '--set', 'domain=new.example.com', '--detailed-exitcode'],
    before: setup,
  },
  'diff-json': {
    argv: ['diff', '--set', 'dns.interval=7', '-o', 'json'],
    before: setup,
  },
  'diff-deselection': { argv: ['diff'], before: store },
  'check-nothing': { argv: ['check'] },
  'check-five-mistakes': {
    argv: ['check', '-f', 'kfdist.yaml'],
    before: (folder) => write(folder, { 'kfdist.yaml': FIVE_MISTAKES }),
  },
  'check-five-mistakes-json': {
    argv: ['check', '-f', 'kfdist.yaml', '-o', 'json'],
    before: (folder) => write(folder, { 'kfdist.yaml': FIVE_MISTAKES }),
  },
  'check-old-names': {
    argv: ['check', '--set', 'old.port=3307', '--set', 'role_arn.web=none', '--set', 'nobody.reads=this'],
  },
  apps: { argv: ['apps'] },
  'apps-all': { argv: ['apps', '--all', '--set', 'argocd.name_prefix=blue-'] },
  'apps-json': { argv: ['apps', '-o', 'json'] },
  'apps-graph': { argv: ['apps', '--graph', 'text'] },
  'apps-graph-dot': { argv: ['apps', '--graph', 'dot'] },
  'apps-graph-mermaid': { argv: ['apps', '--graph', 'mermaid'] },
  map: { argv: ['map'] },
  'map-json': { argv: ['map', '-o', 'json'] },
  'map-against': {
    argv: ['map', '--against', 'old.json'],
    before: async (folder) => {
      const { stdout } = await kfdist(folder, ['map', '-o', 'json', '--set', 'domain=old.example.com']);
      write(folder, { 'old.json': stdout });
    },
  },
  'map-against-missing': { argv: ['map', '--against', 'old.json'] },
  'map-against-other': {
    argv: ['map', '--against', 'old.json'],
    before: (folder) => write(folder, { 'old.json': '{ "kind": "AppsResult" }' }),
  },
  bootstrap: { argv: ['bootstrap'] },
  'bootstrap-json': { argv: ['bootstrap', '-o', 'json'] },
  'bootstrap-unknown-step': { argv: ['bootstrap', '--from', 'nothing'] },
  uninstall: { argv: ['uninstall', '--plan'] },
  'explain-all': { argv: ['explain'] },
  'explain-setting': { argv: ['explain', 'role_arn.dns'] },
  'explain-setting-json': { argv: ['explain', 'role_arn.dns', '-o', 'json'] },
  'explain-component': { argv: ['explain', 'dns'] },
  'explain-check': { argv: ['explain', 'oidc-provider'] },
  'explain-needed-component': { argv: ['explain', 'gateway'] },
  'explain-code': { argv: ['explain', 'HAND_EDITED'] },
  'explain-below': { argv: ['explain', 'rds'] },
  'explain-misspelt': { argv: ['explain', 'role_arn.dsn'] },
  'explain-unknown': { argv: ['explain', 'nothing-like-it'] },
  'render-plan': { argv: ['render', 'distribution/gateway'] },
  'render-copy': { argv: ['render', 'distribution/login-simple', '--output-dir', 'rendered'] },
  'render-unknown-placeholder': { argv: ['render', 'distribution/dns', '--output-dir', 'rendered'] },
  'build-unknown': { argv: ['build', 'istio'] },
  'build-one': { argv: ['build', 'login-simple'] },
  'verify-anybody': { argv: ['verify', 'built', '--provides', 'Namespace/shop'], before: built },
  'verify-json': {
    argv: [
      'verify',
      'built',
      '--provides',
      'Namespace/shop',
      '--provides',
      'Secret/*/database',
      '-o',
      'json',
    ],
    before: built,
  },
  'verify-bad-provides': { argv: ['verify', 'built', '--provides', 'namespace/shop'], before: built },
  'verify-empty-folder': {
    argv: ['verify', 'nothing'],
    before: (folder) => write(folder, { 'nothing/README.md': '' }),
  },
  'verify-bad-version': { argv: ['verify', 'built', '--kubernetes-version', 'newest'], before: built },
  'explain-rule': { argv: ['explain', 'LATE_WEBHOOK'] },
  'status-json': { argv: ['status', '-o', 'json'], world: unreachable },
  'uninstall-json': { argv: ['uninstall', '--plan', '-o', 'json'] },
  'render-json': { argv: ['render', 'distribution/gateway', '-o', 'json'] },
  'build-json': { argv: ['build', 'login-simple', '-o', 'json'], before: emptyCache },
  'diff-yaml': { argv: ['diff', '--set', 'dns.interval=7', '-o', 'yaml'], before: setup },
  'explain-component-json': { argv: ['explain', 'dns', '-o', 'json'] },
  'iam-check': { argv: ['iam', 'check', 'policy.json'], before: policy },
  'iam-check-json': { argv: ['iam', 'check', 'policy.json', '-o', 'json'], before: policy },
  'credentials-status': { argv: ['credentials', 'status'] },
  'credentials-status-json': { argv: ['credentials', 'status', '-o', 'json'] },
  'init-flags': { argv: ['init', '-f', 'new.yaml', ...FACTS] },
  'init-json': { argv: ['init', '-f', 'new.yaml', '-o', 'json', ...FACTS] },
  'init-missing-facts': { argv: ['init', '-f', 'new.yaml', '--set', 'domain=ml.example.com'] },
  'init-exists': { argv: ['init', ...FACTS] },
  'completion-bash': { argv: ['completion', 'bash'] },
  'completion-zsh': { argv: ['completion', 'zsh'] },
  'completion-fish': { argv: ['completion', 'fish'] },
  'completion-other': { argv: ['completion', 'tcsh'] },
  'usage-unknown-command': { argv: ['stup'] },
  'usage-unknown-flag': { argv: ['setup', '--dry-rum'] },
  'usage-bad-format': { argv: ['check', '-o', 'xml'] },
  'usage-missing-argument': { argv: ['render'] },
  'usage-too-many-arguments': { argv: ['explain', 'a', 'b'] },
};

describe('whole commands', () => {
  it.each(Object.entries(GOLDEN))('%s, at 80 and 120 columns', async (name, { argv, before, world }) => {
    const texts = await atBothWidths(argv, async (width) => {
      const folder = workplace();
      await before?.(folder);
      return await kfdist(folder, argv, { ...world, width });
    });
    await expect(texts).toMatchFileSnapshot(`golden/${name}.txt`);
  });
});
