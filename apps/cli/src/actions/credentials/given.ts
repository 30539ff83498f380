import {
  type CredentialPlan,
  LOGIN_NAMES,
  loginId,
  loginsFrom,
  type Redacted,
  redact,
  type ValueGraph,
  type Values,
} from '@kfdist/credentials';
import type { Diagnostic } from '@kfdist/diagnostics';
import { parseYaml } from '@kfdist/platform';
import { report } from '../../codes.ts';
import type { GenerateFlags } from '../../commands/credentials/flags.ts';
import type { Context } from '../../context.ts';
import { readPrivateText } from './private-text.ts';

/** Values that people give, by id. */
export interface Given {
  readonly given: Values;
  readonly diagnostics: readonly Diagnostic[];
}

/** What flags, files, standard input and the environment give; flags win over the environment. */
export async function readGiven(context: Context, flags: GenerateFlags, graph: ValueGraph): Promise<Given> {
  const wrong = wrongFlags(context, flags);
  if (wrong.length > 0) return { given: new Map(), diagnostics: wrong };
  const password = await readPassword(context, flags);
  const values = readValues(context, flags.values);
  const { email, username, firstname, lastname } = flags;
  const byFlag = { email, username, firstname, lastname, password: password.text?.reveal() };
  return {
    given: new Map([
      ...loginsFrom(context.process.env ?? {}, graph),
      ...values.given,
      ...loginsFrom(byFlag, graph),
    ]),
    diagnostics: [...password.diagnostics, ...values.diagnostics, ...unusedLogins(byFlag, graph)],
  };
}

function wrongFlags(context: Context, flags: GenerateFlags): readonly Diagnostic[] {
  const { password, passwordPrompt, passwordStdin, passwordFile, values, file = [] } = flags;
  const sources = [password !== undefined, passwordPrompt, passwordStdin, passwordFile !== undefined];
  const readers = [passwordStdin, values === '-', flags.key === '-', ...file.map((name) => name === '-')];
  return [
    ...(sources.filter(Boolean).length > 1 ? [report('PASSWORD_CHOICE', { args: {} })] : []),
    ...(readers.filter(Boolean).length > 1 ? [report('STDIN_TWICE', { args: {} })] : []),
    ...(passwordPrompt && context.ask === undefined ? [report('NO_TERMINAL', { args: {} })] : []),
  ];
}

async function readPassword(
  context: Context,
  flags: GenerateFlags,
): Promise<{ readonly text?: Redacted; readonly diagnostics: readonly Diagnostic[] }> {
  const { password, passwordPrompt, passwordStdin, passwordFile } = flags;
  if (password !== undefined)
    return { text: redact(password), diagnostics: [report('PASSWORD_ARGUMENT', { args: {} })] };
  if (passwordPrompt && context.ask !== undefined)
    return checked(await context.ask('Password of the first user: '));
  const file = passwordStdin ? '-' : passwordFile;
  if (file === undefined) return { diagnostics: [] };
  const { text, diagnostics } = readPrivateText(context, file);
  // editors and echo end a line that is not part of the password
  return text === undefined ? { diagnostics } : checked(text.replace(/\r?\n$/, ''));
}

function checked(password: string) {
  const diagnostics = password === '' ? [report('EMPTY_PASSWORD', { args: {} })] : [];
  return { text: redact(password), diagnostics };
}

function readValues(context: Context, file: string | undefined): Given {
  if (file === undefined) return { given: new Map(), diagnostics: [] };
  const { text, diagnostics } = readPrivateText(context, file);
  if (text === undefined) return { given: new Map(), diagnostics };
  const parsed = parseYaml({ path: file, text });
  const [error] = parsed.diagnostics;
  if (error !== undefined) {
    const line = text.slice(0, error.span?.start ?? 0).split('\n').length;
    return bad(file, `line ${line} is not YAML`);
  }
  const { value } = parsed;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return bad(file, 'it does not map names to values');
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  const other = entries.find(([, item]) => typeof item !== 'string');
  if (other !== undefined) return bad(file, `the value of ${other[0]} is not a text; put it in quotes`);
  return { given: new Map(entries.map(([id, item]) => [id, redact(String(item))])), diagnostics: [] };
}

function bad(file: string, problem: string): Given {
  return { given: new Map(), diagnostics: [report('BAD_VALUES_FILE', { args: { file, problem } })] };
}

function unusedLogins(
  byFlag: Readonly<Record<(typeof LOGIN_NAMES)[number], string | undefined>>,
  graph: ValueGraph,
): readonly Diagnostic[] {
  return LOGIN_NAMES.filter((name) => byFlag[name] !== undefined && !graph.has(loginId(name))).map((name) =>
    report('LOGIN_NOT_USED', { args: { flag: `--${name}`, value: loginId(name) } }),
  );
}

/** Asks at the terminal, if there is one, for the values that only people know and that are still missing. */
export async function askMissing(
  { ask }: Context,
  graph: ValueGraph,
  { plan, given }: { readonly plan: CredentialPlan; readonly given: Values },
): Promise<Values> {
  const answers = new Map(given);
  if (ask === undefined) return answers;
  for (const id of [...plan.make, ...plan.unknown]) {
    const recipe = graph.get(id)?.recipe;
    if (recipe?.kind !== 'given' || given.has(id)) continue;
    // what can be drawn is drawn, unless it exists already
    if (recipe.otherwise !== undefined && plan.make.has(id)) continue;
    answers.set(id, redact(await ask(`${recipe.prompt}: `)));
  }
  return answers;
}
