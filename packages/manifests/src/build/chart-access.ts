import type { ChartSource } from '../build-source.ts';
import type { Mirror } from '../mirrors.ts';
import type { GitAccess } from './git-repository.ts';
import type { Tool } from './tools.ts';

/** A chart at its exact version, with the values that decide which of its dependencies count. */
export type ChartPin = Pick<ChartSource, 'repository' | 'chart' | 'version'> &
  Partial<Pick<ChartSource, 'values'>>;

/** Gives the path of a chart on this machine. */
export type FindChart = (pin: ChartPin) => Promise<string>;

/** What getting a chart needs. */
export interface ChartAccess {
  readonly helm: Tool;
  readonly git: () => Promise<GitAccess>;
  readonly mirrors: readonly Mirror[];
  readonly cacheFolder: string;
  readonly cwd: string;
}
