import { parseAllDocuments } from 'yaml';
import { texts } from './workplace.ts';

/** What no rendered tree may have: placeholders that are left, and files that do not parse. */
export function faultsIn(folder: string): readonly string[] {
  return Object.entries(texts(folder)).flatMap(([path, text]) => [
    ...(text.includes('<<__') ? [`${path}: a placeholder is left`] : []),
    ...problems(path, text).map((problem) => `${path}: ${problem}`),
  ]);
}

function problems(path: string, text: string): readonly string[] {
  if (/\.ya?ml$/.test(path))
    return parseAllDocuments(text).flatMap(({ errors, warnings }) =>
      [...errors, ...warnings].map(({ message }) => message),
    );
  try {
    if (path.endsWith('.json')) JSON.parse(text);
    return [];
  } catch (error) {
    return [String(error)];
  }
}
