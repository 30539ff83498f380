/** Tests that are not run for each change, by their names, and why. */
export const LEFT_OUT = [
  {
    names: /long texts|longer than the call stack|and long chains|nested too deeply|seconds of processor/,
    why: 'how long much input takes',
  },
  { names: /\bin moto\b|judged by|the example of the README/, why: 'what other programs say' },
  { names: /the README names all|the package > \d+ has these names/, why: 'the names of a package' },
  {
    names: /agrees with the complete reader|any text and any JSON/,
    why: 'what takes hundreds of generated inputs',
  },
];

/** Whether a test is one of them. */
export function isLeftOut(id) {
  return LEFT_OUT.some(({ names }) => names.test(id));
}
