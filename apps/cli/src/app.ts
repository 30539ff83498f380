import { buildApplication, buildRouteMap } from '@stricli/core';
import packageJson from '../package.json' with { type: 'json' };
import { appsCommand } from './commands/apps.ts';
import { bootstrapCommand } from './commands/bootstrap.ts';
import { buildCommand } from './commands/build.ts';
import { checkCommand } from './commands/check.ts';
import { completionCommand } from './commands/completion.ts';
import { credentialRoutes } from './commands/credentials.ts';
import { diffCommand } from './commands/diff.ts';
import { doctorCommand } from './commands/doctor.ts';
import { explainCommand } from './commands/explain.ts';
import { iamRoutes } from './commands/iam.ts';
import { imageRoutes } from './commands/images.ts';
import { initCommand } from './commands/init.ts';
import { mapCommand } from './commands/map.ts';
import { renderCommand } from './commands/render.ts';
import { setupCommand } from './commands/setup.ts';
import { statusCommand } from './commands/status.ts';
import { uninstallCommand } from './commands/uninstall.ts';
import { verifyCommand } from './commands/verify.ts';
import type { Context } from './context.ts';
import { ExitCode } from './exit-codes.ts';
import { texts } from './texts.ts';

const routes = buildRouteMap({
  routes: {
    init: initCommand,
    setup: setupCommand,
    diff: diffCommand,
    check: checkCommand,
    build: buildCommand,
    images: imageRoutes,
    verify: verifyCommand,
    apps: appsCommand,
    map: mapCommand,
    explain: explainCommand,
    render: renderCommand,
    iam: iamRoutes,
    credentials: credentialRoutes,
    doctor: doctorCommand,
    bootstrap: bootstrapCommand,
    status: statusCommand,
    uninstall: uninstallCommand,
    completion: completionCommand,
  },
  docs: {
    brief: 'Kubeflow on Amazon EKS by GitOps, from one settings file',
    fullDescription: [
      'Kubeflow on Amazon EKS by GitOps, from one settings file.',
      '',
      'EXAMPLES',
      '  kfdist init                            # asks for the few facts, writes kfdist.yaml',
      '  kfdist check -f kfdist.yaml            # what is wrong with the settings, all at once',
      '  kfdist setup -f kfdist.yaml            # write the tree that Argo CD follows',
      '  kfdist diff -f kfdist.yaml             # what setup would change',
      '  kfdist build -f kfdist.yaml dex        # the final objects of a component',
      '  kfdist map -f kfdist.yaml              # the platform as one page: platform-map.html',
      '  kfdist explain rds.port -f kfdist.yaml # where a value comes from',
      '  kfdist bootstrap -f kfdist.yaml        # the commands that bring it up, and why',
      '  kfdist status -f kfdist.yaml           # what is healthy, what waits, where to look first',
    ].join('\n'),
  },
});

/** The `kfdist` application: its commands by name. */
export const app = buildApplication<Context>(routes, {
  name: 'kfdist',
  versionInfo: { currentVersion: packageJson.version },
  scanner: { caseStyle: 'allow-kebab-for-camel', allowArgumentEscapeSequence: true },
  documentation: { caseStyle: 'convert-camel-to-kebab', onlyRequiredInUsageLine: true },
  localization: { text: texts },
  determineExitCode: () => ExitCode.worldFailed,
});
