import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { outputOf, pythonTool } from '../../../tests/python-tools.ts';
import { yamlText } from '../src/export/yaml.ts';
import {
  type ExportFormat,
  exportFormats,
  exportRoles,
  type Identity,
  planRoles,
  policyDocument,
  type RolePlan,
  type RolePlanInput,
} from '../src/index.ts';
import { everything, input } from './fixtures.ts';
import { upstream } from './upstream.ts';

const whole: RolePlanInput = {
  ...input,
  permissionsBoundary: 'arn:aws:iam::123456789012:policy/limits',
  tags: { team: 'data platform', 'costs/center': '42' },
  roles: [
    ...input.roles,
    {
      key: 'karpenter',
      policies: ['karpenter', 'aws-load-balancer-controller'],
      subjects: [{ namespace: 'kube-system', serviceAccount: 'karpenter' }],
      managedPolicyArns: ['arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy'],
      scope: { nodeRoleArn: everything.nodeRoleArn },
    },
    {
      key: 'by.tag',
      policies: [
        policyDocument([
          {
            Effect: 'Allow',
            Action: 's3:GetObject',
            Resource: `arn:aws:s3:::b/$\{aws:PrincipalTag/team}/%{x}/*`,
          },
        ]),
      ],
      subjects: [{ namespace: 'kubeflow', serviceAccount: 'by-tag' }],
    },
  ],
  users: [{ key: 'pipelines_s3', policies: ['pipelines-s3'] }],
};
const plans: Readonly<Record<Identity, RolePlan>> = {
  irsa: planRoles(whole),
  'pod-identity': planRoles({ ...whole, identity: 'pod-identity' }),
  both: planRoles({ ...whole, identity: 'both' }),
};
const textOf = (format: ExportFormat, identity: Identity = 'irsa') =>
  exportRoles(plans[identity], format).files[0]?.text ?? '';
const objectsOf = (text: string) =>
  parseAllDocuments(text).map((document) => document.toJSON() as KubernetesObject);

interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: Readonly<Record<string, unknown>>;
}

it('is made from sound plans', () => {
  for (const plan of Object.values(plans)) expect(plan.diagnostics).toEqual([]);
});

describe.each(exportFormats)('%s', (format) => {
  it.each(['irsa', 'pod-identity'] as const)('is as it was, with %s', async (identity) => {
    const { files } = exportRoles(plans[identity], format);
    const all = files.map(({ path, text }) => `=== ${path}\n${text}`).join('');
    await expect(all).toMatchFileSnapshot(`golden/export.${format}.${identity}.txt`);
  });

  it('is the same for the same plan', () => {
    expect(exportRoles(planRoles(structuredClone(whole)), format)).toEqual(exportRoles(plans.irsa, format));
  });
});

describe('what the forms cannot say', () => {
  it('is said for eksctl, and nowhere else', () => {
    const said = exportFormats.flatMap((format) =>
      exportRoles(plans.irsa, format).diagnostics.map(({ code, args }) => [args?.format, code, args?.what]),
    );
    expect(said).toEqual([
      ['eksctl', 'EXPORT_LEAVES_OUT', 'the path /kfdist/example/'],
      ['eksctl', 'EXPORT_LEAVES_OUT', 'pipelines'],
      ['eksctl', 'EXPORT_LEAVES_OUT', 'pipelines_s3'],
    ]);
  });
});

describe('Terraform', () => {
  const { resource } = JSON.parse(textOf('terraform')) as {
    readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;
  };

  it('escapes what would be an expression, and nothing of its own', () => {
    expect(resource.aws_iam_role_policy?.by_tag?.policy).toContain('b/$${aws:PrincipalTag/team}/%%{x}/*');
    expect(resource.aws_iam_role_policy?.by_tag?.role).toBe(`$\{aws_iam_role.by_tag.name}`);
  });

  it('refers only to resources that are there', () => {
    const references = [...textOf('terraform').matchAll(/(?<!\$)\$\{(\w+)\.(\w+)\.\w+\}/g)];
    expect(references.length).toBeGreaterThan(0);
    for (const [, type = '', name = ''] of references) expect(resource[type]?.[name]).toBeDefined();
  });
});

describe('CloudFormation', () => {
  const lint = pythonTool('cfn-lint', 'checking CloudFormation templates');

  it.skipIf(lint === undefined)(
    'passes cfn-lint, which finds what is wrong',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'kfdist-iam-'));
      const file = join(folder, 'iam.template.json');
      const check = () => outputOf(lint ?? '', ['--non-zero-exit-code', 'warning', file]);
      for (const identity of ['irsa', 'both'] as const) {
        writeFileSync(file, textOf('cloudformation', identity));
        expect(check()).toBe('');
      }
      writeFileSync(file, textOf('cloudformation').replace('"RoleName"', '"RolName"'));
      expect(check).toThrow('E3002');
      rmSync(folder, { recursive: true });
    },
    120_000,
  );
});

describe('eksctl', () => {
  const schema = upstream(
    'eksctl-io/eksctl',
    'pkg/apis/eksctl.io/v1alpha5/assets/schema.json',
    'the schema of eksctl',
  );

  it.skipIf(schema === undefined)('fits its schema, which finds what is wrong', () => {
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(
      JSON.parse(schema ?? '') as object,
    );
    for (const identity of ['irsa', 'pod-identity'] as const) {
      expect(validate(parse(textOf('eksctl', identity)))).toBe(true);
    }
    expect(validate(parse(textOf('eksctl').replace('roleOnly', 'rolOnly')))).toBe(false);
  });
});

interface Crd {
  readonly spec: {
    readonly versions: readonly {
      readonly name: string;
      readonly schema: { readonly openAPIV3Schema: object };
    }[];
  };
}

/** The plural names under which the definitions lie in the two repositories. */
const plural: Readonly<Record<string, string>> = {
  Role: 'roles',
  User: 'users',
  Policy: 'policies',
  RolePolicyAttachment: 'rolepolicyattachments',
  UserPolicyAttachment: 'userpolicyattachments',
  PodIdentityAssociation: 'podidentityassociations',
};

describe.each([
  ['ack', (group: string) => `aws-controllers-k8s/${group.split('.')[0]}-controller`, 'config/crd/bases'],
  ['crossplane', () => 'crossplane-contrib/provider-upjet-aws', 'package/crds'],
] as const)('%s', (format, repository, folder) => {
  const objects = objectsOf(textOf(format, 'both'));
  const crdOf = ({ apiVersion, kind }: KubernetesObject) => {
    const [group = ''] = apiVersion.split('/');
    return upstream(
      repository(group),
      `${folder}/${group}_${plural[kind]}.yaml`,
      `the definition of ${kind} of ${format}`,
    );
  };

  it('names every object once', () => {
    const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { metadata } of objects) expect(metadata.name).toMatch(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/);
  });

  it
    .skipIf(objects.some((object) => crdOf(object) === undefined))
    .each(objects.map((one) => [one.kind, one.metadata.name, one] as const))(
    '%s %s fits its definition, with no field too many',
    (_kind, _name, object) => {
      const crd = parse(crdOf(object) ?? '') as Crd;
      const version = crd.spec.versions.find(({ name }) => object.apiVersion.endsWith(`/${name}`));
      const validate = new Ajv({ strict: false, validateFormats: false }).compile(
        closed(version?.schema.openAPIV3Schema ?? {}),
      );
      validate(object);
      expect(validate.errors ?? []).toEqual([]);
      expect(validate({ ...object, spec: { ...object.spec, unknown: 1 } })).toBe(false);
    },
  );
});

/** A schema that refuses fields that it does not name, as a strict API server does; metadata is any object. */
function closed(schema: unknown): object {
  return JSON.parse(
    JSON.stringify(schema, (_key, value: unknown) =>
      typeof value === 'object' &&
      value !== null &&
      'properties' in value &&
      !('additionalProperties' in value)
        ? { ...value, additionalProperties: false }
        : value,
    ),
  ) as object;
}

describe('the script', () => {
  it('is a program of the shell', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kfdist-iam-'));
    const file = join(folder, 'a/iam.sh');
    mkdirSync(dirname(file));
    writeFileSync(file, textOf('aws-cli', 'both'));
    expect(outputOf('sh', ['-n', file])).toBe('');
    rmSync(folder, { recursive: true });
  });
});

describe('YAML', () => {
  it('reads back as it was meant', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.string({ unit: 'binary' }),
        fc.constantFrom(
          'yes',
          'null',
          '1',
          '1e3',
          '- a',
          'a: b',
          '{"a":1}\n',
          '0x1',
          '~',
          'a #b',
          '2026-01-01',
          'key',
        ),
        fc.integer(),
        fc.boolean(),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(
          fc.string().filter((key) => key !== '__proto__'),
          tie('any'),
          { maxKeys: 3 },
        ),
      ),
    })).any;
    fc.assert(
      fc.property(value, (data) => {
        expect(parse(yamlText([data]))).toEqual(JSON.parse(JSON.stringify(data)));
      }),
    );
  });
});
