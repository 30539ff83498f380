import { type Child, element, outside } from './element.ts';
import type { Model } from './model.ts';
import type { Control, Page } from './page.ts';

/** The head of the page: which platform it is, the search, and tools. */
export function header(
  page: Page,
  help: HTMLDialogElement,
): Control & { readonly searchBox: HTMLInputElement } {
  const searchBox = element('input', {
    type: 'search',
    placeholder: 'Search in everything',
    'aria-label': 'Search in everything',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  searchBox.addEventListener('input', () => page.change({ query: searchBox.value }));
  const made = element(
    'header',
    {},
    element(
      'div',
      { class: 'title' },
      element('h1', {}, page.model.map.cluster.name),
      element('p', {}, ...factsOf(page.model)),
    ),
    searchBox,
    element(
      'div',
      { class: 'tools' },
      tool('Dark or light', switchTheme),
      tool('Print', () => print()),
      tool('Keys', () => help.showModal()),
    ),
  );
  return {
    element: made,
    searchBox,
    update({ query }) {
      if (searchBox.value !== query) searchBox.value = query;
    },
  };
}

function tool(title: string, act: () => void): HTMLElement {
  const button = element('button', { type: 'button' }, title);
  button.addEventListener('click', act);
  return button;
}

function switchTheme(): void {
  const { dataset } = document.documentElement;
  const isDark =
    dataset.theme === undefined
      ? matchMedia('(prefers-color-scheme: dark)').matches
      : dataset.theme === 'dark';
  dataset.theme = isDark ? 'light' : 'dark';
}

function factsOf({ map, before }: Model): readonly Child[] {
  const { account, region, kubeflow, kubernetes, repository, revision, delivery } = map.cluster;
  const versions = [
    kubeflow === undefined ? '' : `Kubeflow ${kubeflow}`,
    `Kubernetes ${kubernetes}`,
    delivery === 'hydrated' ? delivery : '',
  ];
  const texts = [account, region, ...versions].filter((text) => text !== '');
  return [
    texts.join(' · '),
    ' · ',
    outside(repository, repository.replace(/^https:\/\//, '')),
    ` ${revision}`,
    before === undefined ? undefined : [' · ', element('b', {}, `compared with ${before.cluster.name}`)],
  ];
}
