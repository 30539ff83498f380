import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kfdist, kfdistJson } from './command.ts';
import { canBuild, mirroredWorkplace } from './mirrored-workplace.ts';
import { write } from './workplace.ts';

/** Pages at a host of their own. Namespaces and the version of the image are only in what kustomize makes of it. */
const shop = (tag: string) => ({
  'components/shop/component.yaml': `name: shop
summary: Sells things
category: kubeflow
namespace: { name: shop }
source: { kustomize: {} }
needs: [namespaces]
hosts: ["shop.<<__domain__>>"]
`,
  'components/shop/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: shop
resources: [shop.yaml]
images: [{ name: ghcr.io/example/shop, newTag: "${tag}" }]
`,
  'components/shop/shop.yaml': `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: door }
spec:
  servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: ["shop.<<__domain__>>"], tls: { credentialName: door } }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: pages }
spec: { hosts: ["*"], gateways: [door], http: [{ route: [{ destination: { host: front.shop.svc.cluster.local } }] }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: elsewhere }
spec: { hosts: [other.example.com], gateways: [door], http: [{ route: [{ destination: { host: front } }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: front }
spec: { selector: { app: front }, ports: [{ port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: front }
spec:
  selector: { matchLabels: { app: front } }
  template:
    metadata: { labels: { app: front, tier: web } }
    spec: { containers: [{ name: front, image: ghcr.io/example/shop }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: only-ada }
spec: { selector: { matchLabels: { tier: web } }, rules: [{ when: [{ key: "request.headers[kubeflow-userid]", values: [ada@example.com] }] }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: of-others }
spec: { selector: { matchLabels: { tier: store } } }
`,
});

describe.skipIf(!canBuild)('kfdist map --built', { timeout: 180_000 }, () => {
  it('shows images, hosts and policies of what was built', async () => {
    const folder = mirroredWorkplace('', shop('v1.0.0'));
    const { result } = await kfdistJson(folder, ['map', '--built']);
    expect(result.diagnostics).toEqual([]);
    expect(result).toMatchObject({
      isBuilt: true,
      hosts: [
        {
          host: 'shop.ml.example.com',
          component: 'shop',
          gateway: 'shop/door',
          tls: 'gateway',
          routes: ['shop/pages'],
          policies: ['shop/only-ada'],
        },
      ],
      policies: [{ name: 'shop/of-others' }, { name: 'shop/only-ada', users: ['ada@example.com'] }],
    });
    const images = JSON.stringify(result.images);
    for (const one of ['ghcr.io/example/shop', 'v1.0.0', '"mesh"', '"dns"']) expect(images).toContain(one);
  });

  it('writes it as a page, and twice the same', async () => {
    const folder = mirroredWorkplace('', shop('v1.0.0'));
    const page = () => readFileSync(join(folder, 'platform-map.html'), 'utf8');
    const { stdout, stderr } = await kfdist(folder, ['map', '--built']);
    expect([stdout, stderr]).toEqual(['platform-map.html: 7 components, 1 role, 1 host, 4 images\n', '']);
    const first = page();
    expect(first).toContain('"isBuilt":true');
    await kfdist(folder, ['map', '--built']);
    expect(page()).toBe(first);
  });

  it('compares two builds', async () => {
    const folder = mirroredWorkplace('', shop('v1.0.0'));
    write(folder, { 'old.json': (await kfdist(folder, ['map', '--built', '-o', 'json'])).stdout });
    const same = await kfdistJson(folder, ['map', '--built', '--against', 'old.json']);
    expect(same.result.changes).toEqual([]);
    write(folder, shop('v2.0.0'));
    const { result } = await kfdistJson(folder, ['map', '--built', '--against', 'old.json']);
    expect(result.changes).toEqual([
      expect.objectContaining({ part: 'components', id: 'shop', change: 'changed' }),
      {
        part: 'images',
        id: 'ghcr.io/example/shop',
        change: 'changed',
        fields: [{ field: 'versions', before: 'v1.0.0', after: 'v2.0.0' }],
      },
    ]);
  });

  it('writes no page of a platform that cannot be built', async () => {
    const folder = mirroredWorkplace('', {
      ...shop('v1.0.0'),
      'components/shop/kustomization.yaml': 'resources: [missing.yaml]\n',
    });
    const { exitCode, result } = await kfdistJson(folder, ['map', '--built']);
    expect([exitCode, result.diagnostics.map(({ code }) => code)]).toEqual([1, ['BUILD_FAILED']]);
    await kfdist(folder, ['map', '--built']);
    expect(existsSync(join(folder, 'platform-map.html'))).toBe(false);
  });
});
