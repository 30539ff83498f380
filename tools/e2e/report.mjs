import { isDone } from './applications.mjs';

/** One run as Markdown: when and with what, its steps, and its Applications with their waves and times. */
export function formatRun({ name, date, versions, options, steps, applications, notes }) {
  return [
    `## ${name}`,
    '',
    `${date}; ${versions.map(([what, version]) => `${what} ${version}`).join(', ')}.`,
    '',
    settings(options),
    '',
    '| Step | Result | Seconds | Seen |',
    '| --- | --- | ---: | --- |',
    ...steps.map(
      ({ title, result, seconds, said }) => `| ${title} | ${result} | ${seconds ?? ''} | ${cell(said)} |`,
    ),
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

function settings(options) {
  if (options.length === 0) return 'Every setting as in the example.';
  return `Settings beside the example: ${options.map((one) => `\`${one}\``).join(', ')}.`;
}

function row({ wave, name, objects, synced, healthy, ...state }) {
  const seconds = (value) => (value === undefined ? '' : `${value} s`);
  const why = isDone(state)
    ? ''
    : `${state.sync} ${state.health} ${state.phase}: ${state.reasons.join('; ')}`;
  return `| ${wave < 0 ? '' : wave} | ${name} | ${objects} | ${seconds(synced)} | ${seconds(healthy)} | ${cell(why)} |`;
}

function cell(text) {
  const line = text.replaceAll(/\s*\n\s*/g, '; ');
  const short = line.length > 400 ? `${line.slice(0, 400)} …` : line;
  return short.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
