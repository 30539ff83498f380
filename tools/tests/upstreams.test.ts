import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const distribution = join(import.meta.dirname, '..', '..', 'distribution');
const read = (...path: readonly string[]) => readFileSync(join(distribution, ...path), 'utf8');

interface Upstream {
  readonly name: string;
  readonly git?: string;
  readonly commit?: string;
  readonly chart?: string;
  readonly repository?: string;
  readonly image?: string;
  readonly version?: string;
}

const { upstreams } = parse(read('upstreams.yaml')) as { upstreams: readonly Upstream[] };
const files = readdirSync(distribution, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(ya?ml|hbs)$/.test(path) && path !== 'upstreams.yaml')
  .map((path) => ({ path, text: read(path) }));

const charts = files
  .filter(({ path }) => path.endsWith('component.yaml'))
  .flatMap(({ text }) => parse(text).source?.helm ?? [])
  .map(({ chart, repository, version }) => `${repository} ${chart} ${version}`);

const REMOTE =
  /https:\/\/(?:github\.com|raw\.githubusercontent\.com)\/([\w-]+\/[\w.-]+?)(?:\/\/\S*[?&]ref=|\/)([0-9a-f]{40})/g;
const bases = files.flatMap(({ text }) =>
  [...text.matchAll(REMOTE)].map(([, repository, commit]) => `https://github.com/${repository} ${commit}`),
);

const IMAGE = /^\s*(?:- )?image:\s+([\w.-]+\.[\w.-]+\/[\w./-]+):([\w.-]+)$/gm;
const images = files.flatMap(({ text }) =>
  [...text.matchAll(IMAGE)].map(([, image, tag]) => `${image} ${tag}`),
);

describe('upstreams.yaml', () => {
  it('is what its schema says', () => {
    const validate = new Ajv({ strict: false }).compile(JSON.parse(read('upstreams.schema.json')));
    expect(validate(parse(read('upstreams.yaml'))) || validate.errors).toBe(true);
  });

  it('has each chart of a component, at its version, and no other', () => {
    const pinned = upstreams.flatMap(({ chart, repository, version }) =>
      chart === undefined ? [] : [`${repository} ${chart} ${version}`],
    );
    expect([...new Set(charts)].toSorted()).toEqual(pinned.toSorted());
  });

  it('has each commit that a Kustomization refers to, and no other', () => {
    const pinned = upstreams.flatMap(({ git, commit }) => (commit === undefined ? [] : [`${git} ${commit}`]));
    expect([...new Set(bases)].toSorted()).toEqual(pinned.toSorted());
  });

  it('has each image that our own manifests name, and no other', () => {
    const pinned = upstreams.flatMap(({ image, version }) =>
      image === undefined ? [] : [`${image} ${version}`],
    );
    expect([...new Set(images)].toSorted()).toEqual(pinned.toSorted());
  });

  it.each(files.filter(({ text }) => text.includes('github')))(
    '$path refers to nothing by a tag or branch',
    ({ text }) => {
      const loose = [...text.matchAll(/^\s*-\s+(https:\/\/\S+)/gm)].filter(
        ([, url = '']) => !/[0-9a-f]{40}/.test(url),
      );
      expect(loose.map(([, url]) => url)).toEqual([]);
    },
  );
});
