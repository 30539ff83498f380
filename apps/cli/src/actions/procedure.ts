import { formatCommand, type Step } from '@kfdist/platform';
import type { Context } from '../context.ts';
import { wrapped } from '../wrap.ts';

/** Steps as a script that people read: what each is for, then its commands. */
export function procedureLines(steps: readonly Step[], { width }: Context): readonly string[] {
  return steps.flatMap(({ id, why, commands, creates, byHand }, i) => [
    ...(i === 0 ? [] : ['']),
    ...wrapped(`${i + 1}. ${id}: ${why}`, width - 2).map((line) => `# ${line}`),
    ...(creates === undefined ? [] : [`# Only where ${creates} does not exist.`]),
    ...(byHand === true ? ['# By hand: look at what it does.'] : []),
    ...commands.map(formatCommand),
  ]);
}

/** A step as programs read it. */
export function stepData({ id, why, commands, byHand, creates }: Step) {
  return {
    id,
    why,
    byHand: byHand === true,
    ...(creates === undefined ? {} : { creates }),
    commands: commands.map(formatCommand),
  };
}
