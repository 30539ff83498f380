import { slugOf } from './markdown.mjs';

/** Every code of every package, from catalogs by name: `CONFIG_DIAGNOSTICS` and so on. */
export function diagnosticsPage(catalogs) {
  const sections = Object.entries(catalogs)
    .map(([name, catalog]) => [packageOf(name), catalog])
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [
    '# Diagnostics',
    'Written by `npm run generate`. Everything that kfdist reports, by the package that finds it. Codes are permanent: scripts may rely on\nthem. An error ends the command with 1, a warning does not. A name in braces stands for what\nit is about. `kfdist explain CODE` prints the same.',
    sections.map(([name]) => `- [${name}](#${slugOf(`\`${name}\``)})`).join('\n'),
    ...sections.flatMap(([name, catalog]) => [
      `## \`${name}\``,
      ...Object.entries(catalog).flatMap(([code, definition]) => lines(code, definition)),
    ]),
  ]
    .join('\n\n')
    .concat('\n');
}

function lines(code, { severity, message, hint, explanation }) {
  return [
    `### ${code}`,
    `${severity === 'error' ? 'Error' : 'Warning'}: \`${message}\``,
    ...(explanation === undefined ? [] : [plain(explanation)]),
    ...(hint === undefined ? [] : [`What to do: ${plain(hint)}`]),
  ];
}

/** Text that Markdown would otherwise read as markup. */
function plain(text) {
  return text.replaceAll(/<<__.*?__>>|<[\w-]+>/g, (found) => `\`${found}\``).replaceAll('*', '\\*');
}

function packageOf(catalog) {
  return `@kfdist/${catalog.replace(/_DIAGNOSTICS$/, '').toLowerCase()}`;
}
