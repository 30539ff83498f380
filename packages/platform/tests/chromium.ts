import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const path = process.env.KFDIST_CHROMIUM ?? '/usr/bin/chromium';

/** Whether there is a browser; says what is left out where there is none. */
export function hasChromium(what: string): boolean {
  const isThere = existsSync(path);
  if (!isThere) console.warn(`left out: ${what}, there is no ${path} (Debian: chromium; KFDIST_CHROMIUM)`);
  return isThere;
}

/** Starts a browser with a profile of its own that asks nobody for anything by itself. */
export async function openChromium(): Promise<Browser> {
  return await chromium.launch({
    executablePath: path,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-lcd-text',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A page, what it asked for beside itself, and what it complained about. */
export interface Watched {
  readonly page: Page;
  readonly requests: readonly string[];
  readonly complaints: readonly string[];
}

/** Opens HTML as a file would be opened, and watches it. */
export async function openPage(
  browser: Browser,
  html: string,
  { at = '', ...options }: BrowserContextOptions & { readonly at?: string } = {},
): Promise<Watched> {
  const page = await browser.newPage(options);
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() !== 'log') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.route('**', async (route) => {
    const url = route.request().url();
    if (url.split('#')[0] === HOME) return await route.fulfill({ contentType: 'text/html', body: html });
    requests.push(url);
    await route.abort();
  });
  await page.goto(`${HOME}${at}`);
  return { page, requests, complaints };
}

const HOME = 'https://map.example.com/';
