import { styleText } from 'node:util';
import type { Role, Style } from '@kfdist/diagnostics';

const FORMATS: Readonly<Record<Role, Parameters<typeof styleText>[0]>> = {
  error: ['bold', 'red'],
  warning: ['bold', 'yellow'],
  place: 'cyan',
  gutter: 'blue',
  caret: 'yellow',
  hint: 'green',
  message: 'bold',
};

const coloured: Style = (role, text) => styleText(FORMATS[role], text, { validateStream: false });
const plain: Style = (_role, text) => text;

/** Asks at the terminal without showing what is typed. @throws when it is not answered */
export async function askHidden(question: string): Promise<string> {
  const { Writable } = await import('node:stream');
  process.stderr.write(question);
  try {
    const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
    return await answer('', silent, 'Answer it, or give the value in a file.');
  } finally {
    process.stderr.write('\n');
  }
}

/** Asks at the terminal and shows what is typed. @throws when it is not answered */
export async function askOpenly(question: string): Promise<string> {
  return await answer(question, process.stderr, 'Answer it, or use --yes.');
}

async function answer(question: string, output: NodeJS.WritableStream, help: string): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  const given = new AbortController();
  lines.on('SIGINT', () => given.abort()).on('close', () => given.abort());
  try {
    return await lines.question(question, { signal: given.signal });
  } catch (cause) {
    throw new Error(`The question was not answered. ${help}`, { cause });
  } finally {
    lines.close();
  }
}

/** Colours for a terminal that wants them. @see https://no-color.org */
export function styleFor(
  stream: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): Style {
  const wanted = stream.isTTY === true && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
  return wanted ? coloured : plain;
}
