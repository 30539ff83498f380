import { compared, ratioAtMost } from './figures.mjs';
import { peakMemory, race } from './measure.mjs';

/** How much longer `kfdist` takes to say a word than Node takes to say nothing. */
export function measureStart({ workspace, rounds }) {
  const node = [process.execPath, '-e', '0'];
  const flags = ['--version', '--help'];
  const commands = [node, ...flags.map((flag) => workspace.kfdist(flag))];
  const [bare, ...ours] = race(
    commands.map((command) => ({ command })),
    { rounds: rounds * 3 },
  );
  return flags.map((flag, index) =>
    compared(`kfdist ${flag} / node -e 0`, ours[index], bare, {
      limit: ratioAtMost(1.6),
      mb: peakMemory(workspace.kfdist(flag)),
    }),
  );
}
