/** The anchor that GitHub gives a heading. */
export function slugOf(heading) {
  return heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');
}

/** A text as code, on one line. */
export function codeSpan(text) {
  return `\`${String(text).replaceAll('\n', ' ')}\``;
}

/** A table of cells; a bar in a cell would end it. */
export function markdownTable(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/**
 * The fenced blocks of a page, and whether one directly follows the block before it.
 *
 * @returns {{ language: string, text: string, line: number, follows: boolean }[]}
 */
export function fencedBlocks(page) {
  const blocks = [];
  let end = -1;
  for (const found of page.matchAll(/^```([^\n`]*)\n(.*?)^```$/gms)) {
    const [whole, info, text] = found;
    const follows = end >= 0 && page.slice(end, found.index).trim() === '';
    const line = page.slice(0, found.index).split('\n').length;
    blocks.push({ language: info.trim(), text, line, follows });
    end = found.index + whole.length;
  }
  return blocks;
}

/** A page without its code: fenced blocks and spans. */
export function withoutCode(page) {
  return page.replaceAll(/^```[^\n`]*\n.*?^```$/gms, '').replaceAll(/`[^`\n]*`/g, '');
}

/** The anchors of a page; a heading that comes again gets a number, as on GitHub. */
export function anchorsOf(page) {
  const seen = new Map();
  const headings = page.replaceAll(/^```[^\n`]*\n.*?^```$/gms, '').matchAll(/^#{1,6} (.+)$/gm);
  return new Set(
    [...headings].map(([, heading]) => {
      const slug = slugOf(heading);
      const times = seen.get(slug) ?? 0;
      seen.set(slug, times + 1);
      return times === 0 ? slug : `${slug}-${times}`;
    }),
  );
}

/** The targets of the links and pictures of a page, except those into the web. */
export function linksOf(page) {
  const found = withoutCode(page).matchAll(/\[[^\]]*\]\(([^)\s]+)\)/g);
  return [...found].map(([, target]) => target).filter((target) => !/^(https?|mailto):/.test(target));
}
