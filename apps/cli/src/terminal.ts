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
  const [{ createInterface }, { Writable }] = await Promise.all([
    import('node:readline/promises'),
    import('node:stream'),
  ]);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  const given = new AbortController();
  lines.on('SIGINT', () => given.abort()).on('close', () => given.abort());
  process.stderr.write(question);
  try {
    return await lines.question('', { signal: given.signal });
  } catch (cause) {
    throw new Error('The question was not answered. Answer it, or give the value in a file.', { cause });
  } finally {
    lines.close();
    process.stderr.write('\n');
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
