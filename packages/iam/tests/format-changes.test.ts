import { describe, expect, it } from 'vitest';
import { formatChanges, type RoleChange } from '../src/index.ts';

describe('changes, as people read them', () => {
  const change = (action: RoleChange['action'], more: Partial<RoleChange> = {}): RoleChange => ({
    kind: 'role',
    name: action,
    arn: `arn:${action}`,
    action,
    differences: [],
    steps: [],
    ...more,
  });

  it('have a sign and are counted', () => {
    const all = (['create', 'update', 'delete', 'unchanged', 'refused'] as const).map((one) => change(one));
    expect(formatChanges(all)).toMatchInlineSnapshot(`
      "+ role create  (arn:create)
      ~ role update  (arn:update)
      - role delete  (arn:delete)
      ! role refused  (arn:refused)
      1 to create, 1 to update, 1 to delete, 1 unchanged, 1 refused"
    `);
    expect(formatChanges([])).toBe('nothing to do');
  });

  it('show the lines that differ, and one beside them', () => {
    const before = { a: 1, b: 2, c: 3, d: 4, e: 5 };
    const after = { a: 1, b: 2, c: 0, d: 4, e: 5, f: 6 };
    const differences = [
      { field: 'trust', before, after },
      { field: 'description', before: 'old\nsame', after: 'new\nsame' },
      { field: 'tag x', after: 'added' },
      { field: 'policy y', before: 'gone' },
    ];
    expect(formatChanges([change('update', { differences })])).toMatchInlineSnapshot(`
      "~ role update  (arn:update)
          trust
                "b": 2,
            -   "c": 3,
            +   "c": 0,
                "d": 4,
            -   "e": 5
            +   "e": 5,
            +   "f": 6
              }
          description
            - old
            + new
              same
          tag x
            + added
          policy y
            - gone
      1 to update"
    `);
  });
});
