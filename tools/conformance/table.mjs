const HEAD = ['component', 'variants', 'objects', 'CRDs', 'images', 'seconds', 'result'];

function cellsOf({ name, variants, objects, kinds, images, seconds, problems, leftOut }) {
  const counts =
    leftOut === undefined ? [objects, kinds, images?.length, seconds?.toFixed(1)] : ['', '', '', ''];
  const result = leftOut === undefined ? (problems.length === 0 ? 'ok' : 'FAILED') : 'left out';
  return [name, variants.length, ...counts, result].map((cell) => String(cell ?? ''));
}

/** The results as lines of one table, for a terminal. */
export function conformanceTable(jobs) {
  const rows = [HEAD, ...jobs.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
      .join('  ')
      .trimEnd(),
  );
}

/** The page of a run, in Markdown. */
export function conformancePage({ jobs, absent, variants, standIns = new Map() }) {
  const rows = jobs.map((job) => `| ${cellsOf({ ...job, name: `\`${job.name}\`` }).join(' | ')} |`);
  const whole = jobs.filter(({ leftOut }) => leftOut === undefined);
  const sum = (field) => whole.reduce((total, job) => total + (job[field] ?? 0), 0);
  const images = new Set(whole.flatMap((job) => job.images ?? []));
  const left = [
    ...absent.map(({ name, why }) => `- \`${name}\`: ${why}`),
    ...jobs.flatMap(({ name, leftOut }) => (leftOut === undefined ? [] : [`- \`${name}\`: ${leftOut}`])),
  ];
  return [
    '# Conformance',
    '',
    'Every component in every variant, built twice by the real kustomize and helm from local copies of the upstreams; the bytes were',
    'equal. Written by `npm run conformance -- --upstreams DIR --write docs/conformance.md`. A component stands in more than one line',
    'where its input differs between variants.',
    '',
    `${variants.length} variants (${variants.map(({ variant }) => variant).join('; ')}): ${jobs.length} builds, ${sum('objects')} objects, ${sum('kinds')} CRDs, ${images.size} images.`,
    '',
    `| ${HEAD.join(' | ')} |`,
    `| ${HEAD.map((_, i) => (i === 0 ? '---' : '---:')).join(' | ')} |`,
    ...rows,
    '',
    ...[...standIns].flatMap(([name, tag]) => [
      `Stand-in: \`${name}\` at \`${tag}\`, of which the copy lacks the pinned revision.`,
      '',
    ]),
    ...(left.length === 0
      ? []
      : ['Left out, because a copy lacks what is needed:', '', ...new Set(left), '']),
  ].join('\n');
}
