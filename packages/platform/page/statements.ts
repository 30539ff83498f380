import type { PolicyDocument } from '@kfdist/iam';
import { type Child, element } from './element.ts';

/** The statements of a policy, readable: what they do, on what, and when. */
export function statements(document: PolicyDocument): Child {
  return document.Statement.map((statement) => {
    const { Effect, Sid, Condition = {}, ...rest } = statement;
    return element(
      'div',
      { class: 'statement' },
      element(
        'div',
        { class: 'statement-head' },
        element('b', {}, Effect),
        Sid === undefined ? '' : ` ${Sid}`,
      ),
      Object.entries(rest).map(([name, value]) => part(name, textsIn(value))),
      Object.entries(Condition).map(([operator, keys]) =>
        Object.entries(keys ?? {}).map(([key, value]) =>
          part(
            `if ${operator}`,
            textsIn(value).map((text) => `${key} = ${text}`),
          ),
        ),
      ),
    );
  });
}

function part(name: string, texts: readonly string[]): Child {
  return element(
    'div',
    { class: 'part' },
    element('span', { class: 'part-name' }, name),
    element(
      'span',
      {},
      texts.map((text) => element('code', {}, text)),
    ),
  );
}

/** A text, a list of them, or principals by their kind. */
function textsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(String);
  if (typeof value !== 'object' || value === null) return [String(value)];
  return Object.entries(value).flatMap(([kind, given]) => textsIn(given).map((text) => `${kind} ${text}`));
}
