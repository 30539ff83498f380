const LONGEST = 300;

/** What kustomize puts around an error for each Kustomization on the way to it. */
const AROUND =
  /accumulation err='|recursed (?:accumulation|merging) [^:]*: |accumulating (?:resources|components)[^:]*: /;

/** What a tool said when it failed, on one line and without warnings; of a long chain of errors the innermost. */
export function toolMessage(stderr: string, shown: (text: string) => string = (text) => text): string {
  const lines = stderr.split('\n').map((line) => line.trim());
  const errors = lines.filter((line) => /^(?:error|fatal):/i.test(line));
  const said =
    errors.length > 0 ? errors : lines.filter((line) => line !== '' && !/^#? ?warning/i.test(line));
  const whole = shown(said.map((line) => line.replace(/^(?:error|fatal): /i, '')).join('; '));
  const inner = whole.split(AROUND).at(-1) ?? '';
  return inner.length <= LONGEST ? inner || 'it said nothing' : `${inner.slice(0, LONGEST)}…`;
}
