/** The help of every command, at two widths. */
import type { RouteMap } from '@stricli/core';
import { describe, expect, it } from 'vitest';
import { app } from '../src/app.ts';
import type { Context } from '../src/context.ts';
import { layOutHelp } from '../src/help-layout.ts';
import { wrapped } from '../src/wrap.ts';
import { atBothWidths, kfdist } from './command.ts';
import { emptyFolder } from './workplace.ts';

/** The words of every command, those of a group after the group itself. */
function commandsOf(route: typeof app.root, words: readonly string[] = []): readonly (readonly string[])[] {
  if (!isGroup(route)) return [words];
  const entries = route.getAllEntries().filter(({ hidden }) => !hidden);
  return [
    words,
    ...entries.flatMap(({ name, target }) => commandsOf(target, [...words, name['convert-camel-to-kebab']])),
  ];
}
const isGroup = (route: typeof app.root): route is RouteMap<Context> => 'getAllEntries' in route;

const COMMANDS = commandsOf(app.root).map((words) => words.join(' '));

describe('help', () => {
  it('is there for every command', () => {
    expect(COMMANDS.length).toBeGreaterThan(30);
  });

  it.each(COMMANDS)('of kfdist %s leads with examples, within 80 and 120 columns', async (command) => {
    const argv = [...command.split(' ').filter((word) => word !== ''), '--help'];
    const texts = await atBothWidths(argv, async (width) => {
      const outcome = await kfdist(emptyFolder(), argv, { width });
      const { stdout } = outcome;
      const [examples, flags] = [stdout.indexOf('\nEXAMPLES\n'), stdout.indexOf('\nFLAGS\n')];
      expect([width, examples > 0 && examples < flags]).toEqual([width, true]);
      const rows = stdout.slice(flags).split('\n');
      expect(rows.filter((row) => row.length > width)).toEqual([]);
      return outcome;
    });
    await expect(texts).toMatchFileSnapshot(`golden/${['help', ...argv.slice(0, -1)].join('-')}.txt`);
  });

  it('leaves every other text as it is', () => {
    for (const text of ['', 'a  b  [c]\n', `${'x '.repeat(200)}\n`, 'MY USAGE\n'])
      expect(layOutHelp(text, 40)).toBe(text);
  });

  it('breaks lines at blanks only', () => {
    expect(wrapped('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrapped('incomprehensibilities a', 5)).toEqual(['incomprehensibilities', 'a']);
    expect(wrapped('', 5)).toEqual(['']);
  });
});
