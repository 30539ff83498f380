import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { type Diagnostic, hasErrors } from '@kfdist/diagnostics';
import { mapChanges, mapOf, mapPage, type PlatformMap, parseMap, textFile } from '@kfdist/platform';
import { replaceFiles, systemProblem } from '@kfdist/platform/node';
import { buildPlatform } from '../built-platform.ts';
import { report } from '../codes.ts';
import type { MapFlags } from '../commands/map.ts';
import type { Context } from '../context.ts';
import { loadPlatform, type Platform } from '../platform.ts';
import { counted, printResult, type Result } from '../print.ts';
import { shownPath } from '../shown-path.ts';
import { isWritten } from '../written.ts';

/** Writes the map of the platform as a page, or prints it as data. */
export async function map(this: Context, flags: MapFlags): Promise<void> {
  const { platform, diagnostics, sources } = loadPlatform(this, flags);
  const nothing: Result = { kind: 'PlatformMap', data: {}, lines: () => [], diagnostics, sources };
  const before = readMap(this, flags.against);
  const found = [...diagnostics, ...before.diagnostics];
  if (platform === undefined || hasErrors(found))
    return printResult(this, flags.output, { ...nothing, diagnostics: found, isWriting: true });
  const made = await makeMap(this, platform, flags.built);
  const changes = before.map && { changes: mapChanges(before.map, made.map) };
  const data = { ...made.map, ...changes };
  const result: Result = { ...nothing, diagnostics: [...found, ...made.diagnostics], data, isWriting: true };
  if (hasErrors(result.diagnostics) || flags.output !== 'table')
    return printResult(this, flags.output, result);
  const file = resolve(this.cwd, flags.outputFile);
  const page = textFile(basename(file), mapPage(made.map, before.map));
  const write = () => replaceFiles(dirname(file), [{ type: 'create', path: page.path, file: page }]);
  if (!isWritten(this, shownPath(this, file), write)) return;
  printResult(this, flags.output, {
    ...result,
    lines: () => [
      `${shownPath(this, file)}: ${summaryOf(made.map)}`,
      ...(changes === undefined ? [] : [differenceLine(changes.changes.length, flags.against)]),
    ],
  });
}

async function makeMap(context: Context, { plan, distribution }: Platform, isBuilt: boolean) {
  if (!isBuilt) return { map: mapOf(plan, distribution), diagnostics: [] };
  const { parts, diagnostics } = await buildPlatform(context, plan);
  const built = parts.map(({ unit, objects }) => ({ name: unit.name, objects }));
  return { map: mapOf(plan, distribution, built), diagnostics };
}

function readMap(
  context: Context,
  path: string | undefined,
): { map?: PlatformMap; diagnostics: readonly Diagnostic[] } {
  if (path === undefined) return { diagnostics: [] };
  try {
    const { map: read, problem = '' } = parseMap(readFileSync(resolve(context.cwd, path), 'utf8'));
    if (read !== undefined) return { map: read, diagnostics: [] };
    return { diagnostics: [report('INVALID_MAP', { args: { file: path, problem } })] };
  } catch (error) {
    return {
      diagnostics: [report('UNREADABLE_FILE', { args: { file: path, problem: systemProblem(error) } })],
    };
  }
}

function differenceLine(count: number, against = ''): string {
  return `${counted(count, 'difference') || 'No difference'} from ${against}`;
}

function summaryOf({ components, roles, secrets, hosts, images }: PlatformMap): string {
  return [
    counted(components.length, 'component'),
    counted(roles.length, 'role'),
    counted(secrets.length, 'secret'),
    counted(hosts.length, 'host'),
    counted(images.length, 'image'),
  ]
    .filter((part) => part !== '')
    .join(', ');
}
