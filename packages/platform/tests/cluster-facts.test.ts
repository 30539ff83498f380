/** What follows from the facts of a cluster: its partition, its namespaces, its version of Kubernetes. */
import { describe, expect, it } from 'vitest';
import { annotated, codes, example, options, planned, textAt } from './real-distribution.ts';

const plan = (...texts: readonly string[]) => planned([...example, ...options(...texts)]);

describe('the partition', () => {
  it.each([
    ['eu-central-1', 'aws', 's3.eu-central-1.amazonaws.com'],
    ['us-gov-west-1', 'aws-us-gov', 's3.us-gov-west-1.amazonaws.com'],
    ['cn-north-1', 'aws-cn', 's3.cn-north-1.amazonaws.com.cn'],
    ['eusc-de-east-1', 'aws-eusc', 's3.eusc-de-east-1.amazonaws.eu'],
  ])('of %s is %s, in roles, policies and hosts', (region, partition, endpoint) => {
    const found = plan(`aws_region=${region}`);
    expect(codes(found)).toEqual([]);
    expect(found.settings.values.get('aws_partition')?.text).toBe(partition);
    expect(found.settings.values.get('s3.endpoint')?.text).toBe(endpoint);
    expect(annotated(found).map((arn) => arn.split(':', 2)[1])).toEqual(
      annotated(found).map(() => partition),
    );
    const policies = found.files.filter(({ path }) => path.startsWith('iam/'));
    const arns = policies.flatMap(({ path }) => [...textAt(found, path).matchAll(/"arn:([\w-]+):/g)]);
    expect(new Set(arns.map(([, name]) => name))).toEqual(new Set([partition]));
  });

  it('that the settings name counts, and has to hold the region', () => {
    expect(codes(plan('aws_region=eu-central-1', 'aws_partition=aws-cn'))).toEqual([
      'REGION_OUTSIDE_PARTITION',
    ]);
  });

  it('is right in the name of a role that is cut, too', () => {
    const found = plan('aws_region=cn-north-1', `iam.role_prefix=${'long-'.repeat(11)}`);
    expect(annotated(found).every((arn) => arn.startsWith('arn:aws-cn:iam::'))).toBe(true);
  });
});

describe('the namespace of a profile', () => {
  it.each([
    ['the platform', ['profiles.1.name=istio-system', 'profiles.1.owner=a@example.com'], 'istio-crds'],
    ['Kubernetes', ['profiles.1.name=kube-system', 'profiles.1.owner=a@example.com'], 'Kubernetes itself'],
    ['another profile', ['profiles.1.name=team-a', 'profiles.1.owner=a@example.com'], 'profiles.0'],
  ])('is not that of %s', (_title, texts, owner) => {
    expect(plan(...texts).diagnostics).toMatchObject([
      { code: 'NAMESPACE_TAKEN', args: { key: 'profiles.1.name', owner }, span: { path: '--set' } },
    ]);
  });

  it('has no dot in its name', () => {
    expect(codes(plan('profiles.0.name=team.a'))).toEqual(['BAD_VALUE']);
  });
});

describe('the path of the roles', () => {
  it.each(['kfdist', '/kfdist', 'kfdist/', '/a b/'])('%j is reported once', (path) => {
    expect(plan(`iam.role_path=${path}`).diagnostics).toMatchObject([
      { code: 'BAD_VALUE', args: { key: 'iam.role_path' } },
    ]);
  });
});

describe('the domain', () => {
  it.each([
    ['ml.example.com', 'ml.example.com', []],
    ['ml.example.com', 'example.com', []],
    ['ml.example.com', 'example.org', ['DOMAIN_OUTSIDE_ZONE']],
    ['ml.example.com', 'l.example.com', ['DOMAIN_OUTSIDE_ZONE']],
  ])('%s in the zone %s: %j', (domain, zone, expected) => {
    expect(codes(plan(`domain=${domain}`, `route53.hosted_zone_domain=${zone}`))).toEqual(expected);
  });

  it('has each host once', () => {
    const found = plan('subdomain_grafana=kiali').diagnostics;
    expect(found).toMatchObject([{ code: 'HOST_TAKEN', args: { host: 'kiali.ml.example.com' } }]);
  });

  it('has the host of the dashboard once', () => {
    const found = plan('subdomain_grafana=kubeflow').diagnostics;
    expect(found).toMatchObject([{ code: 'HOST_TAKEN', args: { owner: 'the dashboard' } }]);
  });
});

describe('the name of the cluster', () => {
  it('may be as long as EKS lets it be, where what is made from it has names of its own', () => {
    const buckets = ['pipelines', 'loki', 'mlflow', 'kserve'].map(
      (name) => `s3.bucket.${name}=example-${name}`,
    );
    const found = plan(`cluster_name=${'c'.repeat(100)}`, 'aws_load_balancer.name=example', ...buckets);
    expect(codes(found)).toEqual([]);
  });
});

describe('the version of Kubernetes', () => {
  it.each([
    ['1.36', []],
    ['1.35.2', []],
    ['1.37', ['UNSUPPORTED_KUBERNETES']],
    ['1.30', ['UNSUPPORTED_KUBERNETES']],
    ['latest', ['BAD_VALUE']],
  ])('%s: %j', (version, expected) => {
    expect(codes(plan(`kubernetes_version=${version}`))).toEqual(expected);
  });
});
