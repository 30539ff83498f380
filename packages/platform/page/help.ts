import { element } from './element.ts';

const KEYS: readonly (readonly [string, string])[] = [
  ['/', 'search'],
  ['arrows', 'from item to item, with its details'],
  ['Enter', 'into the details'],
  ['Esc', 'back: out of the details, then close them, then clear search and categories'],
  ['1 to 8', 'the views'],
  ['g', 'group components by wave or by category'],
  ['?', 'these keys'],
];

/** What the keyboard can do, and what the signs mean. */
export function help(): HTMLDialogElement {
  const close = element('button', { type: 'button' }, 'Close');
  const made = element(
    'dialog',
    { 'aria-label': 'Keys' },
    element('h2', {}, 'Keys'),
    element(
      'dl',
      {},
      KEYS.flatMap(([key, what]) => [element('dt', {}, element('kbd', {}, key)), element('dd', {}, what)]),
    ),
    element('h2', {}, 'Signs'),
    element(
      'p',
      {},
      'A tile is a component. Its stripe is its category. Shield, key and globe: it has IAM roles, Secrets, hosts. When one is selected, solid lines lead to what it needs and dashed lines to what needs it; everything that depends on neither is pale.',
    ),
    close,
  );
  close.addEventListener('click', () => made.close());
  return made;
}
