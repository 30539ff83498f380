import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { plannedAsking, textAt } from './real-distribution.ts';

/** The components with a page in the dashboard, and where that is. */
const PAGES = {
  'jupyter-web-app': '/jupyter/',
  'tensorboards-web-app': '/tensorboards/',
  'volumes-web-app': '/volumes/',
  katib: '/katib/',
  'model-registry': '/model-registry/',
  pipelines: '/pipeline/#/pipelines',
  mlflow: '/mlflow/',
} as const;
const names = Object.keys(PAGES) as (keyof typeof PAGES)[];

interface Link {
  readonly link?: string;
  readonly items?: readonly Link[];
}

describe('the menu of the dashboard', () => {
  it('is JSON, and has the pages of what is selected and no others', () => {
    fc.assert(
      fc.property(fc.subarray(names), fc.constantFrom('kserve', 'none'), (chosen, serving) => {
        const plan = plannedAsking(
          `components.serving=${serving}`,
          ...names.map((name) => `components.${name}=${chosen.includes(name)}`),
        );
        const config = parse(textAt(plan, 'components/dashboard/dashboard-config.yaml'));
        const { menuLinks } = JSON.parse(config.data.links) as { menuLinks: readonly Link[] };
        const links = menuLinks.map(({ link, items }) => link ?? items?.[0]?.link ?? '');
        const wanted: string[] = chosen.map((name) => PAGES[name]);
        if (serving === 'kserve') wanted.push('/kserve-endpoints/');
        expect(links.toSorted()).toEqual(wanted.toSorted());
      }),
      {
        numRuns: 20,
        examples: [
          [[], 'none'],
          [names, 'kserve'],
        ],
      },
    );
  });
});
