/** The pure entry in a real browser: the same plan as in Node, byte for byte. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mapOf, mapPage } from '../src/index.ts';
import { hasChromium, openChromium, openPage } from './chromium.ts';
import { distribution, example, planned } from './real-distribution.ts';

const PROGRAM = `
import { parseSettingsFile } from '@kfdist/config';
import { loadDistribution, mapOf, mapPage, planPlatform } from './src/index.ts';

globalThis.planned = (files, text) => {
  const { distribution } = loadDistribution(files.map(({ bytes, ...file }) => ({ ...file, bytes: Uint8Array.from(atob(bytes), (sign) => sign.charCodeAt(0)) })));
  const { entries } = parseSettingsFile({ path: 'kfdist.yaml', text });
  const plan = planPlatform({ entries, distribution });
  return {
    codes: plan.diagnostics.map(({ code }) => code),
    files: plan.files.map(({ path, bytes }) => [path, btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))]),
    page: mapPage(mapOf(plan, distribution)),
  };
};`;

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

describe.runIf(hasChromium('the pure entry in a browser'))('the pure entry', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openChromium();
  }, 60_000);
  afterAll(async () => await browser?.close());

  it('plans the example in a browser as in Node', { timeout: 120_000 }, async () => {
    const { outputFiles } = await build({
      stdin: { contents: PROGRAM, resolveDir: join(import.meta.dirname, '..'), loader: 'js' },
      bundle: true,
      platform: 'browser',
      format: 'iife',
      conditions: ['@kfdist/source'],
      write: false,
    });
    const { page, requests, complaints } = await openPage(browser, '<!doctype html><title>plan</title>');
    await page.evaluate(outputFiles[0]?.text ?? '');
    const files = [...distribution.files.values()].map((file) => ({ ...file, bytes: base64(file.bytes) }));
    const settings = readFileSync(join(import.meta.dirname, '../../../examples/kfdist.yaml'), 'utf8');
    const found = await page.evaluate(`planned(${JSON.stringify(files)}, ${JSON.stringify(settings)})`);
    const plan = planned(example);
    expect(plan.files.length).toBeGreaterThan(100);
    expect(found).toEqual({
      codes: plan.diagnostics.map(({ code }) => code),
      files: plan.files.map(({ path, bytes }) => [path, base64(bytes)]),
      page: mapPage(mapOf(plan, distribution)),
    });
    expect([requests, complaints]).toEqual([[], []]);
  });
});
