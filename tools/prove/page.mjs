/** The page of a proof, in Markdown. */
export function provePage({ rows, mutations, left, standIns }) {
  const caught = mutations.filter(({ isCaught }) => isCaught).length;
  return [
    '# Verification',
    '',
    'The built platform under every rule in every variant, then broken once for each rule. Written by',
    '`npm run prove -- --upstreams DIR --write docs/verify.md`. What is suppressed has its reason in the `component.yaml` that says so.',
    '',
    '| variant | objects | findings | suppressed |',
    '| --- | ---: | ---: | ---: |',
    ...rows.map(
      ({ variant, objectCount, findings, suppressed }) =>
        `| ${variant} | ${objectCount} | ${findings.length} | ${suppressed.length} |`,
    ),
    '',
    `Mutations: ${caught} of ${mutations.length} caught.`,
    '',
    '| rule | what is broken | result |',
    '| --- | --- | --- |',
    ...mutations.map(
      ({ rule, breaks, isCaught }) => `| \`${rule}\` | ${breaks} | ${isCaught ? 'caught' : 'NOT FOUND'} |`,
    ),
    '',
    ...standIns.flatMap((text) => [
      `Stand-in: \`${text.replace('=', '` at `')}\`, of which the copy lacks the pinned revision.`,
      '',
    ]),
    ...[...left].flatMap((name) => [`Left out: ${name}.`, '']),
  ].join('\n');
}
