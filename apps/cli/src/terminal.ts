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
  showProgress('');
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
  showProgress('');
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

const BEATS = ['|', '/', '-', '\\'];
let beat: NodeJS.Timeout | undefined;

/** Shows what is going on, and for how long, on the last line of the terminal; an empty text takes it away. */
export function showProgress(text: string): void {
  if (beat === undefined && text === '') return;
  clearInterval(beat);
  beat = undefined;
  process.stderr.write('\r\u001b[2K');
  if (text === '') return;
  const start = Date.now();
  let turn = 0;
  const draw = () => {
    const elapsed = Math.round((Date.now() - start) / 1000);
    const line = `${BEATS[turn++ % BEATS.length]} ${text}${elapsed > 1 ? ` (${elapsed} s)` : ''}`;
    process.stderr.write(`\r\u001b[2K${line.slice(0, process.stderr.columns - 1)}`);
  };
  draw();
  beat = setInterval(draw, 200);
  beat.unref();
}
