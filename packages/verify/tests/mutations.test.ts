import { afterAll, describe, expect, it } from 'vitest';
import { RULES, verify } from '../src/index.ts';
import type { Mutation, Workshop } from './mutations/mutation.ts';
import { MUTATIONS } from './mutations.ts';
import { builtObjects, inputOf, type Loose } from './platform.ts';

const spell = ({ kind, namespace, name }: { kind: string; namespace?: string; name: string }) =>
  [kind, ...(namespace === undefined ? [] : [namespace]), name].join('/');

/** The findings of the small platform after a mutation: `RULE object`. */
function broken({ mutate, input = (whole) => whole }: Pick<Mutation, 'mutate' | 'input'>): readonly string[] {
  const objects = builtObjects();
  mutate(workshop(objects));
  return verify(input(inputOf(objects)))
    .findings.map(({ code, object }) => `${code} ${spell(object)}`)
    .toSorted();
}

function workshop(objects: Map<string, Loose[]>): Workshop {
  const is = (spelled: string) => (one: Loose) => `${one.kind}/${one.metadata.name}` === spelled;
  const get = (spelled: string): Loose => {
    const found = [...objects.values()].flat().find(is(spelled));
    if (found === undefined) throw new Error(`the platform has no ${spelled}`);
    return found;
  };
  return {
    get,
    remove: (spelled) => {
      get(spelled);
      for (const own of objects.values())
        own.splice(0, own.length, ...own.filter((one) => !is(spelled)(one)));
    },
    add: (component, object) => void objects.get(component)?.push(structuredClone(object)),
    move: (component, wave) => {
      get(`Application/${component}`).metadata.annotations['argocd.argoproj.io/sync-wave'] = String(wave);
    },
  };
}

describe('the rules', () => {
  let caught = 0;
  afterAll(() => console.log(`mutations: ${caught} of ${MUTATIONS.length} caught, ${RULES.length} rules`));

  it('find nothing in a platform that fits together, and use its suppressions', () => {
    const { findings, suppressed, leftOut } = verify(inputOf(builtObjects()));
    expect(findings).toEqual([]);
    expect(suppressed.map(({ finding }) => finding.code)).toEqual(['HOST_WITHOUT_LOGIN']);
    expect(leftOut).toEqual([]);
  });

  it.each(MUTATIONS)('$rule: $breaks', ({ rule, finds, also = [], ...mutation }) => {
    const expected = [...finds.map((object) => `${rule} ${object}`), ...also].toSorted();
    expect(broken(mutation)).toEqual(expected);
    caught += 1;
  });

  it('are each proved by a mutation', () => {
    const proved = new Set(MUTATIONS.map(({ rule }) => rule));
    expect(RULES.map(({ id }) => id).filter((id) => !proved.has(id))).toEqual([]);
  });

  it('have permanent names, each once', () => {
    const ids = RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[A-Z][A-Z_]+$/.test(id))).toEqual([]);
  });

  it.each([
    ['a rule that finds nothing', { rule: 'MISSING_SECRET', object: 'Deployment/*', reason: 'none' }, 1],
    ['a rule that is none', { rule: 'NO_SUCH_RULE', reason: 'none' }, 1],
  ])('report a suppression of %s', (_title, suppression, count) => {
    const { components, ...rest } = inputOf(builtObjects());
    const { findings } = verify({
      ...rest,
      components: components.map((one) =>
        one.name === 'stores' ? { ...one, suppressions: [suppression] } : one,
      ),
    });
    expect(findings.map(({ code }) => code)).toEqual(
      Array.from({ length: count }, () => 'UNUSED_SUPPRESSION'),
    );
  });

  it('suppress by kind, namespace and name, in their own component only', () => {
    const codes = (component: string, object: string) => {
      const objects = builtObjects();
      objects.get('pipelines-secrets')?.splice(0);
      const { components, ...rest } = inputOf(objects);
      const suppression = { rule: 'MISSING_SECRET', object, reason: 'it is there' };
      return verify({
        ...rest,
        components: components.map((one) =>
          one.name === component ? { ...one, suppressions: [...(one.suppressions ?? []), suppression] } : one,
        ),
      }).findings.map(({ code }) => code);
    };
    expect(codes('pipelines', 'Deployment/kubeflow/*')).toEqual([]);
    expect(codes('pipelines', 'Deployment/auth/*')).toEqual(['MISSING_SECRET', 'UNUSED_SUPPRESSION']);
    expect(codes('stores', 'Deployment/kubeflow/*')).toEqual(['MISSING_SECRET', 'UNUSED_SUPPRESSION']);
  });

  it('suppress by what the message says', () => {
    const objects = builtObjects();
    const input = inputOf(objects);
    const codes = (message: string) =>
      verify({
        ...input,
        components: input.components.map((one) => ({
          ...one,
          suppressions: (one.suppressions ?? []).map((suppression) => ({ ...suppression, message })),
        })),
      }).findings.map(({ code }) => code);
    expect(codes('*status.example.com*')).toEqual([]);
    expect(codes('*other.example.com*')).toEqual(['HOST_WITHOUT_LOGIN', 'UNUSED_SUPPRESSION']);
  });

  it('take what is named as coming from outside', () => {
    const objects = builtObjects();
    objects.get('pipelines-secrets')?.splice(0);
    const input = inputOf(objects);
    const provides = [...(input.provides ?? []), 'Secret/kubeflow/*'];
    expect(verify({ ...input, provides }).findings).toEqual([]);
  });

  it('are left out, and said to be, without what they need', () => {
    const { components, provides } = inputOf(builtObjects());
    const { leftOut } = verify({ components, provides });
    expect(new Set(leftOut.flatMap(({ needs }) => needs))).toEqual(
      new Set(['roles', 'kubernetesVersion', 'imageLock', 'previous']),
    );
  });
});
