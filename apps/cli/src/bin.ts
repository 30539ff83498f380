#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Context } from './context.ts';
import { ExitCode } from './exit-codes.ts';
import { runCommandLine } from './run.ts';
import { expectShortRun } from './short-run.ts';
import { askHidden, askOpenly, showProgress, styleFor } from './terminal.ts';

expectShortRun(process.versions.node);
// Which Node is supported is said in package.json, not by every run
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const context: Context = {
  process: { stdout: process.stdout, stderr: process.stderr, env: process.env },
  cwd: process.cwd(),
  readStdin: () => readFileSync(0, 'utf8'),
  width: process.stderr.isTTY ? Math.max(40, process.stderr.columns) : 80,
  style: styleFor(process.stderr, process.env),
  ...(process.stdin.isTTY && process.stderr.isTTY ? { ask: askHidden, askOpenly } : {}),
  // A dumb terminal cannot take back what it has shown
  ...(process.stdin.isTTY && process.stderr.isTTY && process.env.TERM !== 'dumb' ? { prompts: askWell } : {}),
  ...(process.stderr.isTTY
    ? { showOnce: (text: string) => void process.stderr.write(text), progress: showProgress }
    : {}),
  packagedDistribution: packagedDistribution(),
};

// A closed pipe (kfdist diff | head) is the reader's choice
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    if (stream === process.stdout)
      process.stderr.write(`error: The output cannot be written: ${error.message}.\n`);
    process.exit(ExitCode.worldFailed);
  });

// Whatever is written is written whole, and every command may be run again
process.once('SIGINT', () => {
  showProgress('');
  process.stderr.write('\ninterrupted: what is done stays done. Run the same command again to go on.\n');
  process.exit(ExitCode.interrupted);
});

process.exitCode = await runCommandLine(process.argv.slice(2), context);

async function askWell() {
  return (await import('./terminal-prompts.ts')).terminalPrompts;
}

function packagedDistribution(): string | undefined {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('@kfdist/distribution/package.json'));
    return existsSync(join(folder, 'settings.yaml')) ? folder : undefined;
  } catch {
    return undefined;
  }
}
