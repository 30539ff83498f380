import { exportAck } from './export/ack.ts';
import { exportAwsCli } from './export/aws-cli.ts';
import { exportCloudFormation } from './export/cloudformation.ts';
import { exportCrossplane } from './export/crossplane.ts';
import { exportEksctl } from './export/eksctl.ts';
import type { RoleExport } from './export/export-file.ts';
import { exportJson } from './export/json.ts';
import { exportTerraform } from './export/terraform.ts';
import type { RolePlan } from './role.ts';

/** The forms of an export by name. */
const exporters = {
  json: exportJson,
  terraform: exportTerraform,
  cloudformation: exportCloudFormation,
  eksctl: exportEksctl,
  ack: exportAck,
  crossplane: exportCrossplane,
  'aws-cli': exportAwsCli,
} as const satisfies Readonly<Record<string, (plan: RolePlan) => RoleExport>>;

/** The name of a form. */
export type ExportFormat = keyof typeof exporters;

/** The names of all forms. */
export const exportFormats: readonly ExportFormat[] = Object.keys(exporters).filter(isExportFormat);

/** Whether a text names a form. */
export function isExportFormat(text: string): text is ExportFormat {
  return Object.hasOwn(exporters, text);
}

/** A plan as files for another tool, and what that tool cannot be told. */
export function exportRoles(plan: RolePlan, format: ExportFormat): RoleExport {
  return exporters[format](plan);
}
