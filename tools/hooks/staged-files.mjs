/** What no file of a commit may hold: a pattern, and the sentence for it. */
const SECRETS = [
  [/\b(?:AKIA|ASIA)(?!IOSFODNN7EXAMPLE)[0-9A-Z]{16}\b/, 'holds an AWS access key'],
  [/-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s+(?:[A-Za-z0-9+/=]{40,}\s+){3}/, 'holds a private key'],
  [/\bgh[pousr]_[A-Za-z0-9]{36}\b|\bgithub_pat_[A-Za-z0-9_]{60,}/, 'holds a GitHub token'],
  [/\bnpm_[A-Za-z0-9]{36}\b|:_authToken=(?!none)[^\s$]{20,}/, 'holds an npm token'],
  [
    /\baws_secret_access_key\s*[:=]\s*["']?(?!wJalrXUtnFEMI)[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])/i,
    'holds an AWS secret key',
  ],
];

/** What was rendered has no placeholder left; `clusters/` holds nothing else. */
const RENDERED = /^clusters\//;

/** What is wrong with files that are about to be committed, as `path:line sentence`; the secret itself is not shown. */
export function stagedProblems(files) {
  return files.flatMap(({ path, text }) => {
    const secrets = SECRETS.flatMap(([pattern, sentence]) => at(path, text, pattern, sentence));
    return RENDERED.test(path)
      ? [...secrets, ...at(path, text, /<<__[^<>\n]*__>>/, 'has an unresolved placeholder')]
      : secrets;
  });
}

function at(path, text, pattern, sentence) {
  const found = pattern.exec(text);
  if (found === null) return [];
  return [`${path}:${text.slice(0, found.index).split('\n').length} ${sentence}`];
}
