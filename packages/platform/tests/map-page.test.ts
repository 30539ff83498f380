/** The page of the map in a real browser. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mapOf, mapPage, type PlatformMap } from '../src/index.ts';
import { hasChromium, openChromium, openPage, type Watched } from './chromium.ts';
import { unreadable } from './readable.ts';
import { distribution, plannedAsking } from './real-distribution.ts';

/** As much as one cluster can have, and own components with long names. */
const everything = distribution.components
  .filter(({ enabled, provides }) => enabled === false && provides === undefined)
  .map(({ name }) => `components.${name}=true`);
const both = ['secrets=both', 'training=both', 'sessions=redis', 'autoscaler=karpenter'].map(
  (choice) => `components.${choice}`,
);
const mapWith = (...options: readonly string[]) =>
  withOwn(mapOf(plannedAsking(...both, ...everything, ...options), distribution));
function withOwn(map: PlatformMap): PlatformMap {
  const [like] = map.components.slice(-1);
  if (like === undefined) return map;
  const own = [
    'feature-store-of-the-recommendations',
    'reports',
    'labelling',
    'a-name-that-is-as-long-as-kubernetes-lets-names-be',
  ].map((name) => ({ ...like, name, application: name, needs: ['pipelines'] }));
  return { ...map, components: [...map.components, ...own] };
}
const map = mapWith('components.mlflow=false');
const other = mapWith('components.kiali=false', 'domain=ml.example.org');
const pages = { one: mapPage(map), compared: mapPage(other, map) };
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Everything that is wrong by the rules of axe, with where. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const found: { id: string; nodes: { target: string[]; failureSummary: string }[] }[] = await page.evaluate(
    'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)',
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(' ')} ${nodes[0]?.failureSummary}`);
}

describe.runIf(hasChromium('the page of the map in a browser'))('the page of the map', () => {
  let browser: Browser;
  const opened: Watched[] = [];
  const open = async (html: string, settings = {}, at = '') => {
    const watched = await openPage(browser, html, { ...settings, at });
    opened.push(watched);
    return watched.page;
  };
  beforeAll(async () => {
    browser = await openChromium();
  }, 60_000);
  afterAll(async () => await browser?.close());

  it('shows every component, and details of the one that is clicked', async () => {
    const page = await open(pages.one);
    expect(await page.locator('.tile:visible').count()).toBe(map.components.length);
    await page.getByRole('link', { name: /^pipelines/ }).click();
    const side = page.getByRole('complementary', { name: 'Details' });
    expect(await side.getByRole('heading', { level: 2 }).textContent()).toBe('pipelines');
    expect(await page.locator('.edges path').count()).toBeGreaterThan(3);
    await side.getByRole('link', { name: 'pipelines', exact: true }).click();
    expect(await side.textContent()).toContain('sts:AssumeRoleWithWebIdentity');
    await page.goBack();
    expect(await side.locator('.kind').textContent()).toBe('Component');
  });

  it('finds by any word, in every view', async () => {
    const page = await open(pages.one);
    await page.getByRole('searchbox').fill('route53 txt');
    expect(await page.locator('.tile:visible').count()).toBe(0);
    expect(await page.getByRole('status').textContent()).toContain('Roles');
    await page.getByRole('tab', { name: /Roles/ }).click();
    expect(await page.locator('#view-roles [data-item]:visible').allTextContents()).toEqual([
      'cert_manager',
      'external_dns',
    ]);
    await page.getByRole('searchbox').fill('no such thing');
    expect(await page.getByRole('status').textContent()).toBe('Nothing matches.');
  });

  it('filters by category and groups by it', async () => {
    const page = await open(pages.one);
    const inMesh = map.components.filter(({ category }) => category === 'mesh').length;
    await page.getByRole('button', { name: 'mesh', exact: true }).click();
    expect(await page.locator('.tile:visible').count()).toBe(inMesh);
    await page.getByRole('button', { name: 'Group by category' }).click();
    expect(await page.locator('.group:visible > h3').allTextContents()).toEqual(['mesh']);
  });

  it('does everything by the keyboard', async () => {
    const page = await open(pages.one);
    const focused = async () =>
      await page.evaluate('document.activeElement.dataset.item ?? document.activeElement.tagName');
    await page.keyboard.press('/');
    expect(await focused()).toBe('INPUT');
    await page.keyboard.type('dex');
    await page.keyboard.press('ArrowDown');
    const first = await focused();
    expect(first).toMatch(/^components\//);
    await page.keyboard.press('ArrowRight');
    expect(await focused()).not.toBe(first);
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('H2');
    await page.keyboard.press('Escape');
    expect(await focused()).toMatch(/^components\//);
    await page.keyboard.press('Escape');
    expect(await page.locator('aside').isVisible()).toBe(false);
    await page.keyboard.press('Escape');
    expect(await page.getByRole('searchbox').inputValue()).toBe('');
    await page.keyboard.press('3');
    expect(await page.getByRole('tab', { selected: true }).textContent()).toContain('Secrets');
    await page.keyboard.press('?');
    expect(await page.getByRole('dialog', { name: 'Keys' }).isVisible()).toBe(true);
  });

  it('opens at an address', async () => {
    const page = await open(pages.one, {}, '#hosts/grafana.ml.example.com');
    expect(await page.getByRole('tab', { selected: true }).textContent()).toContain('Hosts');
    expect(await page.locator('aside h2').textContent()).toBe('grafana.ml.example.com');
  });

  it('shows two builds side by side', async () => {
    const page = await open(pages.compared);
    expect(await page.locator('.tile.removed').allTextContents()).toEqual([expect.stringContaining('kiali')]);
    expect(await page.locator('.tile.added').allTextContents()).toEqual([expect.stringContaining('mlflow')]);
    await page.getByRole('tab', { name: /Changes/ }).click();
    const row = page.locator('tbody:has([data-item="components/kube-prometheus-stack"])');
    expect(await row.locator('del').allTextContents()).toEqual(['grafana.ml.example.com']);
    expect(await row.locator('ins').allTextContents()).toEqual(['grafana.ml.example.org']);
  });

  it('shows hostile names as texts', async () => {
    const name = '<img src=x onerror=alert(1)></script><script>alert(2)</script>';
    const components = map.components.map((component) => ({
      ...component,
      name: `${name}${component.name}`,
      summary: name,
      category: name,
    }));
    const page = await open(
      mapPage({
        ...map,
        components,
        categories: [name],
        cluster: { ...map.cluster, name, repository: 'javascript:alert(3)' },
      }),
    );
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(name);
    await page.locator('.tile').first().click();
    expect(await page.locator('aside h2').textContent()).toContain(name);
    expect(await page.locator('img, a[href^="javascript"]').count()).toBe(0);
  });

  it('shows everything on paper', async () => {
    const page = await open(pages.one);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.view:visible').count()).toBe(7);
    expect(await page.locator('.view:not(:has([data-item]))').count()).toBe(0);
    expect(await page.getByRole('searchbox').isVisible()).toBe(false);
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    expect(await page.locator('.appendix article').count()).toBe(map.roles.length);
  });

  it.each(['light', 'dark'] as const)(
    'is accessible in every view: %s',
    async (colorScheme) => {
      const page = await open(pages.compared, { colorScheme });
      const items = [
        'components/pipelines',
        'roles/cert_manager',
        'secrets',
        'hosts',
        'policies',
        'images',
        'sources',
        'changes',
      ];
      const found: string[] = [];
      for (const [index, item] of items.entries()) {
        await page.keyboard.press(String(index + 1));
        if (item.includes('/')) await page.goto(`${page.url().split('#')[0]}#${item}`);
        found.push(...(await violations(page)).map((violation) => `${item}: ${violation}`));
      }
      expect(found).toEqual([]);
    },
    120_000,
  );

  it('switches between light and dark', async () => {
    const page = await open(pages.one, { colorScheme: 'light' });
    const paper = async () => await page.evaluate('getComputedStyle(document.body).backgroundColor');
    const before = await paper();
    await page.getByRole('button', { name: 'Dark or light' }).click();
    expect(await paper()).not.toBe(before);
  });

  it.each([
    [1440, 880],
    [1024, 720],
    [390, 780],
  ])('can be read with more than sixty components: %i x %i', async (width, height) => {
    expect(map.components.length).toBeGreaterThanOrEqual(60);
    const page = await open(pages.one, { viewport: { width, height } });
    expect(await unreadable(page)).toEqual([]);
    await page.getByRole('button', { name: 'Group by category' }).click();
    expect(await unreadable(page)).toEqual([]);
    for (const item of ['components/pipelines', 'roles/cert_manager', 'hosts/kubeflow.ml.example.com']) {
      await page.goto(`${page.url().split('#')[0]}#${item}`);
      expect(await unreadable(page)).toEqual([]);
    }
  });

  const sizes = [
    ['wide', 1280, 740, 'light', 'components/pipelines', pages.one],
    ['dark', 1024, 720, 'dark', 'roles/cert_manager', pages.one],
    ['changes', 1280, 640, 'light', 'changes', pages.compared],
    ['phone', 390, 780, 'light', 'components', pages.one],
  ] as const;

  it.each(sizes)('fits: %s', async (name, width, height, colorScheme, hash, html) => {
    const page = await open(html, { viewport: { width, height }, colorScheme }, `#${hash}`);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    const folder = process.env.KFDIST_SCREENSHOTS;
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `map-${name}.png`), await page.screenshot());
  });

  it('asked the network for nothing and had nothing to complain about', () => {
    expect(opened.length).toBeGreaterThan(10);
    expect(opened.flatMap(({ requests }) => requests)).toEqual([]);
    expect(opened.flatMap(({ complaints }) => complaints)).toEqual([]);
  });
});
