/** Loaded before a program: says on standard error how much memory it held at most, in kilobytes. */
import { writeSync } from 'node:fs';

process.on('exit', () => writeSync(2, `\npeak ${process.resourceUsage().maxRSS}\n`));
