import { canonicalImage, imagesOf, parseImageName } from '@kfdist/verify';
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
    run: (text) => imagesOf([{ name: 'x', objects: objectsOf(text) }]),
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
