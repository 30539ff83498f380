import { firstProblem, type Kind, plainProblem } from './kind.ts';

const CONTROL = /(?![\n\t])[\p{Control}\p{Surrogate}]/u;

/** Why a text of any kind cannot be written to a manifest: control characters, halves of surrogate pairs. */
export function textProblem(text: string): string | undefined {
  return CONTROL.test(text.replaceAll('\r\n', '\n')) ? 'it has a control character in it' : undefined;
}

/** Kinds that know nothing of the world. */
export const PLAIN_KINDS = {
  string: {
    type: 'string',
    expected: 'a text of one line',
    example: 'example',
    problem: (text) =>
      firstProblem(text, { never: [[/[\r\n]/, 'it has a line break']] }) ?? textProblem(text),
  },
  text: { type: 'string', expected: 'a text', example: 'some lines', problem: textProblem },
  enum: {
    type: 'string',
    expected: 'one of its values',
    example: '',
    problem: (text) => plainProblem(text, 1000),
  },
  integer: {
    type: 'integer',
    expected: 'a whole number',
    example: '3',
    problem: integerProblem,
    pattern: '^(0|-?[1-9]\\d*)$',
  },
  number: {
    type: 'number',
    expected: 'a number',
    example: '0.5',
    problem: (text) =>
      text.length < 20 && /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text)
        ? undefined
        : 'it is not a decimal number',
    pattern: '^-?(0|[1-9]\\d*)(\\.\\d+)?$',
  },
  boolean: {
    type: 'boolean',
    expected: 'true or false',
    example: 'true',
    problem: (text) => (text === 'true' || text === 'false' ? undefined : 'it is neither'),
    pattern: '^(true|false)$',
  },
  port: {
    type: 'integer',
    expected: 'a port number from 1 to 65535',
    example: '3306',
    problem: (text) => integerProblem(text) ?? portProblem(Number(text)),
    pattern: '^[1-9]\\d{0,4}$',
  },
} as const satisfies Record<string, Kind>;

function integerProblem(text: string): string | undefined {
  if (/^[-+]?0\d/.test(text)) return 'it starts with a zero';
  if (!/^(?:0|-?[1-9]\d*)$/.test(text)) return 'it is not a whole number';
  return Number.isSafeInteger(Number(text)) ? undefined : 'it is too large';
}

function portProblem(port: number): string | undefined {
  if (port < 1) return 'it is smaller than 1';
  return port > 65_535 ? 'it is larger than 65535' : undefined;
}
