import { hasErrors } from '@kfdist/diagnostics';
import { formatChanges, hasChanges, type RoleChange } from '@kfdist/iam';
import { planChanges } from '@kfdist/iam/aws';
import type { CompareFlags } from '../../commands/iam/flags.ts';
import type { Context } from '../../context.ts';
import { ExitCode } from '../../exit-codes.ts';
import { printResult } from '../../print.ts';
import { askAws } from './refusal.ts';
import { loadRoles, notesOf, waitingKeys } from './roles.ts';

/** Shows what apply would do. */
export async function plan(this: Context, flags: CompareFlags): Promise<void> {
  await compare(this, flags, { kind: 'IamPlanResult', same: 'The roles in the account are as planned.' });
}

/** Says how the roles in the account differ. */
export async function drift(this: Context, flags: CompareFlags): Promise<void> {
  await compare(this, flags, { kind: 'IamDriftResult', same: 'Nothing has drifted.' });
}

interface Words {
  readonly kind: string;
  /** Said when nothing differs. */
  readonly same: string;
}

async function compare(context: Context, flags: CompareFlags, { kind, same }: Words): Promise<void> {
  const { roles, diagnostics, sources } = loadRoles(context, flags);
  const nothing = { kind, data: {}, lines: () => [], sources };
  if (roles === undefined || hasErrors(diagnostics))
    return printResult(context, flags.output, { ...nothing, diagnostics });
  const options = { adopt: flags.adopt ?? [], inUse: waitingKeys(roles) };
  const diff = await askAws(context, () => planChanges({ ...roles, diagnostics: [] }, options));
  if (diff === undefined) return;
  const { changes } = diff;
  const isSame = !hasChanges(changes);
  printResult(context, flags.output, {
    ...nothing,
    data: { changes: changes.map(changeData) },
    lines: () => [...notesOf(roles), formatChanges(changes), ...(isSame ? [same] : [])],
    isAlwaysShown: true,
    diagnostics: [...diagnostics, ...diff.diagnostics],
    exitCode: flags.detailedExitcode && !isSame ? ExitCode.pending : ExitCode.done,
  });
}

/** A change as programs read it. */
export function changeData({ kind, name, arn, action, differences, steps }: RoleChange) {
  return { kind, name, arn, action, differences, steps: steps.map(({ call }) => call) };
}
