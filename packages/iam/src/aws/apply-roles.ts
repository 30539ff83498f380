import { type Diagnostic, hasErrors } from '@kfdist/diagnostics';
import type { RoleChange, Step } from '../change.ts';
import { type DiffOptions, diffRoles, type RoleDiff } from '../diff.ts';
import type { Owner, RolePlan } from '../role.ts';
import { type AwsAccess, type AwsApis, connectAws } from './aws-apis.ts';
import { errorCode, errorMessage, isHopeless, isPassing, isUnsettled } from './errors.ts';
import { readRoles } from './read-roles.ts';
import { runStep } from './run-step.ts';

/** How AWS is reached, and what is allowed to happen. */
export interface AwsOptions extends DiffOptions, AwsAccess {}

/** What may happen while changes are made. */
export interface ApplyOptions extends AwsOptions {
  /** Asked once, with everything that would happen. Nothing happens unless it answers yes. */
  readonly confirm: (diff: RoleDiff) => boolean | Promise<boolean>;
  /** Also delete roles of ours that the plan does not have. @default false */
  readonly prune?: boolean;
  /** Told of every role as soon as it is done. */
  readonly onOutcome?: (outcome: RoleOutcome) => void;
  /** Waits before a call is tried again. */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

/** What became of one role, user or policy. */
export interface RoleOutcome {
  readonly change: RoleChange;
  /** `partial` has some of its steps; running again completes it. `left` was not asked for. */
  readonly state: 'done' | 'unchanged' | 'partial' | 'failed' | 'left' | 'skipped';
  readonly done: readonly Step[];
  readonly failure?: StepFailure;
}

/** Why a step was not made. */
export interface StepFailure {
  readonly step: Step;
  readonly code: string;
  readonly message: string;
  /** The credentials are no good, so nothing else was tried. */
  readonly isFinal: boolean;
}

/** What became of all. */
export interface ApplyResult {
  readonly outcomes: readonly RoleOutcome[];
  /** What is wrong with the plan, or not ours to touch. With an error nothing was done. */
  readonly diagnostics: readonly Diagnostic[];
  readonly isConfirmed: boolean;
}

/**
 * What would have to happen in an account, for `iam plan` and `iam drift`. Reads only.
 *
 * @example
 * const { changes, diagnostics } = await planChanges(plan);
 * console.log(formatChanges(changes));
 */
export async function planChanges(plan: RolePlan, options: AwsOptions = {}): Promise<RoleDiff> {
  return compare(plan, await connectAws(plan.owner.region, options), options);
}

async function compare(plan: RolePlan, apis: AwsApis, options: DiffOptions): Promise<RoleDiff> {
  if (hasErrors(plan.diagnostics)) return { changes: [], diagnostics: plan.diagnostics };
  const diff = diffRoles(plan, await readRoles(apis, plan), options);
  return { ...diff, diagnostics: [...plan.diagnostics, ...diff.diagnostics] };
}

/**
 * Makes the roles of an account those of a plan. May be run again at any time; a run that was stopped is completed by
 * the next.
 */
export async function applyRoles(plan: RolePlan, options: ApplyOptions): Promise<ApplyResult> {
  const apis = await connectAws(plan.owner.region, options);
  return applyChanges(plan.owner, await compare(plan, apis, options), { ...options, apis });
}

/** Deletes all roles, users and policies of an owner, but for those whose keys are in use. */
export async function destroyRoles(owner: Owner, options: ApplyOptions): Promise<ApplyResult> {
  const nothing: RolePlan = { owner, identity: 'irsa', roles: [], users: [], diagnostics: [] };
  return applyRoles(nothing, { ...options, prune: true });
}

interface Connected extends ApplyOptions {
  readonly apis: AwsApis;
}

async function applyChanges(owner: Owner, diff: RoleDiff, options: Connected): Promise<ApplyResult> {
  const { diagnostics } = diff;
  const changes = diff.changes.map((change) => ({
    change,
    isLeft: change.action === 'delete' && options.prune !== true,
  }));
  const asked = changes.filter(({ isLeft }) => !isLeft).map(({ change }) => change);
  const isConfirmed = !hasErrors(diagnostics) && (await options.confirm({ changes: asked, diagnostics }));
  const outcomes: RoleOutcome[] = [];
  for (const { change, isLeft } of changes) {
    const isOver = !isConfirmed || outcomes.some(({ failure }) => failure?.isFinal === true);
    const outcome = isLeft || isOver ? untouched(change, isLeft) : await applyChange(owner, change, options);
    outcomes.push(outcome);
    options.onOutcome?.(outcome);
  }
  return { outcomes, diagnostics, isConfirmed };
}

function untouched(change: RoleChange, isLeft: boolean): RoleOutcome {
  const state = change.action === 'unchanged' ? 'unchanged' : isLeft ? 'left' : 'skipped';
  return { change, state, done: [] };
}

async function applyChange(owner: Owner, change: RoleChange, options: Connected): Promise<RoleOutcome> {
  const done: Step[] = [];
  for (const step of change.steps) {
    try {
      await patiently(() => runStep(options.apis, owner, step), options.wait ?? sleep);
      done.push(step);
    } catch (error) {
      const failure = {
        step,
        code: errorCode(error),
        message: errorMessage(error),
        isFinal: isHopeless(error),
      };
      return { change, state: done.length === 0 ? 'failed' : 'partial', done, failure };
    }
  }
  return { change, state: change.steps.length === 0 ? 'unchanged' : 'done', done };
}

/** IAM may need a minute or two until every part of it sees a new role. */
const WAITS = [500, 1000, 2000, 4000, 8000, 15_000, 30_000, 60_000];

/** What is still missing after this pause is not late but gone. */
const LONGEST_UNSETTLED = 8000;

/** Tries a call again while the reason why it failed may pass. */
export async function patiently(
  call: () => Promise<void>,
  wait: (milliseconds: number) => Promise<void>,
): Promise<void> {
  for (const pause of WAITS) {
    try {
      return await call();
    } catch (error) {
      if (!isPassing(error) || (isUnsettled(error) && pause > LONGEST_UNSETTLED)) throw error;
      await wait(pause);
    }
  }
  return call();
}

async function sleep(milliseconds: number): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/**
 * What state things are in, as people read it: what is done, what is half done and why, and that running again is
 * safe.
 */
export function formatOutcomes({ outcomes, isConfirmed }: ApplyResult): string {
  if (!isConfirmed) return 'Nothing was changed.';
  const lines = outcomes.flatMap(formatOutcome);
  const count = (state: RoleOutcome['state']) => outcomes.filter((outcome) => outcome.state === state).length;
  const open = count('partial') + count('failed') + count('skipped');
  const end =
    open === 0
      ? `${count('done')} changed, ${count('unchanged')} unchanged.`
      : `${count('done')} changed, ${count('unchanged')} unchanged, ${open} not finished. Nothing was undone; run again to complete.`;
  return [...lines, end].join('\n');
}

function formatOutcome({ change, state, done, failure }: RoleOutcome): readonly string[] {
  const { kind, name, action, steps } = change;
  if (state === 'unchanged') return [];
  if (state === 'left') return [`left: ${kind} ${name}, which the plan does not have`];
  if (failure === undefined) return [`${state}: ${action} ${kind} ${name}`];
  const progress = `${done.length} of ${steps.length} steps`;
  return [
    `${state}: ${action} ${kind} ${name}, ${progress}; ${failure.step.call}: ${failure.code}: ${failure.message}`,
  ];
}
