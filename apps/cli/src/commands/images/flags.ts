import { type PlatformFlags, platformFlags } from '../../flags.ts';

/** The flags of what reads or writes the lock of images. */
export interface ImageFlags extends PlatformFlags {
  readonly lock: string;
}

export const imageFlags = {
  ...platformFlags,
  lock: {
    kind: 'parsed',
    parse: (input: string): string => input,
    default: 'images.lock.json',
    brief: 'File with the digests of images',
    placeholder: 'FILE',
  },
} as const;
