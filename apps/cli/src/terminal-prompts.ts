import { styleText } from 'node:util';
import { TextPrompt } from '@clack/core';
import { confirm, intro, log, S_BAR, S_BAR_END, select, symbol } from '@clack/prompts';
import { Cancelled, type Prompts, type TextQuestion } from './prompts.ts';

const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g');

/** Questions are messages: standard output belongs to data. The package colours them whatever NO_COLOR says. */
const output = (process.env.NO_COLOR ?? '') === '' ? process.stderr : withoutColours(process.stderr);

function withoutColours(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  const write = (text: string | Uint8Array) =>
    stream.write(typeof text === 'string' ? text.replaceAll(COLOURS, '') : text);
  return Object.create(stream, { write: { value: write } });
}

/** The prompts of a terminal. */
export const terminalPrompts: Prompts = {
  begin: (title) => intro(title, { output }),
  note: (text) => log.info(text, { output }),
  text: async (question) => textOf(await askText(question)),
  choose: async ({ message, choices, initial }) => {
    const options = choices.map((choice) => ({ label: choice.value, ...choice }));
    const initialValue = initial === undefined ? {} : { initialValue: initial };
    return textOf(await select({ message, options, ...initialValue, maxItems: 10, output }));
  },
  confirm: async (message, initialValue) => {
    const answer = await confirm({ message, initialValue, output });
    if (typeof answer !== 'boolean') throw new Cancelled(LEFT);
    return answer;
  },
};

const LEFT = 'the question was not answered';

function textOf(answer: string | symbol | undefined): string {
  if (typeof answer !== 'string') throw new Cancelled(LEFT);
  return answer;
}

/** The text prompt of the package says what is wrong only after Enter. */
async function askText({
  message,
  initial,
  example,
  problem,
}: TextQuestion): Promise<string | symbol | undefined> {
  const problemOf = (text: string | undefined) => problem(text ?? '');
  const prompt = new TextPrompt({
    output,
    ...(initial === undefined ? {} : { initialValue: initial }),
    validate: problemOf,
    render() {
      const head = `${styled('gray', S_BAR)}\n${symbol(this.state)}  ${message}\n`;
      const bar = styled('cyan', S_BAR);
      if (this.state === 'submit')
        return `${head}${styled('gray', S_BAR)}  ${styled('dim', this.value ?? '')}`;
      if (this.state === 'cancel') return `${head}${styled('gray', S_BAR)}`;
      const isEmpty = this.userInput === '';
      const typed =
        isEmpty && example !== undefined ? styled('dim', `for example ${example}`) : this.userInputWithCursor;
      const wrong = isEmpty && this.state !== 'error' ? undefined : problemOf(this.userInput);
      const end = wrong === undefined ? '' : styled('yellow', wrong);
      return `${head}${bar}  ${typed}\n${styled('cyan', S_BAR_END)}  ${end}\n`;
    },
  });
  return await prompt.prompt();
}

function styled(format: Parameters<typeof styleText>[0], text: string): string {
  return styleText(format, text, { validateStream: false });
}
