/** Fails a fuzz run where something that must always hold does not. */
export function invariant(holds, sentence) {
  if (!holds) throw new Error(sentence);
}

/** Diagnostics of any input have a place inside it, and can be printed. */
export function soundDiagnostics(diagnostics, sources, format) {
  const lengths = new Map(sources.map(({ path, text }) => [path, text.length]));
  for (const { code, span } of diagnostics) {
    if (span === undefined || !lengths.has(span.path)) continue;
    const inside = span.start >= 0 && span.start <= span.end && span.end <= lengths.get(span.path);
    invariant(inside, `${code} lies outside its source: ${span.start} to ${span.end}`);
  }
  format(diagnostics, sources);
}

/** YAML as data that JSON can say too, or `undefined` where it is none. */
export function dataOf(parse, text) {
  try {
    const data = parse(text, { logLevel: 'error', maxAliasCount: 100, stringKeys: true });
    JSON.stringify(data);
    return data;
  } catch {
    return undefined;
  }
}
