/**
 * Whether a text matches a pattern in which `*` stands for anything and `?` for one character. Takes time in
 * proportion to the product of the lengths at worst, whatever the pattern.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  let index = 0;
  while (index < text.length) {
    if (pattern[at] === '*') {
      star = at++;
      resume = index;
    } else if (pattern[at] === '?' || pattern[at] === text[index]) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++resume;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

/** Whether there is a text that matches both patterns. */
export function patternsMeet(one: string, other: string): boolean {
  let reached = meetStart(other);
  for (const character of one) {
    reached = meetStep(character, other, reached);
    if (!reached.includes(true)) return false;
  }
  return reached[other.length] === true;
}

/** Where in `other` one can stand after reading nothing: at its start, and after each leading asterisk. */
function meetStart(other: string): boolean[] {
  const reached = Array.from({ length: other.length + 1 }, () => false);
  reached[0] = true;
  return passStars(other, reached);
}

function meetStep(character: string, other: string, before: readonly boolean[]): boolean[] {
  const after = Array.from({ length: other.length + 1 }, () => false);
  let any = false;
  for (let at = 0; at <= other.length; at++) {
    any ||= before[at] === true;
    if (character === '*') after[at] = any;
    else if (before[at]) {
      if (other[at] === '*') after[at] = true;
      else if (at < other.length && (character === '?' || other[at] === '?' || other[at] === character)) {
        after[at + 1] = true;
      }
    }
  }
  return passStars(other, after);
}

function passStars(other: string, reached: boolean[]): boolean[] {
  for (let at = 0; at < other.length; at++) {
    if (reached[at] && other[at] === '*') reached[at + 1] = true;
  }
  return reached;
}
