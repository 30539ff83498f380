import { setFlagsFromString } from 'node:v8';

/**
 * Lets V8 interpret for longer before it compiles for speed. A run is over before most of that pays back: it took a third
 * of the CPU time of `setup` and `render`, also on trees of 5,000 files. Only Node 20 needs it: later ones compile by
 * cheaper steps, and do not know the flag.
 */
export function expectShortRun(nodeVersion: string): void {
  if (nodeVersion.startsWith('20.')) setFlagsFromString('--interrupt-budget=1000000');
}
