/** How a check ended: `detail` says what was found, `hint` what to do about it where the check knows better than its record. */
export type CheckOutcome =
  | { readonly state: 'ok'; readonly detail?: string }
  | { readonly state: 'failed'; readonly detail: string; readonly hint?: string }
  | { readonly state: 'skipped'; readonly detail: string };

/** One thing that has to be true of the world, as data and one function that never prints. */
export interface Check<World> {
  /** Permanent. */
  readonly id: string;
  /** What is expected, as a claim. */
  readonly title: string;
  /** The checks without which this one says nothing. */
  readonly needs: readonly string[];
  /** Whether the platform can do without it. */
  readonly severity: 'error' | 'warning';
  /** What to do when it fails. */
  readonly hint: string;
  /** Whether it is worth asking before anything was applied. */
  readonly isPre: boolean;
  readonly run: (world: World) => Promise<CheckOutcome>;
}

/** A check that was made. */
export interface CheckResult {
  readonly id: string;
  readonly title: string;
  readonly state: 'ok' | 'failed' | 'warning' | 'skipped';
  readonly detail?: string;
  readonly hint?: string;
}

/**
 * Makes the checks, those that do not need one another at the same time, and answers in the order of the table. A check whose
 * needs are not met is skipped; one that the world refuses an answer has failed.
 */
export async function runChecks<World>(
  checks: readonly Check<World>[],
  world: World,
  onResult: (result: CheckResult) => void = () => undefined,
): Promise<readonly CheckResult[]> {
  const running = new Map<string, Promise<CheckResult>>();
  for (const check of checks) {
    const earlier = check.needs.map((id) => {
      const need = running.get(id);
      if (need === undefined) throw new Error(`the check ${check.id} needs ${id}, which is not before it`);
      return need;
    });
    running.set(
      check.id,
      runCheck(check, world, earlier).then((result) => {
        onResult(result);
        return result;
      }),
    );
  }
  return await Promise.all(running.values());
}

async function runCheck<World>(
  check: Check<World>,
  world: World,
  earlier: readonly Promise<CheckResult>[],
): Promise<CheckResult> {
  const { id, title, severity } = check;
  const unmet = (await Promise.all(earlier)).find(({ state }) => state === 'failed' || state === 'skipped');
  if (unmet !== undefined) return { id, title, state: 'skipped', detail: `it needs ${unmet.id}` };
  const outcome = await check.run(world).catch(refused);
  if (outcome.state !== 'failed') return { id, title, ...outcome };
  const state = severity === 'error' ? 'failed' : 'warning';
  return { id, title, state, detail: outcome.detail, hint: outcome.hint ?? check.hint };
}

/** Programs, networks and AWS refuse with plain errors; a mistake of ours has a class of its own. */
function refused(error: unknown): CheckOutcome {
  if (!(error instanceof Error)) throw error;
  if (error instanceof AggregateError && error.errors.length > 0) return refused(error.errors[0]);
  // The AWS SDK gives an answer that it cannot read, a proxy's page for one, beside the parser's own error
  if ('$response' in error) return failed(`the answer cannot be read: ${error.message.split('\n')[0]}`);
  if (MISTAKES.has(error.constructor)) throw error;
  const name = error.name === 'Error' ? '' : `${error.name}: `;
  return { state: 'failed', detail: `${name}${error.message || 'no answer'}` };
}

const MISTAKES: ReadonlySet<unknown> = new Set([TypeError, RangeError, ReferenceError, SyntaxError]);

/** What was expected. */
export const ok = (detail?: string): CheckOutcome => ({
  state: 'ok',
  ...(detail === undefined ? {} : { detail }),
});
/** What was found instead. */
export const failed = (detail: string, hint?: string): CheckOutcome => ({
  state: 'failed',
  detail,
  ...(hint === undefined ? {} : { hint }),
});
/** Why there is nothing to expect. */
export const skipped = (detail: string): CheckOutcome => ({ state: 'skipped', detail });
