/** What the predecessor used of AWS can be pointed at in what is rendered: each service with the settings that it has. */
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type PlatformPlan, textOf } from '../src/index.ts';
import { objectsIn } from './gateway-access.ts';
import { plannedAsking, textAt } from './real-distribution.ts';

const RDS = 'example.abcdefghijkl.eu-central-1.rds.amazonaws.com';
const REDIS = 'rediss://sessions.abcdef.euc1.cache.amazonaws.com:6379';
const everything = plannedAsking(
  'components.mlflow=true',
  'components.model-registry=true',
  'pipelines.static_keys=true',
  'cert_manager.server=https://acme-staging-v02.api.letsencrypt.org/directory',
);

const helmValues = (plan: PlatformPlan, component: string) =>
  parse(textAt(plan, `applications/${component}.yaml`)).spec.source.helm.valuesObject;
const found = (plan: PlatformPlan, kind: string, name: string) =>
  objectsIn(plan).filter((object) => object.kind === kind && object.metadata.name === name);
/** The text of all objects of a kind and name, patches and manifests. */
const text = (kind: string, name: string, plan = everything) => JSON.stringify(found(plan, kind, name));
const filesOf = ({ files }: PlatformPlan, folder: string) =>
  files.filter(({ path }) => path.startsWith(folder)).map((file) => textOf(file) ?? '');

describe('EKS', () => {
  it('is named to the load balancer controller, the autoscaler and external-dns', () => {
    expect(everything.diagnostics).toEqual([]);
    expect(helmValues(everything, 'aws-load-balancer-controller')).toMatchObject({
      clusterName: 'example',
      region: 'eu-central-1',
    });
    expect(helmValues(everything, 'external-dns')).toMatchObject({ txtOwnerId: 'example' });
  });

  it('has Auto Scaling groups, which the policy knows by the name of the cluster', () => {
    expect(helmValues(everything, 'cluster-autoscaler')).toMatchObject({
      autoDiscovery: { clusterName: 'example' },
      awsRegion: 'eu-central-1',
    });
    expect(textAt(everything, 'iam/cluster_autoscaler.policy.json')).toContain('cluster-autoscaler/example');
  });
});

describe('RDS', () => {
  it.each<[string, string, string]>([
    ['ConfigMap', 'pipeline-install-config', 'mlpipeline'],
    ['ConfigMap', 'pipeline-install-config', 'cachedb'],
    ['ConfigMap', 'pipeline-install-config', 'metadb'],
    ['Deployment', 'katib-db-manager', 'katib'],
    ['Deployment', 'model-registry-deployment', 'modelregistry'],
    ['Deployment', 'mlflow', `${RDS}:3306/mlflow`],
  ])('is where %s %s has its database %s', (kind, name, database) => {
    const all = text(kind, name);
    expect(all).toContain(RDS);
    expect(all).toContain('3306');
    expect(all).toContain(database);
  });

  it.each([
    ['mysql', 'sslMode=REQUIRED', 'mysql+pymysql://'],
    ['postgres', 'sslmode=require', 'postgresql://'],
  ])('has the engine %s for Keycloak, MLflow and Katib', (engine, encrypted, scheme) => {
    const plan = plannedAsking(
      'components.authentication=keycloak',
      'components.mlflow=true',
      `keycloak.database_engine=${engine}`,
      `mlflow.database_engine=${engine}`,
      `katib.database_engine=${engine}`,
    );
    expect(text('Deployment', 'katib-db-manager', plan)).toContain(`"DB_NAME","value":"${engine}"`);
    expect(text('StatefulSet', 'keycloak', plan)).toContain(`"KC_DB","value":"${engine}"`);
    expect(text('StatefulSet', 'keycloak', plan)).toContain(encrypted);
    expect(text('Deployment', 'mlflow', plan)).toContain(scheme);
  });
});

describe('S3', () => {
  it.each<[string, string]>([
    ['ConfigMap', 'pipeline-install-config'],
    ['ConfigMap', 'workflow-controller-configmap'],
    ['Deployment', 'ml-pipeline-ui'],
  ])('is where %s %s keeps artifacts', (kind, name) => {
    expect(text(kind, name)).toContain('123456789012-example-pipelines');
  });

  it('has folders, a region and a host', () => {
    expect(text('ConfigMap', 'workflow-controller-configmap')).toMatch(
      /s3\.eu-central-1\.amazonaws\.com.*region: eu-central-1.*private-artifacts\//,
    );
    expect(text('Deployment', 'ml-pipeline')).toContain('"OBJECTSTORECONFIG_REGION","value":"eu-central-1"');
    expect(text('Deployment', 'mlflow')).toContain('s3://123456789012-example-mlflow/mlflow/experiments');
  });
});

describe('ElastiCache', () => {
  it.each(['dex', 'keycloak', 'external-oidc'])('keeps sessions with %s', (authentication) => {
    const plan = plannedAsking(
      `components.authentication=${authentication}`,
      `oidc.redis.connection_url=${REDIS}`,
    );
    expect(plan.diagnostics).toEqual([]);
    const proxy = text('Deployment', 'oauth2-proxy', plan);
    expect(proxy).toContain('"OAUTH2_PROXY_SESSION_STORE_TYPE","value":"redis"');
    expect(proxy).toContain(REDIS);
    expect(filesOf(plan, 'secrets/sessions-redis/').join()).toContain('oauth2-proxy-redis');
    const config = textAt(plan, 'components/oauth2-proxy/oauth2_proxy.cfg');
    expect(config).toContain('scope = "openid profile email groups"');
    expect(config).toMatch(/^oidc_issuer_url = "https?:/m);
  });
});

describe('the network load balancer', () => {
  it.each([
    ['internet-facing', 'ip'],
    ['internal', 'instance'],
  ])('is %s with targets by %s', (scheme, target) => {
    const plan = plannedAsking(
      `aws_load_balancer.scheme=${scheme}`,
      `aws_load_balancer.nlb_target_type=${target}`,
    );
    const [service] = found(plan, 'Service', 'istio-ingressgateway');
    const prefix = 'service.beta.kubernetes.io/aws-load-balancer';
    expect(service?.metadata).toMatchObject({
      annotations: {
        [`${prefix}-name`]: 'nlb-example',
        [`${prefix}-scheme`]: scheme,
        [`${prefix}-nlb-target-type`]: target,
      },
    });
    expect(service?.spec).toMatchObject({
      type: 'LoadBalancer',
      loadBalancerClass: 'service.k8s.aws/nlb',
      ports: [{ $patch: 'replace' }, { port: 80, targetPort: 8080 }, { port: 443, targetPort: 8443 }],
    });
  });

  it('passes the NetworkPolicies of the gateway, from anywhere, with its health checks', () => {
    const [policy] = found(everything, 'NetworkPolicy', 'allow-load-balancer');
    expect(policy?.spec).toEqual({
      podSelector: { matchLabels: { app: 'istio-ingressgateway' } },
      policyTypes: ['Ingress'],
      ingress: [{ ports: [8080, 8443, 15021].map((port) => ({ port, protocol: 'TCP' })) }],
    });
    const [service] = found(everything, 'Service', 'istio-ingressgateway');
    const prefix = 'service.beta.kubernetes.io/aws-load-balancer-healthcheck';
    expect(service?.metadata).toMatchObject({ annotations: { [`${prefix}-port`]: '15021' } });
  });
});

describe('Route 53 and certificates', () => {
  it('writes one zone, for hosts of gateways', () => {
    expect(helmValues(everything, 'external-dns')).toMatchObject({
      domainFilters: ['ml.example.com'],
      sources: ['service', 'istio-gateway', 'istio-virtualservice'],
      extraArgs: ['--zone-id-filter=Z0123456789ABCDEFGHIJ'],
    });
  });

  it("asks Let's Encrypt, proved in that zone", () => {
    const [issuer] = found(everything, 'ClusterIssuer', 'letsencrypt');
    expect(issuer?.spec).toMatchObject({
      acme: {
        server: 'https://acme-staging-v02.api.letsencrypt.org/directory',
        email: 'platform@example.com',
        solvers: [{ dns01: { route53: { region: 'eu-central-1', hostedZoneID: 'Z0123456789ABCDEFGHIJ' } } }],
      },
    });
  });
});

describe('Secrets Manager and Parameter Store', () => {
  it.each([
    ['secretsManager', 'SecretsManager', 'secretsmanager:GetSecretValue'],
    ['systemManager', 'ParameterStore', 'ssm:GetParameter'],
  ])('by %s: every ExternalSecret reads from it, by its store', (type, service, action) => {
    const plan = plannedAsking(`external_secrets.backend_type=${type}`);
    expect(found(plan, 'ClusterSecretStore', 'aws')[0]?.spec).toMatchObject({
      provider: { aws: { service } },
    });
    const secrets = filesOf(plan, 'secrets/').map((file) => parse(file));
    expect(secrets.length).toBeGreaterThan(3);
    for (const { spec } of secrets)
      expect(spec.secretStoreRef).toEqual({ name: 'aws', kind: 'ClusterSecretStore' });
    expect(textAt(plan, 'iam/external_secrets.policy.json')).toContain(action);
  });
});

describe('IAM', () => {
  it.each([
    ['kube-system', 'aws-load-balancer-controller'],
    ['kube-system', 'cluster-autoscaler'],
    ['external-dns', 'external-dns'],
    ['cert-manager', 'cert-manager'],
    ['external-secrets', 'external-secrets'],
    ['kubeflow', 'ml-pipeline'],
    ['kubeflow', 'ml-pipeline-ui'],
    ['mlflow', 'mlflow'],
    ['team-a', 'default-editor'],
  ])('gives %s/%s a role that trusts it alone', (namespace, name) => {
    const roles = everything.roles.roles.filter(({ subjects }) =>
      subjects.some((subject) => subject.namespace === namespace && subject.serviceAccount === name),
    );
    expect(roles.map(({ subjects }) => subjects.length)).toEqual([1]);
    const files = everything.files.filter(({ path }) => !path.startsWith('iam/'));
    expect(files.filter((file) => textOf(file)?.includes(roles[0]?.arn ?? 'none')).length).toBeGreaterThan(0);
  });

  it('has a user for Pipelines only where static keys are wanted, and its Secret from the keys of that user', () => {
    expect(everything.roles.users.map(({ arn }) => arn)).toEqual([
      'arn:aws:iam::123456789012:user/kfdist/example/example-pipelines-s3',
    ]);
    const [secret] = everything.credentials.specs.filter(({ name }) => name === 'mlpipeline-minio-artifact');
    expect(secret?.keys.map(({ recipe }) => recipe)).toEqual([
      { kind: 'access-key', user: 'example-pipelines-s3', part: 'id' },
      { kind: 'access-key', user: 'example-pipelines-s3', part: 'secret' },
    ]);
    expect(text('Deployment', 'ml-pipeline-ui')).toContain('mlpipeline-minio-artifact');
    const without = plannedAsking();
    expect(without.roles.users).toEqual([]);
    expect(
      without.files
        .filter((file) => /^components\/pipelines\/.*\.yaml$/.test(file.path))
        .map(textOf)
        .join(),
    ).not.toContain('name: mlpipeline-minio-artifact');
  });
});
