// Loaded before kfdist: kills the process at one of its calls that change the disk, before it or halfway through.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';

const at = Number(process.env.KILL_AT);
const isHalfway = process.env.KILL_HALFWAY === 'yes';
let calls = 0;

const halves = {
  writeFileSync: (write, [path, data, options]) => write(path, data.subarray(0, data.length / 2), options),
  rmSync: (remove, [path, options]) => {
    const inner = fs.existsSync(path) && fs.statSync(path).isDirectory() ? fs.readdirSync(path) : [];
    for (const name of inner.slice(0, Math.ceil(inner.length / 2))) remove(join(path, name), options);
  },
};

for (const name of [
  'chmodSync',
  'copyFileSync',
  'linkSync',
  'mkdirSync',
  'renameSync',
  'rmSync',
  'rmdirSync',
  'symlinkSync',
  'unlinkSync',
  'writeFileSync',
]) {
  // Halfway through most calls is before them
  if (isHalfway && halves[name] === undefined) continue;
  const real = fs[name];
  fs[name] = (...given) => {
    calls++;
    if (calls === at) {
      if (isHalfway) halves[name](real, given);
      process.kill(process.pid, 'SIGKILL');
    }
    return real(...given);
  };
}
syncBuiltinESMExports();
