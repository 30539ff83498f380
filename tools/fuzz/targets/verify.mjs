import { canonicalImage, imagesOf, parseImageName, readBuiltFiles, verify } from '@kfdist/verify';
import { parseAllDocuments } from 'yaml';
import { dataOf } from './invariant.mjs';

/** Built objects of any text: what rules are given. */
function objectsOf(text) {
  const documents = dataOf(
    (source) =>
      parseAllDocuments(source, { logLevel: 'silent' }).map((one) => one.toJS({ maxAliasCount: 100 })),
    text,
  );
  return (documents ?? []).filter(
    (object) => typeof object === 'object' && object !== null && !Array.isArray(object),
  );
}

const objects = [
  'apiVersion: v1\n',
  'kind: Deployment\n',
  'kind: ConfigMap\n',
  'metadata: ',
  'spec: ',
  'template: ',
  'containers: ',
  'image: ',
  'env: ',
  'args: ',
  'data: ',
  'null',
  '[]',
  '{}',
  '- ',
  ': ',
  '\n  ',
  '---\n',
  'ghcr.io/a/b:v1',
  '@sha256:',
  '"',
];

export const targets = [
  {
    name: 'built-objects',
    texts: [
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a, namespace: b }\nspec: { template: { spec: { serviceAccountName: c, containers: [{ name: x, image: "ghcr.io/a/b:v1", env: [{ name: I, value: "a/b:v2" }] }] } } }\n',
    ],
    tokens: objects,
    run: (text) => {
      const components = [{ name: 'x', objects: objectsOf(text), wave: 0 }];
      imagesOf(components);
      verify({ components, kubernetesVersion: '1.34', provides: [], roles: [], previous: components });
    },
  },
  {
    name: 'built-files',
    texts: [
      'apiVersion: v1\nkind: Secret\nmetadata: { name: a, namespace: b }\n---\napiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: a, namespace: argocd }\n',
    ],
    tokens: objects,
    run: (text) => readBuiltFiles([{ path: 'x/objects.yaml', text }]),
  },
  {
    name: 'image-name',
    texts: ['ghcr.io/a/b:v1', 'registry:5000/x@sha256:abc', 'nginx'],
    tokens: ['/', ':', '@', 'sha256:', '.', 'localhost', '-'],
    run: (text) => {
      parseImageName(text);
      canonicalImage(text);
    },
  },
];
