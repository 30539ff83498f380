import type { BuiltDiff, ObjectChange } from '@kfdist/platform';
import { counted } from '../print.ts';

const WORDS = { create: 'added', update: 'changed', delete: 'removed' } as const;
const TYPES = ['create', 'update', 'delete'] as const;

/** The most that code hosts take as one comment, with some room. */
const LONGEST = 60_000;

/** The counts of a comparison, as comments of the diff. */
export function builtDiffSummary({ changes }: BuiltDiff, revision: string): readonly string[] {
  if (changes.length === 0) return [`# Nothing in the cluster changes since ${revision}.`];
  return [`# Since ${revision}: ${counts(changes).join(', ')}`];
}

function counts(changes: readonly ObjectChange[]): readonly string[] {
  return TYPES.map((type) => ({ type, count: changes.filter((change) => change.type === type).length }))
    .filter(({ count }) => count > 0)
    .map(({ type, count }) => `${counted(count, 'object')} ${WORDS[type]}`);
}

/** A comparison as Markdown: counts for each component, warnings, and the diff of each folded away. */
export function builtDiffMarkdown({ changes, diagnostics }: BuiltDiff, revision: string): readonly string[] {
  if (changes.length === 0) return [`Nothing in the cluster changes since \`${revision}\`.`];
  const components = [...new Set(changes.map(({ component }) => component))];
  const of = (component: string) => changes.filter((change) => change.component === component);
  const rows = components.map((component) => {
    const cells = TYPES.map((type) => of(component).filter((change) => change.type === type).length);
    return `| ${[component, ...cells].join(' | ')} |`;
  });
  const warnings = diagnostics.map(({ message, hint = '' }) => `- **${message}.** ${hint}`);
  const head = [
    `### What changes in the cluster since \`${revision}\``,
    '',
    counts(changes).join(', '),
    '',
    ...(warnings.length === 0 ? [] : ['#### Look at this first', '', ...warnings, '']),
    `| Component | ${TYPES.map((type) => WORDS[type]).join(' | ')} |`,
    '| --- | ---: | ---: | ---: |',
    ...rows,
    '',
  ];
  return [...head, ...details(components, of, LONGEST - head.join('\n').length)];
}

function details(
  components: readonly string[],
  of: (component: string) => readonly ObjectChange[],
  room: number,
): readonly string[] {
  const lines: string[] = [];
  let left = room;
  for (const component of components) {
    const patch = of(component)
      .map((change) => change.patch)
      .join('');
    // A patch may hold fences of its own
    const fence = '`'.repeat(Math.max(3, ...[...patch.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
    const text = [
      '<details>',
      `<summary>${component}</summary>`,
      '',
      `${fence}diff`,
      patch.trimEnd(),
      fence,
      '',
      '</details>',
      '',
    ];
    left -= text.join('\n').length;
    if (left < 0)
      return [
        ...lines,
        'The rest of the diff is too long for a comment; `kfdist diff --built` shows it.',
        '',
      ];
    lines.push(...text);
  }
  return lines;
}
