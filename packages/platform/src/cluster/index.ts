export { type KubeContext, type KubeOptions, readContext } from './kube-context.ts';
export { readApplications } from './read-applications.ts';
export { type RunOptions, runSteps, type StepOutcome } from './run-steps.ts';
