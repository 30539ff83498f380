/** Whether a package is one that is to be small: its declarations are one file for each entry. */
export const isSlim = ({ exports }) => exports?.['.']?.types?.endsWith('/api.d.ts') === true;
