import { nearestKey } from './suggest.ts';

/** The fields of a record that somebody wrote by hand, read without trusting any of it. */
export interface Fields {
  readonly isMap: boolean;
  readonly problems: readonly { readonly field?: string; readonly problem: string }[];
  /** A text; numbers and booleans count as the text they are written with. */
  readonly text: (field: string) => string | undefined;
  readonly flag: (field: string) => boolean | undefined;
  readonly list: (field: string) => readonly string[] | undefined;
  /** A map of texts. */
  readonly texts: (field: string) => Readonly<Record<string, string>> | undefined;
}

const FLAGS = ['sensitive', 'required'];
const LISTS = ['values'];
const MAPS = ['defaultWhenSet'];

/** Reads a record whose fields are known by name; wrong ones are problems and read as absent. */
export function readFields(value: unknown, known: readonly string[]): Fields {
  const isMap = isRecord(value);
  const record = new Map<string, unknown>(isMap ? Object.entries(value) : []);
  const problems = isMap
    ? [...record].flatMap(([field, content]) => fieldProblem(field, content, known))
    : [{ problem: 'it is not a map' }];
  return {
    isMap,
    problems,
    text: (field) => textOf(record.get(field)),
    flag: (field) => {
      const content = record.get(field);
      return typeof content === 'boolean' ? content : undefined;
    },
    list: (field) => {
      const content = record.get(field);
      return Array.isArray(content) ? content.flatMap((item) => textOf(item) ?? []) : undefined;
    },
    texts: (field) => {
      const content = record.get(field);
      if (!isRecord(content)) return undefined;
      return Object.fromEntries(
        Object.entries(content).flatMap(([key, item]) => {
          const text = textOf(item);
          return text === undefined ? [] : [[key, text] as const];
        }),
      );
    },
  };
}

/** Whether a value is a map with texts as keys. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A scalar as text, or `undefined` for anything else. */
export function textOf(value: unknown): string | undefined {
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
}

function fieldProblem(field: string, content: unknown, known: readonly string[]) {
  if (!known.includes(field)) {
    const nearest = nearestKey(field, known);
    return [
      {
        field,
        problem: `${field} is not a field${nearest === undefined ? '' : `; did you mean ${nearest}?`}`,
      },
    ];
  }
  const wanted = wantedShape(field);
  return isShape(content, wanted) ? [] : [{ field, problem: `${field} is not ${wanted}` }];
}

type Shape = 'true or false' | 'a list of texts' | 'a map of texts' | 'a text';

function wantedShape(field: string): Shape {
  if (FLAGS.includes(field)) return 'true or false';
  if (LISTS.includes(field)) return 'a list of texts';
  return MAPS.includes(field) ? 'a map of texts' : 'a text';
}

function isShape(content: unknown, shape: Shape): boolean {
  if (shape === 'true or false') return typeof content === 'boolean';
  if (shape === 'a text') return textOf(content) !== undefined;
  const items =
    shape === 'a list of texts'
      ? Array.isArray(content)
        ? content
        : [null]
      : isRecord(content)
        ? Object.values(content)
        : [null];
  return items.every((item) => textOf(item) !== undefined);
}
