import { type Diagnostic, hasErrors } from '@kfdist/diagnostics';
import { countChanges, formatChanges, hasChanges, type RoleDiff } from '@kfdist/iam';
import {
  type ApplyOptions,
  type ApplyResult,
  applyRoles,
  destroyRoles,
  formatOutcomes,
  type RoleOutcome,
} from '@kfdist/iam/aws';
import { report } from '../../codes.ts';
import type { DestroyFlags } from '../../commands/iam/destroy.ts';
import type { ApplyFlags } from '../../commands/iam/flags.ts';
import type { Context } from '../../context.ts';
import { ExitCode } from '../../exit-codes.ts';
import { printResult } from '../../print.ts';
import { changeData } from './compare.ts';
import { askAws } from './refusal.ts';
import { type LoadedRoles, loadRoles, notesOf, waitingKeys } from './roles.ts';

/** Makes the roles of the account those of the platform. */
export async function apply(this: Context, flags: ApplyFlags): Promise<void> {
  const loaded = loadRoles(this, flags);
  await change(this, { flags, loaded, kind: 'IamApplyResult' }, (roles, options) =>
    applyRoles(
      { ...roles, diagnostics: [] },
      { ...options, adopt: flags.adopt ?? [], prune: flags.prune, inUse: waitingKeys(roles) },
    ),
  );
}

/** Deletes the roles of the platform. */
export async function destroy(this: Context, flags: DestroyFlags): Promise<void> {
  const loaded = loadRoles(this, flags);
  await change(this, { flags, loaded, kind: 'IamDestroyResult' }, async ({ owner, uses, users }, options) => {
    const inUse = flags.all ? [] : [...uses, ...users].map(({ key }) => key);
    const result = await destroyRoles(owner, { ...options, inUse });
    return { ...result, diagnostics: result.diagnostics.map(withAll) };
  });
}

/** Only the command line knows how to destroy what is in use. */
function withAll(diagnostic: Diagnostic): Diagnostic {
  const hint = 'Deselect the component first; or use --all, where the platform itself is to go.';
  return diagnostic.code === 'ROLE_IN_USE' ? { ...diagnostic, hint } : diagnostic;
}

interface Job {
  readonly flags: Pick<ApplyFlags, 'yes' | 'output'>;
  readonly loaded: LoadedRoles;
  readonly kind: string;
}

type Run = (
  roles: NonNullable<LoadedRoles['roles']>,
  options: Pick<ApplyOptions, 'confirm'>,
) => Promise<ApplyResult>;

async function change(context: Context, { flags, loaded, kind }: Job, run: Run): Promise<void> {
  const { roles, diagnostics, sources } = loaded;
  const nothing = { kind, data: {}, lines: () => [], sources };
  if (roles === undefined || hasErrors(diagnostics))
    return printResult(context, flags.output, { ...nothing, diagnostics });
  const confirm = (diff: RoleDiff) => confirmed(context, flags, diff);
  const result = await askAws(context, () => run(roles, { confirm }));
  if (result === undefined) return;
  const refused = hasErrors(result.diagnostics);
  const wrong = [...diagnostics, ...result.diagnostics, ...(refused ? [] : notConfirmed(result))];
  printResult(context, flags.output, {
    ...nothing,
    data: { confirmed: result.isConfirmed, outcomes: result.outcomes.map(outcomeData) },
    lines: () => (result.isConfirmed ? [...notesOf(roles), formatOutcomes(result)] : linesOf(result)),
    isAlwaysShown: true,
    diagnostics: wrong,
    exitCode: result.isConfirmed && result.outcomes.some(isUnfinished) ? ExitCode.worldFailed : ExitCode.done,
  });
}

/** A yes, by flag or at the terminal; nothing to do needs none. */
async function confirmed(
  { process, askOpenly, progress }: Context,
  { yes }: Pick<ApplyFlags, 'yes'>,
  { changes }: RoleDiff,
): Promise<boolean> {
  if (yes || !hasChanges(changes)) return true;
  if (askOpenly === undefined) return false;
  progress?.('');
  process.stderr.write(`${formatChanges(changes)}\n`);
  return /^y(es)?$/i.test((await askOpenly('Do this? Only yes is taken as yes: ')).trim());
}

function linesOf({ outcomes }: ApplyResult): readonly string[] {
  return [formatChanges(outcomes.map((outcome) => outcome.change))];
}

function notConfirmed({ isConfirmed, outcomes }: ApplyResult): readonly Diagnostic[] {
  if (isConfirmed) return [];
  const changes = outcomes.filter(({ state }) => state !== 'left').map((outcome) => outcome.change);
  return [report('NOT_CONFIRMED', { args: { changes: countChanges(changes) } })];
}

function isUnfinished({ state }: RoleOutcome): boolean {
  return state === 'partial' || state === 'failed' || state === 'skipped';
}

function outcomeData({ change: made, state, done, failure }: RoleOutcome) {
  const { differences: _, ...data } = changeData(made);
  return {
    ...data,
    state,
    done: done.map(({ call }) => call),
    ...(failure && { failure: { step: failure.step.call, code: failure.code, message: failure.message } }),
  };
}
