import { sha256 } from '@noble/hashes/sha2.js';
import type { MapChange } from './map-changes.ts';
import { mapChanges } from './map-changes.ts';
import { PAGE_SCRIPT, PAGE_STYLE } from './page-parts.ts';
import type { PlatformMap } from './platform-map.ts';

/** What the script of the page is given. */
export interface PageData {
  readonly map: PlatformMap;
  /** An earlier or another map, and what differs. */
  readonly before?: PlatformMap;
  readonly changes: readonly MapChange[];
}

/**
 * A map as one HTML page, which shows what differs from another map if there is one. The page asks the network for nothing: its
 * policy forbids it.
 */
export function mapPage(map: PlatformMap, before?: PlatformMap): string {
  const data: PageData = {
    map,
    ...(before === undefined ? {} : { before }),
    changes: before === undefined ? [] : mapChanges(before, map),
  };
  const policy = [
    "default-src 'none'",
    'img-src data:',
    `style-src '${hashOf(PAGE_STYLE)}'`,
    `script-src '${hashOf(PAGE_SCRIPT)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<title>${escapeText(`${map.cluster.name}: platform map`)}</title>
<link rel="icon" href="data:,">
<style>${PAGE_STYLE}</style>
</head>
<body>
<noscript>This map needs JavaScript. It asks the network for nothing.</noscript>
<script type="application/json" id="data">${escapeJson(data)}</script>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  const digest = sha256(new TextEncoder().encode(text));
  return `sha256-${btoa(String.fromCharCode(...digest))}`;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** JSON that ends no element and opens no comment, whatever its texts say. */
function escapeJson(data: PageData): string {
  return JSON.stringify(data)
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('&', '\\u0026');
}
