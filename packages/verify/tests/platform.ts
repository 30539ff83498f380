import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { type BuiltComponent, isApplication, type VerifyInput, withApplications } from '../src/index.ts';

/** An object that a test may change. */
// biome-ignore lint/suspicious/noExplicitAny: mutations reach into any object
export type Loose = Record<string, any>;

const folder = join(import.meta.dirname, 'platform');

const built = new Map(
  readdirSync(folder).map((file) => {
    const documents = parseAllDocuments(readFileSync(join(folder, file), 'utf8'));
    return [file.replace(/\.yaml$/, ''), documents.map((document) => document.toJS() as Loose)] as const;
  }),
);

/** The objects of a small platform by component, fresh for each caller. */
export function builtObjects(): Map<string, Loose[]> {
  return structuredClone(built);
}

/** The digests of the images of the small platform. */
export const lock = new Map(
  [
    'registry.istio.io/release/proxyv2:1.30.1',
    'ghcr.io/kubeflow/kfp-driver:2.16.1',
    'ghcr.io/kubeflow/kfp-api-server:2.16.1',
    'ghcr.io/kubeflow/kfp-cache-server:2.16.1',
  ].map((image) => [image, `sha256:${'0'.repeat(64)}`]),
);

/** The small platform as it is handed to `verify`, with everything that rules can be told. */
export function inputOf(objects: ReadonlyMap<string, readonly Loose[]>): VerifyInput {
  const named: readonly BuiltComponent[] = [...objects].map(([name, own]) => ({
    name,
    objects: own,
    ...(name === 'pipelines'
      ? {
          suppressions: [
            {
              rule: 'HOST_WITHOUT_LOGIN',
              object: 'Ingress/kubeflow/status',
              reason: 'The status is for everybody',
            },
          ],
        }
      : {}),
  }));
  const applications = (objects.get('root') ?? []).filter(isApplication);
  return {
    components: withApplications(named, applications),
    provides: ['Secret/istio-system/gateway-tls'],
    kubernetesVersion: '1.34',
    imageLock: lock,
    roles: [
      {
        arn: 'arn:aws:iam::123456789012:role/example-pipelines',
        subjects: [{ namespace: 'kubeflow', serviceAccount: 'ml-pipeline' }],
      },
      {
        arn: 'arn:aws:iam::123456789012:role/example-team-a',
        subjects: [{ namespace: 'team-a', serviceAccount: 'default-editor' }],
      },
    ],
    previous: [...builtObjects()].map(([name, own]) => ({ name, objects: own })),
  };
}
