import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gapsIn } from '../../diagnostics/tests/gaps.ts';
import { keyId, parseCredentials, sourcesOf, valueGraph } from '../src/index.ts';
import { specsOf } from './platform.ts';

function graphOf(...secrets: object[]) {
  const specs = secrets.flatMap(
    (secret, index) =>
      parseCredentials([secret], {
        component: `c${index}`,
        namespace: 'ns',
        locate: ([, ...path]) => ({ path: [index, ...path].join(' '), start: 0, end: 1 }),
      }).credentials,
  );
  const { graph, diagnostics } = valueGraph(specs);
  return { graph, diagnostics };
}

describe('valueGraph', () => {
  it('knows each value once, after what it is made from', () => {
    const { graph, diagnostics } = valueGraph(specsOf());
    expect(diagnostics).toEqual([]);
    const order = [...graph.keys()];
    for (const { id, references } of graph.values())
      for (const need of references.values()) expect(order.indexOf(need)).toBeLessThan(order.indexOf(id));
    expect(order.filter((id) => id === 'oidc-client-secret')).toHaveLength(1);
  });

  it('finds what a value is finally made from', () => {
    const { graph } = valueGraph(specsOf());
    expect([...sourcesOf('auth/dex-config/config.yaml', graph)].toSorted()).toEqual([
      'admin-email',
      'admin-password',
      'admin-username',
      'oidc-client-id',
      'oidc-client-secret',
    ]);
    expect([...sourcesOf('auth/keycloak-postgresql/password', graph)]).toEqual([
      'auth/keycloak/database-password',
    ]);
    expect([...sourcesOf('auth/keycloak/username', graph)]).toEqual([]);
  });

  const hex = { hex: 16 };
  it.each<[string, object[], [string, object][]]>([
    [
      'a duplicate',
      [
        { name: 'a', keys: { k: hex } },
        { name: 'a', keys: { l: hex } },
      ],
      [['DUPLICATE_SECRET', { secret: 'ns/a', component: 'c0', other: 'c1' }]],
    ],
    [
      'conflicting recipes',
      [
        { name: 'a', keys: { k: hex }, values: { v: hex } },
        { name: 'b', keys: { k: hex }, values: { v: { hex: 32 } } },
      ],
      [['CONFLICTING_RECIPES', { value: 'v' }]],
    ],
    [
      'equal recipes',
      [
        { name: 'a', keys: { k: hex }, values: { v: hex } },
        { name: 'b', keys: { k: { same: 'v' } }, values: { v: hex } },
      ],
      [],
    ],
    [
      'a given value that another declaration makes otherwise',
      [
        { name: 'a', keys: { k: hex }, values: { v: { given: 'V' } } },
        { name: 'b', keys: { k: { same: 'v' } }, values: { v: { given: 'V', otherwise: hex } } },
      ],
      [],
    ],
    ...[
      [{ given: 'V' }, { given: 'W', otherwise: hex }],
      [
        { given: 'V', otherwise: { hex: 32 } },
        { given: 'V', otherwise: hex },
      ],
      [hex, { given: 'V', otherwise: hex }],
    ].map(([one, other]): [string, object[], [string, object][]] => [
      'a given value that is declared as two',
      [
        { name: 'a', keys: { k: hex }, values: { v: one } },
        { name: 'b', keys: { k: hex }, values: { v: other } },
      ],
      [['CONFLICTING_RECIPES', { value: 'v' }]],
    ]),
    [
      'an unknown name',
      [{ name: 'a', keys: { k: { same: 'v' } } }],
      [['UNKNOWN_VALUE', { field: 'ns/a/k', value: 'v', known: 'none' }]],
    ],
    [
      'an unknown key',
      [{ name: 'a', keys: { k: { text: '((a/l)) ((other/a/k))' }, m: hex, n: hex } }],
      ['ns/a/l', 'other/a/k'].map((value) => [
        'UNKNOWN_VALUE',
        { field: 'ns/a/k', value, known: 'ns/a/m, ns/a/n' },
      ]),
    ],
    [
      'a circle, and what leads there only once',
      [{ name: 'a', keys: { j: { same: 'a/k' }, k: { same: 'a/l' }, l: { text: '((a/k))' } } }],
      [['CIRCULAR_RECIPE', { value: 'ns/a/k', path: 'ns/a/k <- ns/a/l <- ns/a/k' }]],
    ],
    [
      'itself',
      [{ name: 'a', keys: { k: { same: 'a/k' } } }],
      [['CIRCULAR_RECIPE', { value: 'ns/a/k', path: 'ns/a/k <- ns/a/k' }]],
    ],
    [
      'a public key of a text',
      [{ name: 'a', keys: { k: hex, l: { publicKeyOf: 'a/k' } } }],
      [['BAD_REFERENCE', { field: 'ns/a/l', value: 'ns/a/k', problem: expect.any(String) }]],
    ],
    [
      'two values in one remote secret under one name',
      [
        { name: 'a', remote: 'team/db', keys: { k: hex, m: hex } },
        { name: 'b', remote: 'team/db', keys: { k: hex, l: hex } },
      ],
      [['SHARED_REMOTE_PLACE', { value: 'ns/b/k', other: 'ns/a/k', place: 'team/db, property k' }]],
    ],
    [
      'a whole text where others are properties',
      [
        { name: 'a', remote: 'team/db', keys: { k: hex } },
        { name: 'b', keys: { l: { ...hex, remote: { key: 'team/db' } } } },
      ],
      [['SHARED_REMOTE_PLACE', { value: 'ns/b/l', other: 'ns/a/k', place: 'team/db' }]],
    ],
    [
      'two whole texts',
      ['a', 'b'].map((name) => ({ name, keys: { k: { ...hex, remote: { key: 'team/db' } } } })),
      [['SHARED_REMOTE_PLACE', { value: 'ns/b/k', other: 'ns/a/k', place: 'team/db' }]],
    ],
    [
      'one value in one place for two Secrets',
      ['a', 'b'].map((name) => ({
        name,
        values: { v: hex },
        keys: { k: { same: 'v', remote: { key: 'team/db', property: 'p' } } },
      })),
      [],
    ],
    [
      'properties of one remote secret',
      ['a', 'b'].map((name) => ({
        name,
        keys: { k: { ...hex, remote: { key: 'team/db', property: name } } },
      })),
      [],
    ],
  ])('reports %s', (_what, secrets, expected) => {
    const { diagnostics } = graphOf(...secrets);
    expect(diagnostics.map(({ code, args }) => [code, args])).toEqual(expected);
    expect(gapsIn(diagnostics)).toEqual([]);
    for (const { span } of diagnostics) expect(span?.path).toMatch(/^\d+( (keys|values) \w)?$/);
  });

  it('never has a circle or an open end, whatever refers to whatever', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const recipe = fc.oneof(
      fc.constant(hex),
      fc.constantFrom(...names, 'x').map((name) => ({ same: name })),
      fc
        .array(fc.constantFrom(...names))
        .map((list) => ({ text: list.map((name) => `((${name}))`).join('') })),
    );
    fc.assert(
      fc.property(fc.tuple(recipe, recipe, recipe, recipe, recipe), (recipes) => {
        const values = Object.fromEntries(recipes.map((one, index) => [names[index], one]));
        const { graph } = graphOf({ name: 's', keys: { k: hex }, values });
        const seen = new Set<string>();
        for (const { id, references } of graph.values()) {
          for (const need of references.values()) expect(seen).toContain(need);
          seen.add(id);
        }
      }),
    );
  });

  it('names keys by namespace, Secret and key', () => {
    expect(keyId({ namespace: 'auth', name: 'dex' }, 'k')).toBe('auth/dex/k');
  });
});
