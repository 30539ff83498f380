/** What the exit code of a command means. */
export const ExitCode = {
  done: 0,
  /** The input has errors; nothing was changed. */
  badInput: 1,
  /** Changes are pending; only with `--detailed-exitcode`, as in Terraform. */
  pending: 2,
  /** The world failed: disk, network, AWS. */
  worldFailed: 3,
  /** The command line is wrong. */
  usage: 64,
  /** Interrupted at the terminal: 128 and the number of the signal, as shells have it. */
  interrupted: 130,
} as const;
