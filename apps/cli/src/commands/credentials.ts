import { buildRouteMap } from '@stricli/core';
import { generateCommand } from './credentials/generate.ts';
import { initKeyCommand } from './credentials/init-key.ts';
import { pushCommand } from './credentials/push.ts';
import { rotateCommand } from './credentials/rotate.ts';
import { statusCommand } from './credentials/status.ts';

/** `kfdist credentials`: secrets made, sealed, rotated, without ever lying around. */
export const credentialRoutes = buildRouteMap({
  routes: {
    'init-key': initKeyCommand,
    generate: generateCommand,
    rotate: rotateCommand,
    push: pushCommand,
    status: statusCommand,
  },
  docs: {
    brief: 'Make, seal, rotate and push the secrets of the platform',
    fullDescription: [
      'Make, seal, rotate and push the secrets of the platform. No value is ever printed, except a generated login, once.',
      '',
      'EXAMPLES',
      '  kfdist credentials init-key --certificate sealing.crt --key ~/sealing-key.yaml',
      '  kfdist credentials generate -f kfdist.yaml --certificate sealing.crt',
      '  kfdist credentials rotate admin-password -f kfdist.yaml --certificate sealing.crt',
      '  kfdist credentials status -f kfdist.yaml',
    ].join('\n'),
  },
});
