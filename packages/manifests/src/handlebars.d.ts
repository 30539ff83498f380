/** The build of Handlebars that runs anywhere, with the part of it that this package uses. */
declare module 'handlebars/dist/cjs/handlebars.js' {
  import type { Program } from './template-syntax.ts';

  interface RuntimeOptions {
    readonly helpers: Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;
    readonly allowProtoPropertiesByDefault: false;
    readonly allowProtoMethodsByDefault: false;
  }

  interface CompileOptions {
    readonly knownHelpers: Readonly<Record<string, true>>;
    readonly knownHelpersOnly: true;
    readonly noEscape: true;
  }

  interface Handlebars {
    create(): Handlebars;
    parse(text: string): Program;
    compile(program: Program, options: CompileOptions): (data: unknown, options: RuntimeOptions) => string;
  }

  const handlebars: Handlebars;
  // biome-ignore lint/style/noDefaultExport: so does Handlebars
  export default handlebars;
}
