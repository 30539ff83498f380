import { describe, expect, it } from 'vitest';
import { gapsIn } from '../../diagnostics/tests/gaps.ts';
import {
  LIMITS,
  planRoles,
  policyDocument,
  policySize,
  type RolePlanInput,
  type RoleRequest,
  roleName,
} from '../src/index.ts';
import { input } from './fixtures.ts';

const role = (key: string, changed: Partial<RoleRequest> = {}): RoleRequest => ({
  key,
  policies: [],
  subjects: [{ namespace: key.toLowerCase(), serviceAccount: 'x' }],
  ...changed,
});
const told = (changed: Partial<RolePlanInput>) => {
  const { diagnostics } = planRoles({ ...input, ...changed });
  expect(gapsIn(diagnostics)).toEqual([]);
  return diagnostics.map(({ code, args }) => [code, args]);
};
const grant = (length: number) =>
  policyDocument([
    { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::b/${'x'.repeat(length)}/*` },
  ]);
const sized = (size: number) => grant(size - policySize(grant(0)));
const subjects = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ namespace: `n${index}`, serviceAccount: 'x' }));
const trustSize = (count: number) => {
  const [made] = planRoles({ ...input, roles: [role('a', { subjects: subjects(count) })] }).roles;
  return policySize(made?.trust ?? policyDocument([]));
};

describe('a plan says', () => {
  it.each<[string, Partial<RolePlanInput>, [string, object][]]>([
    [
      'which policy it does not know',
      { roles: [role('a', { policies: ['no'] })] },
      [['UNKNOWN_POLICY', { key: 'a', policy: 'no', known: expect.stringMatching(/external-dns, /) }]],
    ],
    [
      'what a policy needs',
      { scope: {}, roles: [role('a', { policies: ['external-dns'] })] },
      [['MISSING_SCOPE', { key: 'a', policy: 'external-dns', names: 'hostedZoneIds' }]],
    ],
    ['which key is there twice', { roles: [role('a'), role('a')] }, [['DUPLICATE_ROLE_KEY', { key: 'a' }]]],
    [
      'whose name is taken',
      { roles: [role('a'), role('A', { subjects: [{ namespace: 'b', serviceAccount: 'x' }] })] },
      [['ROLE_NAME_TAKEN', { first: 'a', second: 'A', name: 'example-A' }]],
    ],
    [
      'whose ServiceAccount is another’s',
      { roles: [role('a'), role('b', { subjects: role('a').subjects }), role('c')] },
      [['SUBJECT_OF_TWO_ROLES', { subject: 'system:serviceaccount:a:x', first: 'a', second: 'b' }]],
    ],
    [
      'that nobody is there to chain from',
      {
        roles: [
          role('a', { subjects: [], chainedFrom: { role: 'gone', namespace: 'a', stores: 'platform' } }),
        ],
      },
      [['BAD_INPUT', { name: 'chainedFrom', value: 'gone', expected: 'the key of a planned role' }]],
    ],
    [
      'that tenants could forge a chain',
      {
        roles: [
          role('operator', { folder: 'f' }),
          role('a', { subjects: [], chainedFrom: { role: 'operator', namespace: 'a', stores: 'tenants' } }),
        ],
      },
      [
        [
          'TRUST_FORGEABLE_CHAIN',
          { principal: 'arn:aws:iam::123456789012:role/kfdist/example/f/example-operator' },
        ],
      ],
    ],
  ])('%s', (_what, changed, expected) => {
    expect(told(changed)).toEqual(expected);
  });

  it('nothing of a role and a user of one name, or of a ServiceAccount that one role names twice', () => {
    const [subject] = role('a').subjects;
    if (subject === undefined) throw new Error('no subject');
    const twice = role('a', { subjects: [subject, subject] });
    expect(told({ roles: [twice], users: [{ key: 'a', policies: [] }] })).toEqual([]);
  });

  it('how long a trust is, from one character too many', () => {
    const most = (limit: number) => {
      let count = 1;
      while (trustSize(count + 1) <= limit) count++;
      return count;
    };
    const [usual, highest] = [most(LIMITS.trustSize), most(LIMITS.trustSizeMaximum)];
    const of = (count: number) => told({ roles: [role('a', { subjects: subjects(count) })] });
    const args = (count: number, limit: number) => ({
      key: 'a',
      size: String(trustSize(count)),
      limit: String(limit),
    });
    expect(of(usual)).toEqual([]);
    expect(of(usual + 1)).toEqual([['TRUST_OVER_QUOTA', args(usual + 1, LIMITS.trustSize)]]);
    expect(of(highest)).toEqual([['TRUST_OVER_QUOTA', args(highest, LIMITS.trustSize)]]);
    expect(of(highest + 1)).toEqual([['TRUST_TOO_LONG', args(highest + 1, LIMITS.trustSizeMaximum)]]);
  });
});

describe('the policies of a role or user', () => {
  const attached = (
    kind: 'roles' | 'users',
    document: ReturnType<typeof grant>,
    more: Partial<RoleRequest> = {},
  ) => {
    const plan = planRoles({ ...input, roles: [], [kind]: [role('a', { policies: [document], ...more })] });
    const [made] = plan[kind];
    return {
      policies: (made?.policies ?? []).map(({ name, attach, arn }) => [name, attach, arn]),
      told: plan.diagnostics.map(({ code, args }) => [code, args]),
    };
  };
  const arn = 'arn:aws:iam::123456789012:policy/kfdist/example/example-a-1';

  it.each([
    ['roles', LIMITS.managedPolicySize],
    ['users', LIMITS.userInlineSize],
  ] as const)('of %s are inside as long as they fit', (kind, inside) => {
    expect(attached(kind, sized(inside))).toEqual({ policies: [['kfdist', 'inline', undefined]], told: [] });
    expect(attached('users', sized(LIMITS.userInlineSize + 1))).toEqual({
      policies: [['example-a-1', 'managed', arn]],
      told: [],
    });
  });

  it('are too long where one statement fits nowhere, or there is no room beside others', () => {
    const size = LIMITS.roleInlineSize + 1;
    expect(attached('roles', sized(size)).told).toEqual([
      ['POLICY_TOO_LONG', { key: 'a', size: String(size), limit: String(LIMITS.managedPolicySize) }],
    ]);
    const others = (count: number) =>
      Array.from({ length: count }, (_, index) => `arn:aws:iam::aws:policy/other-${index}`);
    const two = policyDocument([...sized(6000).Statement, ...sized(6001).Statement]);
    expect(attached('roles', two, { managedPolicyArns: others(8) }).told).toEqual([]);
    const full = attached('roles', two, { managedPolicyArns: others(9) });
    expect(full.policies).toHaveLength(2);
    expect(full.told).toEqual([
      ['POLICY_TOO_LONG', { key: 'a', size: '12001', limit: String(LIMITS.managedPolicySize) }],
    ]);
  });
});

describe('names that had to be changed', () => {
  it('are the same in every release: they are the names of roles that exist', () => {
    expect(['a/b', 'ü', 'a.b_c'].map((key) => roleName('example', key))).toEqual([
      'example-a-b-q06ri0xi',
      'example---pvdxnoiw',
      'example-a.b_c',
    ]);
    expect(roleName('x'.repeat(70), 'y')).toBe(`${'x'.repeat(55)}-b1mui14b`);
    expect(roleName('x'.repeat(60), 'abc')).toBe(`${'x'.repeat(60)}-abc`);
    expect(roleName('x'.repeat(61), 'abc')).toMatch(/^x{55}-/);
  });
});
