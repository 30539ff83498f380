import { targets as config } from './config.mjs';
import { targets as credentials } from './credentials.mjs';
import { targets as iam } from './iam.mjs';
import { targets as manifests } from './manifests.mjs';
import { targets as platform } from './platform.mjs';
import { targets as verify } from './verify.mjs';

/**
 * Everything that reads what users, upstreams or a cluster write. A target is `{ name, seeds | texts, tokens, run(text, root) }`: files of
 * the repository or texts to start from, what its grammar is made of, and what must neither throw nor break an invariant.
 */
export const targets = [...config, ...manifests, ...iam, ...credentials, ...platform, ...verify];
