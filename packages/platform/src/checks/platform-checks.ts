import { AWS_CHECKS } from './aws-checks.ts';
import { CLUSTER_CHECKS } from './cluster-checks.ts';
import { CONNECTION_CHECKS } from './connection-checks.ts';
import { GIT_CHECKS } from './git-checks.ts';
import { TOOL_CHECKS } from './tool-checks.ts';
import type { PlatformCheck } from './world.ts';

/** Everything that is worth asking the world about a platform, in the order in which people read it. */
export const PLATFORM_CHECKS: readonly PlatformCheck[] = [
  ...TOOL_CHECKS,
  ...GIT_CHECKS,
  ...AWS_CHECKS,
  ...CONNECTION_CHECKS,
  ...CLUSTER_CHECKS,
];
