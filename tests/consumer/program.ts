// A program of somebody who installed the packages: checked against their types, compiled and run where only they are installed.
import { readFileSync } from 'node:fs';
import { syncWaves } from '@kfdist/argocd';
import { parseSettingsFile, type Setting } from '@kfdist/config';
import { type CredentialSpec, parseCredentials } from '@kfdist/credentials';
import { makeSealingKey, parseCertificate } from '@kfdist/credentials/seal';
import { type Diagnostic, hasErrors } from '@kfdist/diagnostics';
import { exportRoles, planRoles, type RolePlan } from '@kfdist/iam';
import { compileManifest, type Lookup, renderManifest } from '@kfdist/manifests';
import { loadDistribution, type PlatformPlan, planPlatform } from '@kfdist/platform';
import { readDistribution } from '@kfdist/platform/node';

const file = { path: 'kfdist.yaml', text: readFileSync('kfdist.yaml', 'utf8') };
const { entries } = parseSettingsFile(file);
const { distribution } = loadDistribution(
  readDistribution('node_modules/@kfdist/distribution', { cwd: process.cwd() }),
);
const plan: PlatformPlan = planPlatform({ entries, distribution });
const setting: Setting | undefined = plan.settings.values.get('cluster_name');

const roles: RolePlan = planRoles({
  partition: 'aws',
  region: 'eu-central-1',
  accountId: '123456789012',
  clusterName: setting?.text ?? '',
  oidcIssuer: 'https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE',
  scope: { hostedZoneIds: ['Z0123456789ABCDEFGHIJ'], domains: ['ml.example.com'] },
  roles: [
    {
      key: 'external_dns',
      policies: ['external-dns'],
      subjects: [{ namespace: 'external-dns', serviceAccount: 'external-dns' }],
    },
  ],
});

const lookup: Lookup = (key) => (key === 'port' ? { text: '3306', type: 'integer' } : undefined);
const manifest = compileManifest({ path: 'a.yaml', text: 'kind: ConfigMap\ndata:\n  port: <<__port__>>\n' });
const { waves } = syncWaves([
  { name: 'dashboard', after: ['istio'] },
  { name: 'istio', after: [] },
]);
const credentials: readonly CredentialSpec[] = parseCredentials(
  [{ name: 'dex', keys: { cookie: { base64url: 32 } } }],
  { component: 'dex', namespace: 'auth' },
).credentials;
const now = new Date();
const { certificate } = parseCertificate(makeSealingKey({ now }).certificate, { now });

const found: readonly Diagnostic[] = [...plan.diagnostics, ...roles.diagnostics];
console.log(
  JSON.stringify({
    cluster: setting?.text,
    isSound: !hasErrors(found),
    components: plan.components.length > 10,
    roles: exportRoles(roles, 'terraform').files.map(({ path }) => path),
    rendered: renderManifest(manifest, lookup).text.split('\n')[2],
    wave: waves.get('dashboard'),
    secrets: credentials.map(({ name }) => name),
    hasCertificate: certificate !== undefined,
  }),
);
