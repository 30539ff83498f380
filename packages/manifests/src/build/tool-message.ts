const LONGEST = 400;

/** What a tool said when it failed, on one line: its last error without warnings, the innermost part if it is long. */
export function toolMessage(stderr: string, folders: readonly string[] = []): string {
  const lines = stderr.split('\n').map((line) => line.trim());
  const errors = lines.filter((line) => /^(?:error|fatal):/i.test(line));
  const said = (
    errors.length > 0 ? errors : lines.filter((line) => line !== '' && !/^#? ?warning/i.test(line))
  )
    .map((line) => line.replace(/^(?:error|fatal): /i, ''))
    .join('; ');
  const plain = folders.reduce(
    (text, folder) => text.replaceAll(`${folder}/`, '').replaceAll(folder, '.'),
    said,
  );
  return plain.length <= LONGEST ? plain || 'it said nothing' : `… ${plain.slice(-LONGEST)}`;
}
