/** kfdist apps in all its forms, against what setup writes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ApplicationNode, formatGraph, GRAPH_FORMS } from '@kfdist/platform';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { kfdist, kfdistJson } from './command.ts';
import { emptyFolder } from './workplace.ts';

const repository = join(import.meta.dirname, '..', '..', '..');
const WAVE = 'argocd.argoproj.io/sync-wave';

interface Written {
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: { readonly destination: { readonly namespace?: string } };
}

interface Listed {
  readonly wave: number;
  readonly application: string;
  readonly namespace: string;
}

const lineOf = ({ wave, application, namespace }: Listed) => `${wave} ${application} ${namespace}`;

function applicationsIn(folder: string): readonly Listed[] {
  const files = readdirSync(folder).filter((name) => !/^(?:kustomization|projects)\.yaml$/.test(name));
  return files
    .map((name): Written => parse(readFileSync(join(folder, name), 'utf8')))
    .map(({ metadata: { name, annotations = {} }, spec }) => ({
      wave: Number(annotations[WAVE] ?? 0),
      application: name,
      namespace: spec.destination.namespace ?? '-',
    }));
}

describe('kfdist apps', { timeout: 90_000 }, () => {
  it.each([
    [],
    // A component that is nothing but its Secrets, and other names
    ['components.argocd-private-repository=true', 'argocd.name_prefix=blue-', 'components.sessions=cookie'],
    ['components.authentication=keycloak', 'components.secrets=sealed-secrets'],
  ])('lists what is written, in every form: case %#', async (...options) => {
    const folder = emptyFolder();
    const sets = options.flatMap((option) => ['--set', option]);
    const usual = ['-f', join(repository, 'examples', 'kfdist.yaml'), ...sets];
    const world = { packagedDistribution: join(repository, 'distribution') };
    expect(await kfdist(folder, ['setup', '--output-dir', 'out', ...usual], world)).toMatchObject({
      exitCode: 0,
    });
    const written = applicationsIn(join(folder, 'out', 'applications'));
    expect(written.length).toBeGreaterThan(40);
    const { result } = await kfdistJson(folder, ['apps', ...usual], world);
    const listed = result.applications as readonly Listed[];
    expect(listed.map(lineOf).toSorted()).toEqual(written.map(lineOf).toSorted());
    const graph = result.graph as readonly ApplicationNode[];
    expect(graph.map(({ application, wave }) => [wave, application])).toEqual(
      listed.map(({ application, wave }) => [wave, application]),
    );
    const names = written.map(({ application }) => application).toSorted();
    const forms = { text: /^ {2}(\S+)/gm, dot: /"([^"]+)";/g, mermaid: /\["([^"]+)"\]/g };
    for (const form of GRAPH_FORMS) {
      const shown = [...formatGraph(graph, form).matchAll(forms[form])].map(([, name = '']) => name);
      expect([form, [...new Set(shown)].toSorted()]).toEqual([form, names]);
    }
  });
});
