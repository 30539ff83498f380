import { asText, type PlatformFlags, platformFlags } from '../../flags.ts';

/** The lock of images where none is named. */
export const LOCK_FILE = 'images.lock.json';

/** The flags of what reads or writes the lock of images. */
export interface ImageFlags extends PlatformFlags {
  readonly lock: string;
}

export const imageFlags = {
  ...platformFlags,
  lock: {
    kind: 'parsed',
    parse: asText,
    default: LOCK_FILE,
    brief: 'File with the digests of images',
    placeholder: 'FILE',
  },
} as const;
