import { type CheckOutcome, ok, skipped } from './check.ts';
import { type PlatformCheck, type PlatformWorld, settingText, usedValues } from './world.ts';

/** What lies outside the cluster and is reached over TCP. From here a private address often cannot be, so these only warn. */
export const CONNECTION_CHECKS: readonly PlatformCheck[] = [
  {
    id: 'database',
    title: 'The database answers',
    needs: [],
    severity: 'warning',
    hint: 'From outside of its VPC that is usual. From inside: check its security group and rds.host, rds.port.',
    isPre: true,
    run: async (world) => {
      const [host] = usedValues(world, 'rds.host');
      if (host === undefined) return skipped('no selected component has one');
      return await answers(world, host, Number(settingText(world, 'rds.port') ?? 3306));
    },
  },
  {
    id: 'redis',
    title: 'The session store answers',
    needs: [],
    severity: 'warning',
    hint: 'From outside of its VPC that is usual. From inside: check its security group and oidc.redis.connection_url.',
    isPre: true,
    run: async (world) => {
      const url = settingText(world, 'oidc.redis.connection_url');
      if (url === undefined || !URL.canParse(url))
        return skipped('sessions are kept in cookies, or in the cluster');
      const { hostname, port } = new URL(url);
      return await answers(world, hostname, Number(port || 6379));
    },
  },
];

async function answers({ reach }: PlatformWorld, host: string, port: number): Promise<CheckOutcome> {
  await reach(host, port);
  return ok(`${host}:${port}`);
}
