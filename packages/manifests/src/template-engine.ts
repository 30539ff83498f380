// oxlint-disable-next-line typescript/triple-slash-reference -- also for those who compile these sources from elsewhere
/// <reference path="./handlebars.d.ts" />
import handlebars from 'handlebars/dist/cjs/handlebars.js';
import type { Program } from './template-syntax.ts';

/** A helper: the arguments as written, then what Handlebars adds. */
export type EngineHelper = (...args: readonly unknown[]) => unknown;

/** Runs a template with data and helpers. */
export type Engine = (data: unknown, helpers: Readonly<Record<string, EngineHelper>>) => string;

/** An instance of its own: helpers that others register are none of ours. */
const engine = handlebars.create();

/** The statements of a template; throws what Handlebars throws where it is none. */
export function parseTemplate(text: string): Program {
  return engine.parse(text);
}

/** Makes a template ready to run. It can call the named helpers only, and read own properties of its data only. */
export function engineOf(program: Program, helperNames: readonly string[]): Engine {
  const knownHelpers = Object.fromEntries(helperNames.map((name) => [name, true as const]));
  const run = engine.compile(program, { knownHelpers, knownHelpersOnly: true, noEscape: true });
  return (data, helpers) =>
    run(data, { helpers, allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false });
}
