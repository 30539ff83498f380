import { slugOf } from './markdown.mjs';

/** The help of every command, as the command line prints it at 80 columns. */
export async function commandsPage({ app, runCommandLine }) {
  const commands = commandsOf(app.root);
  const sections = await Promise.all(
    commands.map(async (words) => {
      const help = await helpOf(words, runCommandLine);
      return `## kfdist${words.map((word) => ` ${word}`).join('')}\n\n\`\`\`text\n${help}\n\`\`\``;
    }),
  );
  return [
    '# Commands',
    'Written by `npm run generate` from `kfdist --help`. What all of them have in common: data goes to standard output and messages to standard\nerror; `-o json` prints a versioned document, and nothing else there; nothing on AWS or in a cluster is changed without a yes. They end\nwith 0 (done), 1 (the input has errors), 2 (changes are pending, with `--detailed-exitcode`), 3 (disk, network, AWS or cluster refused) or\n64 (the command line is wrong). With 3 and 64 there may be no document: then the message says all.',
    commands
      .map((words) => ['kfdist', ...words].join(' '))
      .map((name) => `- [${name}](#${slugOf(name)})`)
      .join('\n'),
    ...sections,
  ]
    .join('\n\n')
    .concat('\n');
}

/** The words of every command, those of a group after the group itself. */
export function commandsOf(route, words = []) {
  if (!('getAllEntries' in route)) return [words];
  const entries = route.getAllEntries().filter(({ hidden }) => !hidden);
  return [
    words,
    ...entries.flatMap(({ name, target }) => commandsOf(target, [...words, name['convert-camel-to-kebab']])),
  ];
}

async function helpOf(words, runCommandLine) {
  let text = '';
  const write = (part) => {
    text += part;
  };
  const context = {
    process: { stdout: { write }, stderr: { write }, env: {} },
    cwd: '.',
    readStdin: () => '',
    width: 80,
    style: (_role, styled) => styled,
  };
  await runCommandLine([...words, '--help'], context);
  return text.replaceAll(/ +$/gm, '').trimEnd();
}
