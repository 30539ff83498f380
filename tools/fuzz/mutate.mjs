const LONGEST = 4096;
const ODD = [
  '\u0000',
  '\uFEFF',
  '\uD800',
  '\u2028',
  '\u00e9',
  '\u{1F600}',
  '\r',
  '\u0085',
  '99999999999999999999',
  '-0',
  'NaN',
  '__proto__',
  'constructor',
  'toString',
];

/** Ways to make a text from others; each keeps most of it, so that what was reached stays in reach. */
const MUTATIONS = [
  (text, { random, tokens }) => insert(text, random.below(text.length + 1), random.pick(tokens)),
  (text, { random, tokens }) => replaceSpan(text, random, random.pick(tokens)),
  (text, { random }) => insert(text, random.below(text.length + 1), random.pick(ODD)),
  (text, { random }) => replaceSpan(text, random, ''),
  (text, { random }) => insert(text, random.below(text.length + 1), span(text, random)),
  (text, { random }) => replaceSpan(text, random, String.fromCharCode(random.below(128))),
  (text, { random }) => text.slice(0, random.below(text.length + 1)),
  (text, { random, others }) => splice(text, random.pick(others), random),
  (text, { random }) => moveLine(text, random),
  (text, { random }) => span(text, random).repeat(1 + random.below(6)) + text,
];

/** Another text, one to four mutations away. */
export function mutate(text, context) {
  let changed = text;
  for (let step = 1 + context.random.below(4); step > 0; step--)
    changed = context.random.pick(MUTATIONS)(changed, context);
  return changed.slice(0, LONGEST);
}

function insert(text, at, piece) {
  return text.slice(0, at) + piece + text.slice(at);
}

/** Short spans mostly: long ones destroy what was built up. */
function bounds(text, random) {
  const start = random.below(text.length + 1);
  const length = random.below(random.pick([2, 8, 64, text.length + 1]));
  return [start, Math.min(text.length, start + length)];
}

function span(text, random) {
  return text.slice(...bounds(text, random));
}

function replaceSpan(text, random, piece) {
  const [start, end] = bounds(text, random);
  return text.slice(0, start) + piece + text.slice(end);
}

function splice(text, other, random) {
  return text.slice(0, random.below(text.length + 1)) + other.slice(random.below(other.length + 1));
}

function moveLine(text, random) {
  const lines = text.split('\n');
  const [line] = lines.splice(random.below(lines.length), 1);
  lines.splice(random.below(lines.length + 1), 0, line);
  return lines.join('\n');
}
