import { formatRun } from './report.mjs';

/**
 * The page of all runs: of one that was made just now its new section, of another what the page had. `known` are the names of all
 * runs in their order; a section of any other name goes.
 */
export function formatPage(page, runs, known) {
  const sections = new Map(
    page
      .split(/^(?=## )/m)
      .slice(1)
      .map((text) => [text.slice(3, text.indexOf('\n')), `${text.trimEnd()}\n`]),
  );
  for (const run of runs) sections.set(run.name, formatRun(run));
  const there = known.filter((name) => sections.has(name));
  const absent = known.filter((name) => !sections.has(name));
  return [
    '# End to end',
    '',
    'Platforms on a real API server with a real Argo CD, brought up by `kfdist bootstrap`, without a hand on it and without a retry of ours.',
    'Written by `npm run e2e -- … --report docs/e2e.md`, which replaces the sections of the runs that it makes. Seconds count from the',
    'start of the bootstrap, on a machine that did other work too. CI has neither a cluster nor the upstreams, and says that it leaves',
    'these runs out.',
    '',
    '| Run | Applications | Objects | Up after | Steps |',
    '| --- | ---: | ---: | ---: | --- |',
    ...there.map((name) => overview(name, sections.get(name))),
    '',
    ...(absent.length === 0 ? [] : [`Not made yet: ${absent.join(', ')}.`, '']),
    there.map((name) => sections.get(name)).join('\n'),
  ].join('\n');
}

function overview(name, section) {
  const rows = [
    ...section.matchAll(/^\| \d* \| \S+ \| (\d+) \| (?:(\d+) s)? \| (?:(\d+) s)? \| (.*?) *\|$/gm),
  ];
  const isUp = rows.length > 0 && rows.every(([, , , , why]) => why === '');
  const objects = rows.reduce((total, [, count]) => total + Number(count), 0);
  const seconds = Math.max(
    ...rows.flatMap(([, , synced, healthy]) => [Number(synced ?? 0), Number(healthy ?? 0)]),
  );
  return `| [${name}](#${name}) | ${rows.length} | ${objects} | ${isUp ? `${seconds} s` : 'not'} | ${results(section)} |`;
}

function results(section) {
  const seen = [...section.matchAll(/^\| .*? \| (passed|failed|left out|not reached) \|/gm)].map(
    ([, one]) => one,
  );
  return [...new Set(seen)].map((one) => `${seen.filter((other) => other === one).length} ${one}`).join(', ');
}
