/** The shells that can be taught. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** Where a shell asks: `kfdist __complete WORD...`, the last word being the one that is typed. */
export const COMPLETE = '__complete';
