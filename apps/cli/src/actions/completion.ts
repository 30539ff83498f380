import type { Context } from '../context.ts';
import { COMPLETE, type Shell } from '../shells.ts';

/** Prints the script for a shell. */
export function completion(this: Context, _flags: unknown, shell: Shell): void {
  this.process.stdout.write(SCRIPTS[shell]);
}

/** Where nothing is proposed, each of them completes file names. */
const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `_kfdist() {
  local IFS=$'\\n'
  COMPREPLY=($(kfdist ${COMPLETE} "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f1))
}
complete -o default -F _kfdist kfdist
`,
  zsh: `_kfdist() {
  local -a proposals
  proposals=("\${(@f)$(kfdist ${COMPLETE} "\${(@)words[2,CURRENT]}" 2>/dev/null | sed -e 's/:/\\\\:/g' -e $'s/\\t/:/')}")
  if [[ -n "\${proposals[1]}" ]]; then _describe kfdist proposals; else _files; fi
}
compdef _kfdist kfdist
`,
  fish: `function __kfdist_complete
  set -l words (commandline --tokenize --cut-at-cursor) (commandline --current-token --cut-at-cursor)
  set -l proposals (kfdist ${COMPLETE} $words[2..-1] 2>/dev/null)
  if set --query proposals[1]
    printf '%s\\n' $proposals
  else
    __fish_complete_path (commandline --current-token)
  end
end
complete --command kfdist --no-files --arguments '(__kfdist_complete)'
`,
};
