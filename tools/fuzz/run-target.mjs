/** Fuzzes one target in a process of its own: `run-target.mjs ROOT TARGET SECONDS SEED CURRENT`; the result is one line of JSON. */
import { ftruncateSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { startTexts } from './corpus.mjs';
import { startCoverage } from './coverage.mjs';
import { mutate } from './mutate.mjs';
import { randomFrom } from './random.mjs';
import { targets } from './targets/all.mjs';

const SLOW_MS = 2000;
const [root, name, seconds, seed, current] = process.argv.slice(2);
const target = targets.find((one) => one.name === name);
const random = randomFrom(Number(seed));
const log = openSync(current, 'w');
const findings = new Map();
const coverage = startCoverage((url) => url === import.meta.url);

const corpus = startTexts(root, target);
for (const text of corpus) attempt(text);
coverage.news();
const started = coverage.size();
const added = [];
let runs = corpus.length;
const end = Date.now() + Number(seconds) * 1000;
while (Date.now() < end && findings.size < 20) {
  const text = mutate(random.pick(corpus), { random, tokens: target.tokens, others: corpus });
  attempt(text);
  runs += 1;
  if (coverage.news() === 0) continue;
  corpus.push(text);
  added.push(text);
}
const result = { runs, started, blocks: coverage.size(), added, findings: [...findings.values()] };
writeFileSync(`${current}.result`, JSON.stringify(result));

function attempt(text) {
  remember(text);
  const start = performance.now();
  try {
    target.run(text, root);
  } catch (error) {
    found(text, error instanceof Error ? `${error.message.split('\n')[0]} ${placeOf(error)}` : String(error));
  }
  if (performance.now() - start > SLOW_MS) found(text, `took longer than ${SLOW_MS} ms`);
}

/** One finding for each message and place, the shortest text for it. */
function found(text, message) {
  const key = message.replaceAll(/\d+/g, '0').slice(0, 120);
  const old = findings.get(key);
  if (old === undefined || text.length < old.text.length) findings.set(key, { message, text });
}

function placeOf({ stack = '' }) {
  return /at (\S+) /.exec(stack.slice(stack.indexOf('\n    at ')))?.[1] ?? '';
}

/** Where the process hangs, the one that started it reads here what with. */
function remember(text) {
  ftruncateSync(log);
  writeSync(log, JSON.stringify(text), 0);
}
