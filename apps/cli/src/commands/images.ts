import { buildRouteMap } from '@stricli/core';
import { listCommand } from './images/list.ts';
import { lockCommand } from './images/lock.ts';
import { mirrorCommand } from './images/mirror.ts';

/** `kfdist images`: every container image of the platform, also the hidden ones. */
export const imageRoutes = buildRouteMap({
  routes: { list: listCommand, lock: lockCommand, mirror: mirrorCommand },
  defaultCommand: 'list',
  docs: {
    brief: 'List, lock and mirror the container images',
    fullDescription: [
      'List, lock and mirror the container images of the platform, also those in ConfigMaps, arguments, environment and custom resources.',
      '',
      'EXAMPLES',
      '  kfdist images list -f kfdist.yaml',
      '  kfdist images lock -f kfdist.yaml                    # digests, from the registries',
      '  kfdist images mirror --to registry.example.com/kfdist > mirror.sh',
    ].join('\n'),
  },
});
