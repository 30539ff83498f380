/** A page for each package: every public name with its sentence and its type, by its path in the repository. */
export function apiPages(api) {
  return Object.fromEntries(
    api.map(({ name, entries }) => [`docs/api/${name.split('/')[1]}.md`, page(name, entries)]),
  );
}

function page(name, entries) {
  const head = `# API of ${name}\n\nWritten by \`npm run generate\` from the sources. What stands here is what versions are counted by.\n`;
  return [head, ...entries.map((entry) => section(name, entry))].join('\n');
}

function section(name, { path, symbols }) {
  const specifier = path === '.' ? name : `${name}${path.slice(1)}`;
  return [`## \`${specifier}\`\n`, ...symbols.map(symbolText)].join('\n');
}

function symbolText({ name, summary, text }) {
  return `### ${name}\n\n${summary}\n\n\`\`\`ts\n${text.replace(/^export /, '')}\n\`\`\`\n`;
}
