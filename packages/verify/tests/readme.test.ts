import { expect, it } from 'vitest';
import { imagesOf, verify } from '../src/index.ts';

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'ml-pipeline', namespace: 'kubeflow' },
  spec: {
    selector: { matchLabels: { app: 'ml-pipeline' } },
    template: {
      metadata: { labels: { app: 'ml-pipeline' } },
      spec: {
        containers: [
          {
            name: 'api',
            image: 'ghcr.io/kubeflow/kfp-api-server:2.16.1',
            envFrom: [{ secretRef: { name: 'mysql' } }],
          },
        ],
      },
    },
  },
};

it('does what its README says', () => {
  const { findings } = verify({
    components: [{ name: 'app', objects: [deployment] }],
    provides: ['Namespace/kubeflow'],
  });
  expect(findings.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    'MISSING_SECRET: Deployment kubeflow/ml-pipeline names the Secret kubeflow/mysql, which nothing brings',
  ]);
  const images = imagesOf([{ name: 'app', objects: [deployment] }]);
  expect(images.map(({ image, place }) => `${image} (${place})`)).toEqual([
    'ghcr.io/kubeflow/kfp-api-server:2.16.1 (container)',
  ]);
});
