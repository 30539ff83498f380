import { isDone } from './applications.mjs';

/** All runs as one page. */
export function formatReport(runs) {
  return [
    '# End to end',
    '',
    'Written by `npm run e2e`: each platform was brought up by `kfdist bootstrap` on a real API server with a real Argo CD, without a',
    'hand on it. Times are seconds after the bootstrap began, on one machine that did other work too.',
    '',
    ...runs.map(formatRun),
  ].join('\n');
}

/** One run as Markdown: its steps, and its Applications with their waves and times. */
function formatRun({ name, options, steps, applications, notes }) {
  return [
    `## ${name}`,
    '',
    options.length === 0 ? 'No setting beside the example.' : options.map((one) => `\`${one}\``).join(', '),
    '',
    '| Step | Result | Seen |',
    '| --- | --- | --- |',
    ...steps.map(({ title, result, said }) => `| ${title} | ${result} | ${cell(said)} |`),
    '',
    '| Wave | Application | Objects | Synced after | Healthy after | |',
    '| ---: | --- | ---: | ---: | ---: | --- |',
    ...applications.map((one) => row(one)),
    '',
    'What this run does not show:',
    '',
    ...notes.map((note) => `- ${note}`),
    '',
  ].join('\n');
}

function row({ wave, name, objects, synced, healthy, ...state }) {
  const seconds = (value) => (value === undefined ? '' : `${value} s`);
  const why = isDone(state)
    ? ''
    : `${state.sync} ${state.health} ${state.phase}: ${state.reasons.join('; ')}`;
  return `| ${wave < 0 ? '' : wave} | ${name} | ${objects} | ${seconds(synced)} | ${seconds(healthy)} | ${cell(why)} |`;
}

const cell = (text) =>
  text
    .replaceAll('|', '\\|')
    .replaceAll(/\s*\n\s*/g, '; ')
    .slice(0, 400);
