import { type ImageUse, imagesOf } from './images.ts';
import { referencesIn } from './object-references.ts';
import { indexPlatform, type Platform, type VerifyInput } from './platform.ts';
import { type FindProvision, provisionsOf } from './provided.ts';
import type { Reference } from './reference.ts';

/** What rules look at: the indexed objects and what follows from them, each worked out once. */
export interface Facts extends Platform {
  readonly references: readonly Reference[];
  readonly provision: FindProvision;
  readonly images: readonly ImageUse[];
}

/** Works out what rules look at. */
export function factsOf(input: VerifyInput): Facts {
  const platform = indexPlatform(input);
  return {
    ...platform,
    references: referencesIn(platform),
    provision: provisionsOf(platform),
    images: imagesOf(input.components),
  };
}
