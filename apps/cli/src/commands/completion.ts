import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { SHELLS, type Shell } from '../shells.ts';

function shellNamed(input: string): Shell {
  const shell = SHELLS.find((known) => known === input);
  if (shell === undefined) throw new SyntaxError(`Expected ${SHELLS.join(', ')}, got ${input}`);
  return shell;
}

type NoFlags = Readonly<Record<string, never>>;

/** `kfdist completion`: what teaches a shell to complete command lines. */
export const completionCommand = buildCommand<NoFlags, [Shell], Context>({
  loader: async () => (await import('../actions/completion.ts')).completion,
  parameters: {
    flags: {},
    positional: {
      kind: 'tuple',
      parameters: [
        {
          parse: shellNamed,
          brief: SHELLS.join(', '),
          placeholder: 'SHELL',
          proposeCompletions: (partial: string) => SHELLS.filter((shell) => shell.startsWith(partial)),
        },
      ],
    },
  },
  docs: {
    brief: 'Print a script that lets a shell complete commands and flags',
    fullDescription: [
      'Print a script that lets a shell complete commands and flags.',
      '',
      'EXAMPLES',
      '  source <(kfdist completion bash)                                  # in ~/.bashrc',
      '  source <(kfdist completion zsh)                                   # in ~/.zshrc, after compinit',
      '  kfdist completion fish > ~/.config/fish/completions/kfdist.fish',
    ].join('\n'),
  },
});
