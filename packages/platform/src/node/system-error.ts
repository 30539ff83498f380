const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EBUSY: 'it is in use',
  EDQUOT: 'the quota of the disk is used up',
  EEXIST: 'something is already there',
  EIO: 'the disk reports an error',
  EISDIR: 'it is a folder',
  ELOOP: 'its symbolic links go round in a circle',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'its name is too long',
  ENOENT: 'there is no such file',
  ENOSPC: 'there is no space left on the disk',
  ENOTDIR: 'a part of its path is not a folder',
  EPERM: 'the operation is not permitted',
  EROFS: 'the file system is read-only',
  ETXTBSY: 'it is being run',
  EXDEV: 'its folder spans two file systems',
};

/** What the operating system refused, in words. */
export function systemProblem(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return WORDS[code] ?? error.message;
}

/** What the operating system refused, in words, and where. */
export function systemProblemWithPath(error: unknown): string {
  const path = error instanceof Error && 'path' in error ? String(error.path) : '';
  return path === '' ? systemProblem(error) : `${systemProblem(error)} (${path})`;
}
