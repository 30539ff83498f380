import type { Page } from 'playwright-core';

/** What is wrong with the labels of a page for somebody who looks at it: cut off, over their edge, on top of each other. */
export async function unreadable(page: Page): Promise<readonly string[]> {
  return await page.evaluate(`(${inPage})()`);
}

/** Runs in the page, where there is nothing but this text. */
const inPage = `() => {
  const inside = (a, b) => a.left >= b.left - 1 && a.right <= b.right + 1 && a.top >= b.top - 1 && a.bottom <= b.bottom + 1;
  const overlap = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const name = (element) => element.textContent.trim().slice(0, 60);
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const own = node.parentElement;
    if (!node.data.trim() || !own.checkVisibility() || own.closest('.unseen, .view-title, script, style')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const text = range.getBoundingClientRect();
    const frame = own.closest('.tile, button, td, th, dd, dt');
    if (frame && !inside(text, frame.getBoundingClientRect())) found.push('over its edge: ' + name(own));
    for (let around = own; around !== document.body; around = around.parentElement) {
      const { overflowX } = getComputedStyle(around);
      if (overflowX === 'auto' || overflowX === 'scroll') break;
      if (overflowX !== 'visible' && !inside(text, around.getBoundingClientRect())) found.push('cut off: ' + name(own));
    }
  }
  const boxes = [...document.querySelectorAll('.tile, .category, .tabs button, .tools button')]
    .filter((one) => one.checkVisibility())
    .map((one) => ({ name: name(one), box: one.getBoundingClientRect() }));
  boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => {
    if (overlap(a.box, b.box)) found.push('on top of each other: ' + a.name + ' | ' + b.name);
  }));
  return found;
}`;
