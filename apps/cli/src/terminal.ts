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

/** Colours for a terminal that wants them. @see https://no-color.org */
export function styleFor(
  stream: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): Style {
  const wanted = stream.isTTY === true && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
  return wanted ? coloured : plain;
}
